import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, flag, id, line, listOf, page, paragraph } from '../operations/shapes.ts';
import { heldRequest, notApplying } from './applies.ts';
import {
  auditRequest,
  auditRequestInFull,
  requestArea,
  requestCode,
  requestCounts,
  requestKind,
  requestPhase,
  requestState,
} from './requests.ts';

const requests = z.array(id).min(1).max(100).describe('Ids of requests of one engagement');
const evidence = z.array(id).min(1).max(500).describe('Ids of pieces of evidence');
const controls = z.array(z.string()).max(100).describe('Codes of adopted controls');

/** What became of each request that is not as it was. */
const linkChanges = z.object({
  items: z.array(
    z.object({
      id,
      code: z.string(),
      evidence: z.array(id).describe('Pieces that were linked, or taken off'),
      began: z.boolean().describe('It was a draft, and is in progress now'),
    }),
  ),
  total: z.number().int(),
});

const reason = paragraph.describe('Why; kept with the request');

export const requestOperations = [
  defineOperation({
    name: 'requests.list',
    effect: 'read',
    access: 'organization',
    permission: 'requests.read',
    summary: 'What the auditors ask for, with what is submitted and what is overdue',
    input: listOf(['code', 'area', 'title', 'dueOn', 'state'], {
      engagementId: id.optional(),
      state: requestState.optional(),
      area: z.string().max(60).optional(),
      phase: requestPhase.optional(),
      kind: requestKind.optional(),
      owner: id.optional().describe('Only those that this member answers'),
      unowned: flag.default(false).describe('Only those that nobody is named for'),
      overdue: flag.default(false).describe('Only those whose day has passed and that are not submitted'),
      control: z.string().max(40).optional().describe('Only those that ask about it'),
      evidence: id.optional().describe('Only those that this piece is linked to'),
    }),
    output: page(auditRequest).extend({
      counts: requestCounts.describe('Of the engagement, or of all; not narrowed by the other filters'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'requests.get',
    effect: 'read',
    access: 'organization',
    permission: 'requests.read',
    summary: 'One request with its evidence, and what was done to it',
    input: z.object({ id }),
    output: auditRequestInFull,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'requests.catalogue',
    effect: 'read',
    access: 'organization',
    permission: 'requests.read',
    summary: 'The requests of the catalogue, which of them apply to an engagement, and why others do not',
    input: z.object({ engagementId: id }),
    output: z.object({
      items: z.array(heldRequest.extend({ requestId: id.nullable().describe('Where it is on the list already') })),
      applying: z.number().int(),
      listed: z.number().int().describe('Of those that apply, how many are on the list already'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'requests.add',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Add a request of your own or of the firm to the list of an engagement',
    input: z.object({
      engagementId: id,
      code: requestCode.describe('What the firm or you call it'),
      area: requestArea,
      title: line,
      kind: requestKind,
      phase: requestPhase.default('fieldwork'),
      controls: controls.default([]),
      needsCompletenessAccuracy: flag.optional().describe('Where it is not said: whether it asks for a population'),
      owner: id.optional().describe('The member who answers it'),
      dueOn: date.optional().describe('Last day on which it is in time'),
      note: paragraph.optional(),
    }),
    output: auditRequest,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'requests.add-from-catalogue',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Add the requests of the catalogue that apply to an engagement and are not on its list',
    input: z.object({
      engagementId: id,
      owner: id.optional().describe('The member who answers them'),
      dueOn: date.optional().describe('Last day on which they are in time'),
    }),
    output: z.object({
      items: z.array(auditRequest).describe('Those that were added'),
      total: z.number().int(),
      counts: z.object({ already: z.number().int(), notApplying: z.number().int() }),
      already: z.array(z.string()).describe('Ids of the catalogue that were on the list'),
      notApplying: z.array(notApplying.extend({ id: z.string(), title: z.string() })),
    }),
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'requests.update',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Change what a request that is not submitted says',
    input: z.object({
      id,
      code: requestCode.optional(),
      area: requestArea.optional(),
      title: line.optional(),
      kind: requestKind.optional(),
      phase: requestPhase.optional(),
      controls: controls.optional(),
      needsCompletenessAccuracy: flag.optional(),
      note: paragraph.nullable().optional().describe('null takes it away'),
    }),
    output: auditRequest,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.assign',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Say of requests who answers them, by when, and whether work on them has begun',
    input: z.object({
      ids: requests,
      owner: id.nullable().optional().describe('The member who answers them; null for nobody'),
      dueOn: date.nullable().optional().describe('Last day on which they are in time; null for none'),
      state: z
        .enum(['draft', 'in-progress'])
        .optional()
        .describe('A draft was prepared before the firm asked; linking evidence begins it too'),
    }),
    output: z.object({ items: z.array(auditRequest), total: z.number().int() }),
    errors: ['not_found', 'already_done', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.remove',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Take drafts off the list that nothing is linked to and that were never submitted',
    input: z.object({ ids: requests }),
    output: z.object({ removed: z.array(id) }),
    errors: ['not_found', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.link-evidence',
    effect: 'write',
    access: 'organization',
    permission: 'requests.answer',
    summary: 'Link pieces of evidence to requests; drafts are in progress from then on',
    input: z.object({ ids: requests, evidence }),
    output: linkChanges,
    errors: ['not_found', 'already_done', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.unlink-evidence',
    effect: 'write',
    access: 'organization',
    permission: 'requests.answer',
    summary: 'Take pieces of evidence off requests; off a submitted one only with a reason',
    input: z.object({
      ids: requests,
      evidence,
      reason: paragraph.optional().describe('Needed where one of the requests is submitted; kept with it'),
    }),
    output: linkChanges,
    errors: ['not_found', 'already_done', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.take-newer',
    effect: 'write',
    access: 'organization',
    permission: 'requests.answer',
    summary: 'Link the newest versions in place of older ones to a request that is not submitted',
    input: z.object({
      id,
      evidence: evidence.optional().describe('Linked pieces with a newer version; all of these where none is named'),
    }),
    output: z.object({ items: z.array(z.object({ before: id, now: id, title: z.string() })), total: z.number().int() }),
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.submit',
    effect: 'write',
    access: 'organization',
    permission: 'requests.answer',
    summary: 'Submit a request with what is linked to it, or with a written answer',
    input: z.object({
      id,
      answer: paragraph
        .optional()
        .describe('For example: there were none in the period. Needed where nothing is linked'),
    }),
    output: auditRequest,
    errors: ['not_found', 'already_done', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'requests.reopen',
    effect: 'write',
    access: 'organization',
    permission: 'requests.answer',
    summary: 'Take a submitted or superseded request up again, with a reason; that it was submitted stays on record',
    input: z.object({ id, reason }),
    output: auditRequest,
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'requests.supersede',
    effect: 'write',
    access: 'organization',
    permission: 'requests.manage',
    summary: 'Say that another request of the engagement takes the place of one, with a reason',
    input: z.object({ id, by: id.describe('The request that takes its place'), reason }),
    output: auditRequest,
    errors: ['not_found', 'already_done', 'conflict'],
  }),
] as const;
