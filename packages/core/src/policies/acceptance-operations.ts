import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, id, instant, line, person, sha256 } from '../operations/shapes.ts';
import { roles } from '../roles/index.ts';
import { policyCode, textBlock } from './policies.ts';

const n = z.number().int();

/** Where somebody stands with a version that they were asked to accept. */
export const acceptanceState = z.enum(['accepted', 'waiting', 'overdue']);

const askedDocument = z.object({
  id: id.describe('Of the document'),
  code: policyCode,
  title: z.string(),
  number: n.describe('Of the version'),
  sha256,
  superseded: z
    .boolean()
    .describe('Whether a later version holds now, or the document is retired: nobody is asked for this one any more'),
  accepted: n,
  asked: n.describe('Those who accepted, those who are asked now, and those who were asked and never did'),
});

/** Who was asked to accept which versions, by when. */
export const policyCampaign = z.object({
  id,
  title: z.string(),
  roles: z.array(z.enum(roles)).describe('Members with one of these roles are asked, whenever they join'),
  people: z.array(person).describe('Asked by name as well'),
  dueOn: date,
  startedAt: instant,
  startedBy: person,
  closed: z.boolean().describe('Nobody is asked any more'),
  remindedAt: instant.nullable().describe('When those who had not accepted were reminded last'),
  documents: z.array(askedDocument),
  counts: z
    .object({ asked: n, accepted: n, waiting: n, overdue: n, never: n.describe('Asked no more, and never accepted') })
    .describe('Of people and documents, each pair one'),
  entryIndex: n,
});
export type PolicyCampaign = z.infer<typeof policyCampaign>;

const acceptance = z.object({
  at: instant,
  name: z.string().describe('As they were called when they accepted'),
  sha256: sha256.describe('Of the version that they accepted'),
  entryIndex: n,
});

/** One person in a campaign. */
export const campaignPerson = z.object({
  userId: id,
  name: z.string(),
  email: z.string().nullable().describe('null for somebody who is no member any more'),
  dueOn: date.describe('Of the campaign, or fourteen days after they joined where that is later'),
  documents: z.array(
    z.object({
      id,
      number: n,
      state: acceptanceState.nullable().describe('null: no longer asked, and never accepted'),
      acceptance: acceptance.nullable(),
    }),
  ),
});

export const acceptanceOperations = [
  defineOperation({
    name: 'policies.campaigns',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'Who was asked to accept which documents, and how far that is',
    input: z.object({}),
    output: z.object({ items: z.array(policyCampaign).describe('The newest first'), total: n }),
    errors: [],
  }),
  defineOperation({
    name: 'policies.campaign',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'One of these, person by person: who accepted which version and when, and who has not',
    input: z.object({ id }),
    output: policyCampaign.extend({ asked: z.array(campaignPerson).describe('Those who wait first') }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.ask',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Ask members to accept the versions in force of some documents by a day',
    input: z.object({
      title: line,
      policies: z.array(id).min(1).max(200).describe('Documents with a version in force'),
      roles: z.array(z.enum(roles)).default([]),
      people: z.array(id).max(1_000).default([]).describe('Members who are asked by name as well'),
      dueOn: date,
    }),
    output: policyCampaign,
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'policies.remind',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary:
      'Remind those who have not accepted: their page says so, and a letter for your own mail program is answered. Nothing is sent from here',
    input: z.object({ id }),
    output: z.object({
      people: z.array(z.object({ userId: id, name: z.string(), email: z.string(), left: n })),
      total: n,
      subject: z.string(),
      text: z.string(),
    }),
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.close-campaign',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Ask nobody any more; what was accepted stays on record',
    input: z.object({ id }),
    output: policyCampaign,
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'policies.mine',
    effect: 'read',
    access: 'organization',
    permission: 'policies.accept',
    summary: 'What you are asked to accept, what you accepted, and the documents in force that everybody may read',
    input: z.object({}),
    output: z.object({
      waiting: z.array(
        z.object({
          campaignId: id,
          policyId: id,
          code: policyCode,
          title: z.string(),
          purpose: z.string(),
          number: n,
          sha256,
          words: n,
          dueOn: date,
          overdue: z.boolean(),
          reminded: z.boolean(),
        }),
      ),
      accepted: z.array(
        z.object({ policyId: id, code: policyCode, title: z.string(), number: n, at: instant, entryIndex: n }),
      ),
      inForce: z.array(
        z.object({
          policyId: id,
          code: policyCode,
          title: z.string(),
          purpose: z.string(),
          number: n,
          effectiveFrom: date,
        }),
      ),
      today: date,
    }),
    errors: [],
  }),
  defineOperation({
    name: 'policies.published',
    effect: 'read',
    access: 'organization',
    permission: 'policies.accept',
    summary: 'The text of the version of a document that is in force',
    input: z.object({ id }),
    output: z.object({
      id,
      code: policyCode,
      title: z.string(),
      number: n,
      effectiveFrom: date,
      sha256,
      blocks: z.array(textBlock),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.accept',
    effect: 'write',
    access: 'organization',
    permission: 'policies.accept',
    summary: 'Accept, by name, the version of a document that you were asked to accept',
    input: z.object({
      campaignId: id,
      id: id.describe('Of the document'),
      sha256: sha256.describe('Of the version as you have read it'),
    }),
    output: z.object({ at: instant, entryIndex: n, waiting: n.describe('Documents that you have yet to accept') }),
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
] as const;
