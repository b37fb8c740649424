import { z } from 'zod';

/** A cell as text; one that was shortened says how many characters it has, one that can't be read says why. */
export const previewCell = z.union([
  z.string(),
  z.object({ text: z.string(), length: z.number().int() }),
  z.object({ unreadable: z.string() }),
]);
export type PreviewCell = z.infer<typeof previewCell>;

const encoding = z.enum(['UTF-8', 'UTF-16', 'Windows-1252']);

/** A piece of a text, cut at the end of a line where there is one. `from` and `to` are bytes of the file. */
export const previewText = z.object({
  encoding,
  guessed: z.boolean().describe('The file does not say its encoding, and its bytes allow another one too'),
  text: z.string(),
  from: z.number().int(),
  to: z.number().int().describe('Where the next piece begins; the size of the file at its end'),
  damaged: z.number().int().describe('Characters that are none in this encoding, shown as U+FFFD'),
});
export type PreviewText = z.infer<typeof previewText>;

/** Rows of a table as they stand in the file. */
export const previewTable = z.object({
  format: z.enum(['csv', 'xlsx']),
  encoding: encoding.nullable(),
  guessed: z.boolean(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.string()).describe('Names of the sheets of a workbook; none for CSV'),
  sheet: z.string().nullable(),
  header: z.array(previewCell).nullable().describe('First record of a CSV file; a workbook has its rows alone'),
  columns: z.number().int().describe('Columns of the widest row so far; at most 256 of them are given'),
  rows: z.array(
    z.object({
      row: z.number().int().describe('Row of the sheet, or record of the CSV file after its header, from 1'),
      cells: z.array(previewCell),
    }),
  ),
  next: z.number().int().nullable().describe('Give it as `from` to get the rows that follow; null at the end'),
});
export type PreviewTable = z.infer<typeof previewTable>;

/** What a piece of evidence is by its content, and as much of it as can be shown without running any of it. */
export const evidencePreview = z.object({
  what: z.string().describe('What it is by its content, never by its name: `a PNG image`'),
  kind: z.enum(['image', 'document', 'text', 'table', 'program', 'archive', 'other']),
  belies: z.string().nullable().describe('Where the ending of the name says something else: what'),
  shown: z.discriminatedUnion('as', [
    z.object({
      as: z.literal('image'),
      mediaType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']),
      width: z.number().int(),
      height: z.number().int(),
      animated: z.boolean(),
      cut: z.boolean().describe('The file ends before the picture does'),
    }),
    z.object({ as: z.literal('pdf') }),
    z.object({ as: z.literal('text'), ...previewText.shape, why: z.string().nullable() }),
    z.object({ as: z.literal('json'), ...previewText.shape }),
    z.object({ as: z.literal('table'), ...previewTable.shape }),
    z.object({ as: z.literal('nothing'), why: z.string() }),
  ]),
});
export type EvidencePreview = z.infer<typeof evidencePreview>;
export type PreviewShown = EvidencePreview['shown'];
