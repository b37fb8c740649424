import { z } from 'zod';
import { id, instant, line, period, sha256, timeZone } from '../operations/shapes.ts';

/**
 * Events (changes, leavers) are complete only once the period has closed; state (settings,
 * rosters) can be observed only while it is open.
 */
export const populationShape = z.enum(['events', 'state']);

export const columnType = z.enum(['string', 'integer', 'number', 'boolean', 'date', 'instant', 'strings']);
export type ColumnType = z.infer<typeof columnType>;

export const column = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _'),
  type: columnType,
  title: z.string().optional().describe('What the column says, in plain words'),
  required: z.boolean().default(false).describe('A row without it is rejected at import'),
});
export type Column = z.infer<typeof column>;

/** A kind of population: `content/populations/<id>.yaml`. */
export const populationKind = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  title: z.string(),
  summary: z.string(),
  shape: populationShape,
  columns: z.array(column).min(1),
  key: z.string().describe('Column that names an item'),
  time: z.string().nullable().describe('Column that places an item in the period'),
});
export type PopulationKind = z.infer<typeof populationKind>;

/**
 * One value of a row. Instants are ISO strings in UTC, dates `2026-11-23`; null means the source
 * says that there is nothing, or could not say.
 */
export type Value = string | number | boolean | readonly string[] | null;
export type Row = Record<string, Value>;

/** A row the import could not read, with the reason. Row numbers start at 1 after the header. */
export const rejectedRow = z.object({ row: z.number().int(), column: z.string().nullable(), reason: z.string() });
export type RejectedRow = z.infer<typeof rejectedRow>;

/** How file columns become population columns. Several source columns are joined by a space. */
export const columnMapping = z.record(z.string(), z.array(z.string()).min(1));
export type ColumnMapping = z.infer<typeof columnMapping>;

export const fileFormat = z.enum(['csv', 'jsonl', 'json', 'xlsx', 'parquet']);
export type FileFormat = z.infer<typeof fileFormat>;

/** How a file is read. An option that means nothing for the format is refused when the file is read. */
export const fileReading = z.object({
  format: fileFormat.describe('CSV (any delimiter), JSON Lines, a JSON array of objects, an Excel workbook, Parquet'),
  delimiter: z.string().min(1).max(3).default(',').describe('CSV only'),
  header: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('CSV and XLSX: names of the columns when the file does not state them'),
  sheet: z.string().min(1).max(255).optional().describe('XLSX: the sheet to read; needed when there are several'),
  headerRow: z
    .number()
    .int()
    .min(1)
    .max(1_048_576)
    .optional()
    .describe('XLSX: row of the sheet with the names of the columns; the first that is not empty when left out'),
  pointer: z
    .string()
    .max(1000)
    .regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON pointer: /data/items')
    .optional()
    .describe('JSON: where the array of objects stands (RFC 6901); the whole document when left out'),
  mapping: columnMapping.optional().describe('Population column from file columns; same names need no mapping'),
  only: z
    .record(z.string(), z.array(z.string()).min(1))
    .optional()
    .describe('Keep only rows whose file column holds one of these values; the rest are counted'),
  localTime: timeZone.optional().describe('Zone of times that carry none; without it such times are rejected'),
});
export type FileReading = z.infer<typeof fileReading>;

export const manifestColumn = z.object({ name: z.string(), type: columnType });

/**
 * What a frozen population says of itself. Its hash and this manifest are what a log entry seals;
 * a correction is a new version that names the old one and says why.
 */
export const populationManifest = z.object({
  manifest: z.literal(1),
  name: line,
  kind: z.string(),
  shape: populationShape,
  source: z.object({
    system: z.string().describe('git, file …'),
    query: z.string().describe('The request, verbatim'),
    parameters: z.record(z.string(), z.unknown()),
    inputSha256: sha256.nullable().describe('The raw bytes it was read from, where there is one file'),
  }),
  extractedAt: instant,
  extractedBy: z.string().describe('User id, or the command line'),
  period: period.nullable().describe('null for a population that speaks for no period'),
  timeZone,
  interim: z.boolean().describe('Events extracted before the period had closed'),
  rows: z.number().int(),
  rejected: z.object({ count: z.number().int(), accepted: z.boolean(), first: z.array(rejectedRow) }),
  excluded: z.number().int().describe('Rows left out by the stated filter'),
  columns: z.array(manifestColumn),
  key: z.string(),
  time: z.string().nullable(),
  completeness: z.object({
    method: z.enum(['none', 'source-count', 'second-source']),
    expected: z.number().int().nullable(),
    note: z.string(),
  }),
  supersedes: z.object({ sha256, reason: line }).nullable(),
  sha256: sha256.describe('SHA-256 of the Parquet file'),
  bytes: z.number().int(),
});
export type PopulationManifest = z.infer<typeof populationManifest>;

export const population = z.object({
  id,
  engagementId: id,
  kind: z.string(),
  version: z.number().int().min(1),
  frozenAt: instant,
  entryIndex: z.number().int(),
  latest: z.boolean().describe('No later version of the same name exists'),
  manifest: populationManifest,
});
export type Population = z.infer<typeof population>;

/** What a file would become, before anything is kept. */
export const importPreview = z.object({
  fileColumns: z.array(z.string()),
  fileTypes: z
    .array(z.string())
    .describe('What each column of the file holds, in its order: the declared type, or what its first rows hold'),
  sheets: z.array(z.string()).describe('XLSX: the sheets of the workbook, in its order; empty for other formats'),
  sheet: z.string().nullable().describe('XLSX: the sheet that was read'),
  mapping: columnMapping,
  missing: z.array(z.string()).describe('Required columns that nothing is mapped to'),
  absent: z
    .array(z.string())
    .describe('Other columns that nothing is mapped to; what a test asks of them is unverified'),
  rows: z.number().int(),
  rejected: z.object({ count: z.number().int(), first: z.array(rejectedRow) }),
  excluded: z.number().int(),
  sample: z.array(z.record(z.string(), z.unknown())).describe('First rows as they would be frozen'),
});
export type ImportPreview = z.infer<typeof importPreview>;
