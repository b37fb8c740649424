import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { policyCode, textBlock } from './policies.ts';

const n = z.number().int();
const blocks = z.array(textBlock);

/** Required headings of a document of the catalogue, held against those of a text. */
const headingMap = {
  found: z
    .array(z.object({ section: z.string(), heading: z.string(), as: z.enum(['same', 'alike']) }))
    .describe('In the order of the required ones; `same`: word for word'),
  missing: z.array(z.string()),
  others: z.array(z.string()).describe('Headings of the text that are none of those required'),
};

export const importOperations = [
  defineOperation({
    name: 'policies.read-file',
    effect: 'read',
    transport: 'upload',
    access: 'organization',
    permission: 'policies.write',
    summary:
      'Read a document that exists already (DOCX, PDF, Markdown or text) as a text of blocks, tell what could not be kept, and guess which document it is; keeps nothing',
    input: z.object({}),
    output: z.object({
      title: z.string().nullable(),
      blocks,
      lost: z.array(
        z.object({
          words: z.string().describe('What, and what became of it'),
          count: n.nullable().describe('null where it cannot be told'),
          under: z.array(z.string()).describe('Headings under which it was'),
        }),
      ),
      note: z.string().nullable().describe('What of the file could not be read'),
      guesses: z.array(z.object({ code: policyCode, title: z.string() })).describe('The most alike first'),
    }),
    errors: ['unsupported_media', 'too_large'],
  }),
  defineOperation({
    name: 'policies.fit-headings',
    effect: 'read',
    longInput: true,
    access: 'organization',
    permission: 'policies.write',
    summary:
      'Hold a text against the headings that an examination expects of a document: those alike get their words, those missing a place where nothing is written yet; nothing of the text is dropped',
    input: z.object({ code: policyCode, blocks: blocks.max(5_000) }),
    output: z.object({ ...headingMap, blocks }),
    errors: ['not_found'],
  }),
] as const;
