import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, file, flag, id, paragraph, sha256 } from '../operations/shapes.ts';
import { compared } from './compared.ts';
import {
  ownPolicy,
  policyChange,
  policyChanges,
  policyDocument,
  policyDraft,
  policyFields,
  policyInFull,
  policyState,
  policySummary,
  policyVersion,
} from './documents.ts';
import { policyCode, policyFront, textBlock } from './policies.ts';
import { heldObligation } from './promises.ts';
import { textFinding } from './text-findings.ts';

const n = z.number().int();
/** In an address numbers are text. */
const asked = z.coerce.number().int().min(1);
const revision = n.min(1).describe('Of its details, as you have seen them');
const blocks = z.array(textBlock).max(5_000);
const fields = z.object(policyFields);
const seen = {
  id: id.describe('Of the document'),
  number: n.min(1).describe('Of the version'),
  sha256: sha256.describe('Of the version as you have read it'),
};

export const documentOperations = [
  defineOperation({
    name: 'policies.list',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'The documents of the organization: where each stands, what waits for whom, and what is to be looked at again',
    input: z.object({
      search: z.string().trim().max(200).optional().describe('Words that must appear'),
      state: policyState.optional(),
      mine: flag.default(false).describe('Only those that you own or that wait for your approval'),
    }),
    output: z.object({
      items: z.array(policySummary).describe('By code'),
      total: n,
      counts: z
        .object({
          total: n.describe('Retired ones left out'),
          byState: z.record(policyState, n),
          reviewDue: n,
          reviewOverdue: n,
          waitingForMe: n,
        })
        .describe('Not narrowed'),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'policies.get',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'One document with its details and versions, and everything that was done to each',
    input: z.object({ id }),
    output: policyInFull,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.draft',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'The text of a document as it is being written; each tag with the words that fill it now',
    input: z.object({ id }),
    output: policyDraft.extend({
      tags: z
        .array(z.object({ tag: z.string(), text: z.string(), meaning: z.string(), missing: z.boolean() }))
        .describe('Every tag that may stand in it'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.version',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'The text of a version, as it was handed in',
    input: z.object({ id, number: asked }),
    output: z.object({ version: policyVersion, document: policyDocument, blocks: z.array(textBlock) }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.compare',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'What changed between two versions of a document, or between a version and the draft: words, promises and numbers',
    input: z.object({
      id,
      from: asked.describe('Number of the earlier version'),
      to: asked.optional().describe('Number of the later version; left out: the draft, filled as it would be now'),
    }),
    output: compared,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.changes',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'What changed in the documents in force from one day to another, such as between two years: which came, went and changed, with promises and numbers',
    input: z.object({ from: date, to: date }).refine((days) => days.from < days.to, {
      path: ['to'],
      message: 'must lie after the first day',
    }),
    output: z.object({
      items: z.array(policyChange).describe('By code; those that held on neither day are left out'),
      total: n,
    }),
    errors: [],
  }),
  defineOperation({
    name: 'policies.check',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'What the draft of a document gets wrong: headings that are missing, references to what is not there, numbers that contradict another document, duties that nobody has, words that nobody can be held to, a review that is due, promises that differ from the adopted controls and their tests',
    input: z.object({ id }),
    output: z.object({
      items: z.array(textFinding),
      total: n,
      must: n.describe('Those to be put right before it is approved'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.promises',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'What the version of a document in force, else its draft, says that controls do, held against the controls that are adopted in an engagement, their tests and what these found',
    input: z.object({ id, engagementId: id }),
    output: z.object({
      number: n.nullable().describe('Of the version in force; null: the draft'),
      items: z.array(heldObligation).describe('In the order of the text'),
      total: n,
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'A document, or all that are in force as one pack (PDF or DOCX); a single one also as Markdown. What is not in force says so on every page',
    input: z.object({
      id: id.optional().describe('Left out: the versions in force of all documents'),
      number: asked.optional().describe('Of the version; left out: the one in force, else the draft'),
      format: z.enum(['pdf', 'docx', 'markdown']),
    }),
    output: file,
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'policies.begin',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary:
      'Begin documents from templates, filled from the scope of an engagement; those that are begun stay as they are',
    input: z.object({ engagementId: id, templates: z.array(policyFront.shape.id).min(1).max(100) }),
    output: z.object({ items: z.array(z.object({ id, code: policyCode })), total: n }),
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'policies.write',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Begin a document of your own, with a text or without one',
    input: ownPolicy.extend({ engagementId: id, blocks: blocks.default([]) }),
    output: z.object({ id, code: policyCode }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'policies.save',
    effect: 'draft',
    access: 'organization',
    permission: 'policies.write',
    summary:
      'Keep the text of a draft as it stands. It holds for nobody before it is handed in, so no log entry is left',
    input: z.object({ id, revision: n.min(1).describe('Of the draft, as you have seen it'), blocks }),
    output: policyDraft.omit({ blocks: true }),
    errors: ['not_found', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.describe',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Change the details of a document: owner, approvers, rhythm of its review, who accepts it',
    input: z.object({ id, revision, ...fields.partial().shape }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.describe-many',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Give several documents an owner, approvers or both',
    input: z
      .object({ ids: z.array(id).min(1).max(200) })
      .extend(fields.pick({ owner: true, approvers: true, quorum: true }).partial().shape),
    output: z.object({ items: z.array(z.object({ id })), total: n }),
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'policies.make-own',
    effect: 'write',
    access: 'organization',
    permission: 'policies.write',
    summary: 'Say, by name, that the text of a template has been read and is what is done here',
    input: z.object({ id, revision: n.min(1).describe('Of the draft, as you have read it') }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.submit',
    effect: 'write',
    access: 'organization',
    permission: 'policies.write',
    summary: 'Hand in the draft as a new version for approval; its text is never changed again',
    input: z.object({ id, revision: n.min(1).describe('Of the draft, as you have read it'), changes: policyChanges }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'already_done', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.withdraw',
    effect: 'write',
    access: 'organization',
    permission: 'policies.write',
    summary: 'Take back a version that is not published, so that the draft can be handed in again',
    input: z.object({ id: seen.id, number: seen.number, note: paragraph.optional() }),
    output: policyInFull,
    errors: ['not_found', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.approve',
    effect: 'write',
    access: 'organization',
    permission: 'policies.approve',
    summary: 'Approve a version by name. Whoever wrote on it cannot',
    input: z.object({ ...seen, note: paragraph.optional() }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.send-back',
    effect: 'write',
    access: 'organization',
    permission: 'policies.approve',
    summary: 'Send a version back to those who wrote it, with what has to change',
    input: z.object({ ...seen, note: paragraph.describe('What has to change') }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.publish',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Publish an approved version; it holds from the day that is named, in place of the one before',
    input: z.object({
      id: seen.id,
      number: seen.number,
      effectiveFrom: date.optional().describe('Today or later; today when left out'),
    }),
    output: policyInFull,
    errors: ['not_found', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.confirm',
    effect: 'write',
    access: 'organization',
    permission: 'policies.approve',
    summary: 'Say, by name, that the version in force was looked at again and stays as it is',
    input: z.object({ ...seen, note: paragraph.describe('What was looked at') }),
    output: policyInFull,
    errors: ['not_found', 'conflict', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.retire',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Retire a document from a day on; its versions, approvals and acceptances stay on record',
    input: z.object({ id, on: date.optional().describe('Today or later; today when left out'), reason: paragraph }),
    output: policyInFull,
    errors: ['not_found', 'already_done'],
  }),
] as const;
