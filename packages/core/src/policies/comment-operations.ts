import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, instant, paragraph, person } from '../operations/shapes.ts';

const n = z.number().int();

/**
 * A passage that is found again by its words, in whatever version of the text (TextQuoteSelector of the W3C Web Annotation Data
 * Model).
 */
export const passage = z.object({
  exact: z.string().min(1).max(2_000),
  prefix: z.string().max(200).describe('What stands before it'),
  suffix: z.string().max(200).describe('What stands after it'),
});

export const settledAs = z
  .enum(['settled', 'taken', 'declined'])
  .describe('`taken`: the words that were proposed stand in the text now; `declined`: they do not');

const said = {
  id,
  text: z.string(),
  at: instant,
  by: person,
  mentions: z.array(person).describe('Whom it is to tell'),
};

export const policyComment = z.object({
  ...said,
  passage: passage.nullable().describe('null where it is of the whole document'),
  proposal: z.string().nullable().describe('Words to put in the place of the passage'),
  answers: z.array(z.object(said)),
  settled: z.object({ as: settledAs, at: instant, by: person }).nullable(),
});
export type PolicyComment = z.infer<typeof policyComment>;

export const commentOperations = [
  defineOperation({
    name: 'policies.comments',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'What people said of a document and the words that they proposed, those not settled first',
    input: z.object({ id: id.describe('Of the document') }),
    output: z.object({ items: z.array(policyComment), total: n, open: n }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.comment',
    effect: 'write',
    access: 'organization',
    permission: 'policies.approve',
    summary: 'Say something of a passage or of a whole document, or propose other words; whoever is mentioned finds it',
    input: z.object({
      id: id.describe('Of the document'),
      text: paragraph,
      passage: passage.optional(),
      proposal: z
        .string()
        .max(4_000)
        .optional()
        .describe('Words to put in the place of the passage; empty to leave it out'),
      answers: id.optional().describe('The comment that it answers'),
      mentions: z.array(id).max(20).default([]).describe('Members who are to see it'),
    }),
    output: policyComment,
    errors: ['not_found', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.settle-comment',
    effect: 'write',
    access: 'organization',
    permission: 'policies.write',
    summary: 'Settle a comment: done with, or what it proposed was taken up or declined',
    input: z.object({ id, as: settledAs.default('settled') }),
    output: policyComment,
    errors: ['not_found', 'already_done'],
  }),
] as const;
