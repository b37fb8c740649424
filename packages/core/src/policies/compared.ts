import { z } from 'zod';
import { inline, obligation } from './policies.ts';

const n = z.number().int().min(0);

export const textChange = z.enum(['added', 'removed']);
export type TextChange = z.infer<typeof textChange>;

/** What stands in one of two texts alone; left out of what stands in both. */
const change = textChange.optional();

/** A piece of a line as one of two texts has it. Pieces of one way that stand side by side come as one. */
export const comparedInline = inline.extend({ change });
export type ComparedInline = z.infer<typeof comparedInline>;
const line = z.array(comparedInline);

const comparedLine = z.object({ line, change });
/** An item below another, or a cell. */
export type ComparedLine = z.infer<typeof comparedLine>;

/**
 * A block as one of two texts has it. What has no `change` stands in both, and is as many pieces, items, rows and cells in the
 * one as in the other, in the same order.
 */
export const comparedBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.number().int().min(2).max(4), line }),
  z.object({ kind: z.literal('paragraph'), line }),
  z.object({
    kind: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(
      comparedLine.extend({ below: z.object({ ordered: z.boolean(), items: z.array(comparedLine) }).nullable() }),
    ),
  }),
  z.object({
    kind: z.literal('table'),
    head: z.array(comparedLine),
    rows: z.array(z.object({ cells: z.array(comparedLine), change })),
  }),
]);
export type ComparedBlock = z.infer<typeof comparedBlock>;

/** A block of two texts. */
export const comparedRow = z.object({
  kind: z
    .enum(['unchanged', 'added', 'removed', 'changed', 'moved'])
    .describe('`moved`: its section stands elsewhere now, whether or not its words changed'),
  heading: z.string().describe('Under which it stands, in the later text where it stands there; its own for a heading'),
  before: comparedBlock.nullable(),
  after: comparedBlock.nullable(),
  place: z
    .object({ before: n.nullable(), after: n.nullable() })
    .describe('Which block of each text it is, from 0; the rows follow the later text'),
});
export type ComparedRow = z.infer<typeof comparedRow>;

const row = n.describe('Which row it stands in, from 0');

/** What a text says that a control does, and did not say before; or the other way round; or how often has changed. */
export const comparedPromise = z.object({
  control: z.string(),
  before: obligation.nullable(),
  after: obligation.nullable(),
  row,
});
export type ComparedPromise = z.infer<typeof comparedPromise>;

/** A number that has another in its place, or is new, or is gone. */
export const comparedNumber = z.object({
  before: z.string().nullable().describe('14 days'),
  after: z.string().nullable(),
  sentence: z.string().describe('Of the later text, where it stands there'),
  heading: z.string(),
  row,
});
export type ComparedNumber = z.infer<typeof comparedNumber>;

/** Two versions of a text, held against each other. */
export const compared = z.object({
  rows: z.array(comparedRow),
  words: z.object({ added: n, removed: n }).describe('What is set otherwise and says the same is not counted'),
  promises: z.array(comparedPromise),
  numbers: z.array(comparedNumber),
  moved: z
    .array(z.object({ heading: z.string(), stoodAfter: z.string().nullable().describe('null: at the top'), row }))
    .describe('Sections that stand elsewhere now; one within another that moved with it is not told of'),
});
export type Compared = z.infer<typeof compared>;
