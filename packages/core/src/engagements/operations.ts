import { z } from 'zod';
import { criterion } from '../criteria/index.ts';
import { defineOperation } from '../operations/define.ts';
import { flag, id, line, listOf, page, paragraph } from '../operations/shapes.ts';
import { meeting } from './chain.ts';
import { beginning, chosenAnswers, engagement, engagementTerms, warning } from './engagements.ts';
import { parties, party } from './parties.ts';
import { criterionDecision } from './relevance.ts';

const n = z.number().int();
const terms = beginning.omit({ name: true, timeZone: true });
const seen = n.min(0).default(0).describe('Version that you have seen; 0 where there was none');

/** What a new engagement takes over from the one that it follows. */
const carried = z.enum(['parties', 'relevance']);

export const engagementOperations = [
  defineOperation({
    name: 'engagements.list',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The engagements of this organization',
    input: listOf(['createdAt', 'title'], {}),
    output: page(engagement),
    errors: [],
  }),
  defineOperation({
    name: 'engagements.get',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'One engagement',
    input: z.object({ id }),
    output: engagement,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'engagements.create',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Begin another engagement, alone or after an earlier one',
    input: terms.extend({
      title: line.optional(),
      previousId: id.nullable().optional().describe('The engagement that it follows'),
      carry: z.array(carried).max(2).default([]).describe('What it takes over from that one'),
      chosen: chosenAnswers.optional(),
    }),
    output: engagement,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'engagements.update',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Change the terms of an engagement; results made before keep the terms they were made under',
    input: terms.extend({
      id,
      title: line,
      previousId: id.nullable().optional().describe('null: it follows none; left out, that stays'),
      revision: n.min(1).optional().describe('The one that you have seen; where it is left out, nothing is compared'),
    }),
    output: engagement,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'engagements.chain',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The engagements over the years, by their first day, with gaps and overlaps',
    input: z.object({}),
    output: z.object({ items: z.array(engagement), meetings: z.array(meeting) }),
    errors: [],
  }),
  defineOperation({
    name: 'engagements.next',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'What the engagement after this one could begin with, without a gap',
    input: z.object({ id }),
    output: z.object({
      terms: engagementTerms,
      title: line,
      service: paragraph,
      categories: engagement.shape.categories,
      carries: z.object({
        parties: n.describe('Parties that were named'),
        notRelevant: z.array(z.string()).describe('Criteria that were taken for not relevant'),
        controls: z.array(z.string()).describe('Codes in force on its first day; controls need no carrying'),
      }),
      followedBy: z.object({ id, title: line }).nullable().describe('Where it is followed already'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'engagements.parties',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'Who takes part in an engagement',
    input: z.object({ engagementId: id }),
    output: parties,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'engagements.set-parties',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Name who takes part in an engagement, all at once',
    input: z.object({ engagementId: id, parties: z.array(party).max(200), after: seen }),
    output: parties,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'engagements.criteria',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The criteria that apply to an engagement, and which of them were taken for not relevant',
    input: z.object({ engagementId: id }),
    output: z.object({
      items: z.array(criterion.extend({ decision: criterionDecision.nullable() })),
      total: n,
      counts: z.object({ applicable: n, notRelevant: n }),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'engagements.mark-criterion',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Take a criterion for not relevant to an engagement, or for relevant again, with a reason',
    input: z.object({
      engagementId: id,
      criterion: z.string().trim().min(1).max(20),
      relevant: flag,
      reason: paragraph.describe('Why; it stands in the description of the system'),
      after: seen,
    }),
    output: z.object({ decision: criterionDecision, warnings: z.array(warning) }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
] as const;
