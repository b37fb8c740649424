import { z } from 'zod';

/** How a word or a shape is meant; a colour never says it alone. */
export const tones = ['ink', 'quiet', 'alarm', 'caution'] as const;
export type Tone = (typeof tones)[number];

/** What an area of a picture stands for: a grade, a severity in or outside the plan, or work of the roadmap. */
export const fills = [
  'not-designed',
  'designed',
  'implemented',
  'operating',
  'unknown',
  'not-assessed',
  'not-applicable',
  'planned',
  'unplanned',
  'work',
  'critical',
  'examined',
] as const;
export type Fill = (typeof fills)[number];

const place = z.number().describe('Points, from the upper left corner');

/** A part of a picture. Every surface draws the same ones. */
export const shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('area'), x: place, y: place, width: place, height: place, fill: z.enum(fills) }),
  z.object({
    kind: z.literal('line'),
    x1: place,
    y1: place,
    x2: place,
    y2: place,
    tone: z.enum(tones),
    dashed: z.boolean(),
  }),
  z.object({
    kind: z.literal('words'),
    x: place.describe('Of the beginning, the middle or the end, as `at` says'),
    y: place.describe('Of the middle of the line'),
    at: z.enum(['start', 'middle', 'end']),
    text: z.string(),
    size: place,
    tone: z.enum(tones),
    strong: z.boolean(),
    on: z.enum(fills).nullable().describe('The area that they stand on; null for the paper'),
  }),
]);
export type Shape = z.infer<typeof shape>;

/** What somebody may look at further, where a page can lead there. */
export const reference = z.object({ kind: z.enum(['question', 'criterion', 'item']), key: z.string() });
export type Reference = z.infer<typeof reference>;

export const cell = z.object({
  text: z.string(),
  tone: z.enum(tones).default('ink'),
  strong: z.boolean().default(false),
  about: reference.nullable().default(null),
});
export type Cell = z.infer<typeof cell>;

/** One part of a report, in words and figures that stand the same on every surface. */
export const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2)]), text: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string(), tone: z.enum(tones), strong: z.boolean() }),
  z.object({ kind: z.literal('nothing'), text: z.string() }),
  z.object({ kind: z.literal('list'), label: z.string(), ordered: z.boolean(), items: z.array(z.string()) }),
  z.object({
    kind: z.literal('facts'),
    label: z.string(),
    rows: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({
    kind: z.literal('figures'),
    items: z.array(z.object({ figure: z.string(), words: z.string(), tone: z.enum(tones) })),
  }),
  z.object({
    kind: z.literal('table'),
    label: z.string(),
    columns: z.array(z.object({ title: z.string(), share: z.number().describe('Of the width'), figures: z.boolean() })),
    rows: z.array(z.array(cell)),
    more: z.string().describe('What is left out, in words; empty where nothing is'),
  }),
  z.object({
    kind: z.literal('picture'),
    label: z.string(),
    description: z.string().describe('What the picture shows, for whoever does not see it'),
    width: z.number(),
    height: z.number(),
    shapes: z.array(shape),
  }),
]);
export type Block = z.infer<typeof block>;
type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

export const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text });
export const said = (text: string, tone: Tone = 'ink', strong = false): Block => ({ kind: 'text', text, tone, strong });
/** A part without facts says so. */
export const nothing = (text: string): Block => ({ kind: 'nothing', text });
export const named = (label: string, rows: readonly (readonly [string, string])[]): Block => ({
  kind: 'facts',
  label,
  rows: rows.map(([name, value]) => ({ name, value })),
});
export const listed = (label: string, items: readonly string[], ordered = false): Block => ({
  kind: 'list',
  label,
  ordered,
  items: [...items],
});

export function plain(text: string, more: Partial<Omit<Cell, 'text'>> = {}): Cell {
  return { text, tone: 'ink', strong: false, about: null, ...more };
}

/** Rows that a document shows of what may be long. */
export const mostRows = 15;

/** A table, or the words that there is nothing for one; rows past `most` are counted. */
export function tabled<Row>(
  label: string,
  columns: readonly (readonly [string, number, 'figures'?])[],
  rows: readonly Row[],
  cells: (row: Row) => Cell[],
  empty: string,
  most = mostRows,
): Block {
  if (rows.length === 0) return nothing(empty);
  const left = rows.length - most;
  const table: Of<'table'> = {
    kind: 'table',
    label,
    columns: columns.map(([title, share, figures]) => ({ title, share, figures: figures === 'figures' })),
    rows: rows.slice(0, most).map(cells),
    more: left > 0 ? `${left} more ${left === 1 ? 'is' : 'are'} in the facts of the report.` : '',
  };
  return table;
}
