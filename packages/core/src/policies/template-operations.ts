import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { file, id } from '../operations/shapes.ts';
import { policyConditions, policyLists } from './facts.ts';
import { policyFront, textBlock } from './policies.ts';
import { heldObligation } from './promises.ts';

const n = z.number().int();

/** A template as the engagement needs it, or why it does not. */
export const policyTemplate = policyFront.extend({
  applies: z.boolean().describe('Whether a criterion that it satisfies is asked in the engagement'),
  words: n.describe('Of its text, once it is filled'),
  unknown: n.describe('What would have to be known to fill it whole'),
});
export type PolicyTemplate = z.infer<typeof policyTemplate>;

/** What is not known and would decide or fill a part of the text. */
export const policyUnknown = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('condition'),
    id: z.enum(Object.keys(policyConditions) as [keyof typeof policyConditions]),
    words: z.string(),
  }),
  z.object({
    kind: z.literal('list'),
    id: z.enum(Object.keys(policyLists) as [keyof typeof policyLists]),
    words: z.string(),
  }),
]);
export type PolicyUnknown = z.infer<typeof policyUnknown>;

export const templateOperations = [
  defineOperation({
    name: 'policies.templates',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'The documents that an examination expects, as templates, and which of them the engagement needs',
    input: z.object({ engagementId: id }),
    output: z.object({ items: z.array(policyTemplate), total: n, needed: n }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.template',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'One template, filled from the scope and the answers: its text, what is not known, and the sentences that say what controls do, held against those that are adopted, their tests and what these found',
    input: z.object({ engagementId: id, id: policyFront.shape.id }),
    output: policyTemplate.extend({
      blocks: z.array(textBlock),
      markdown: z.string().describe('The same, to be edited elsewhere; marked as the text of a template'),
      missing: z.array(policyUnknown),
      obligations: z.array(heldObligation),
      settings: z.array(z.object({ id: z.string(), text: z.string().describe('30 days'), meaning: z.string() })),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'policies.export',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'A template, or all that the engagement needs as one pack, as a document (PDF or DOCX); marked as template text',
    input: z.object({
      engagementId: id,
      id: policyFront.shape.id.optional().describe('Left out: all that are needed, with a page of contents'),
      format: z.enum(['pdf', 'docx']),
    }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
