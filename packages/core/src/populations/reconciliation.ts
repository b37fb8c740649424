import { z } from 'zod';
import { date, id, instant, line, many, sha256 } from '../operations/shapes.ts';
import { manifestColumn } from './populations.ts';

const columnName = manifestColumn.shape.name.min(1).max(63);

/** A column of this population beside one of the second source. Both are of one type. */
export const columnPair = z.object({
  here: columnName.describe('Column of this population'),
  there: columnName.describe('Column of the second source'),
  ignoreCase: z.boolean().default(false).describe('Compare texts with A to Z as a to z'),
});
export type ColumnPair = z.infer<typeof columnPair>;

const filter = z.string().trim().min(1).max(4000);

/** How two populations are held against each other. */
export const reconciliationTerms = z.object({
  on: z.array(columnPair).min(1).max(8).describe('What names the same thing on both sides'),
  where: filter.optional().describe('Rows of this population that count: item.status == "active"'),
  otherWhere: filter.optional().describe('Rows of the second source that count'),
  agree: z.array(columnPair).max(20).default([]).describe('Columns whose values should agree where both sides match'),
  unique: z.boolean().default(false).describe('A key in more than one row of a side is a difference'),
});
export type ReconciliationTerms = z.infer<typeof reconciliationTerms>;

/**
 * `only-here`, `only-there`: a key the other side lacks. `no-key-here`, `no-key-there`: a row without
 * a value to match by. `repeats`: a key that names several rows, where it should name one. `differs`:
 * a matched key whose values do not agree.
 */
export const differenceKind = z.enum(['only-here', 'only-there', 'no-key-here', 'no-key-there', 'repeats', 'differs']);
export type DifferenceKind = z.infer<typeof differenceKind>;

/** The order in which differences are numbered. */
export const differenceKinds = differenceKind.options;

const inSource = z.object({
  rows: z.number().int().describe('Rows with this key'),
  item: z.string().nullable().describe('Key column of the first of them'),
  value: z.string().nullable().describe('The first value that the other side lacks; null for none'),
});

export const difference = z.object({
  number: z.number().int().min(1).describe('Place in the file of differences; names the difference'),
  kind: differenceKind,
  key: z.string().nullable().describe('Values it was matched by, parted by " | "; null without a value'),
  column: z.string().nullable().describe('Where values differ: HERE=THERE'),
  here: inSource,
  there: inSource,
});
export type Difference = z.infer<typeof difference>;

const side = z.object({
  kind: z.string(),
  rows: z.number().int(),
  sha256: sha256.describe('Of the Parquet file'),
  manifestSha256: sha256.describe('Of the canonical manifest'),
  where: z.string().nullable(),
  leftOut: z.number().int().describe('Rows the filter leaves out'),
  undecided: z.number().int().describe('Rows of which the filter could not be told; they count'),
  withoutKey: z.number().int().describe('Rows that count and have no value to match by'),
  keys: z.number().int().describe('Keys among the rows that count'),
  repeated: z.number().int().describe('Keys that name more than one row'),
});
export type ReconciledSide = z.infer<typeof side>;

/**
 * A reconciliation of two frozen populations: a function of both files, both manifests, the terms, what it
 * replaces and, where a filter asks of business days, the holidays.
 * The same inputs give the same bytes (canonical JSON). No clock, no ids.
 */
export const reconciliationDocument = z.object({
  reconciliation: z.literal(1),
  engine: z.string(),
  on: z.array(columnPair),
  unique: z.boolean(),
  here: side,
  there: side,
  holidays: z
    .array(date)
    .optional()
    .describe('Days that were no business days; only where a filter asks of these and there were any'),
  matched: z.number().int().describe('Keys that both sides have'),
  differing: z.record(differenceKind, z.number().int()).describe('Differences by kind'),
  agreement: z
    .array(
      columnPair.extend({
        same: z.number().int(),
        differ: z.number().int(),
        neither: z.number().int().describe('Matched keys for which neither side has a value'),
      }),
    )
    .describe('By pair of columns, over the matched keys'),
  differences: z.array(difference).describe('The first 1,000'),
  differencesFile: z.object({ sha256, rows: z.number().int() }).describe('Parquet with all of them'),
  supersedes: z.object({ sha256, reason: line }).nullable().describe('The reconciliation it replaces, and why'),
});
export type ReconciliationDocument = z.infer<typeof reconciliationDocument>;

export const resolutionKind = z.enum([
  'timing',
  'out-of-scope',
  'recorded-elsewhere',
  'error-in-this-population',
  'error-in-the-other',
  'other',
]);
export type ResolutionKind = z.infer<typeof resolutionKind>;

/** Why differences are what they are, as sealed. Of two about one difference the later stands. */
export const resolutionDocument = z.object({
  resolution: z.literal(1),
  reconciliationSha256: sha256,
  differences: z.array(z.number().int().min(1)).min(1).max(10_000).describe('Numbers, ascending'),
  kind: resolutionKind,
  reason: line,
});
export type ResolutionDocument = z.infer<typeof resolutionDocument>;

export const resolution = z.object({
  id,
  resolvedAt: instant,
  resolvedBy: id,
  entryIndex: z.number().int(),
  sha256,
  document: resolutionDocument,
});
export type Resolution = z.infer<typeof resolution>;

/**
 * What a population is held to after its differences were looked at. `reconciled`: none is open.
 * `in-error`: one is an error in this population, which only a new version mends.
 */
export const reconciliationState = z.enum(['reconciled', 'unresolved', 'in-error']);
export type ReconciliationState = z.infer<typeof reconciliationState>;

export const reconciliationStanding = z.object({
  state: reconciliationState,
  differences: z.number().int(),
  resolved: z.number().int(),
  unresolved: z.number().int(),
  inError: z.number().int().describe('Resolved as an error in this population'),
});
export type ReconciliationStanding = z.infer<typeof reconciliationStanding>;

/** Which resolution each difference has, by number; resolutions come in the order of their entries. */
export function resolvedDifferences<R extends { document: ResolutionDocument }>(
  resolutions: readonly R[],
): Map<number, R> {
  const by = new Map<number, R>();
  for (const each of resolutions) for (const number of each.document.differences) by.set(number, each);
  return by;
}

/** Where a reconciliation stands with the resolutions made so far, in the order of their entries. */
export function standingOf(
  { differencesFile }: Pick<ReconciliationDocument, 'differencesFile'>,
  resolutions: readonly { document: ResolutionDocument }[],
): ReconciliationStanding {
  const by = resolvedDifferences(resolutions);
  const differences = differencesFile.rows;
  const unresolved = differences - by.size;
  let inError = 0;
  for (const { document } of by.values()) if (document.kind === 'error-in-this-population') inError += 1;
  const state = inError > 0 ? 'in-error' : unresolved > 0 ? 'unresolved' : 'reconciled';
  return { state, differences, resolved: by.size, unresolved, inError };
}

export const reconciliationSummary = z.object({
  id,
  engagementId: id,
  populationId: id,
  secondId: id,
  version: z.number().int().min(1).describe('Counts reconciliations of this kind with that kind'),
  latest: z.boolean(),
  supersedes: id.nullable(),
  reconciledAt: instant,
  reconciledBy: id,
  entryIndex: z.number().int(),
  sha256: sha256.describe('Of the canonical document'),
  standing: reconciliationStanding,
  document: reconciliationDocument.omit({ differences: true }),
});
export type ReconciliationSummary = z.infer<typeof reconciliationSummary>;

export const reconciliation = reconciliationSummary.extend({
  document: reconciliationDocument,
  resolutions: z.array(resolution),
});
export type Reconciliation = z.infer<typeof reconciliation>;

/** A difference with what was said of it. */
export const seenDifference = difference.extend({
  resolution: z.object({ id, kind: resolutionKind, reason: line, resolvedAt: instant, resolvedBy: id }).nullable(),
});
export type SeenDifference = z.infer<typeof seenDifference>;

/** Differences of a request: numbers in ascending order, each once. */
export const differenceNumbers = many(z.coerce.number().int().min(1))
  .refine((numbers) => numbers.length > 0, 'name at least one difference')
  .refine((numbers) => numbers.length <= 10_000, 'name at most 10,000 differences at once')
  .transform((numbers) => [...new Set(numbers)].sort((a, b) => a - b));

/** What a test result says of a reconciliation that one of its populations stands on. */
export const reconciledWith = z.object({
  population: z.string().describe('Kind of the population that was reconciled'),
  method: z.literal('second-source'),
  second: z.object({ kind: z.string(), rows: z.number().int(), sha256 }),
  sha256: sha256.describe('Of the canonical reconciliation document'),
  matched: z.number().int(),
  differences: z.number().int(),
  resolved: z.number().int().describe('Differences resolved with a reason other than an error in this population'),
});
export type ReconciledWith = z.infer<typeof reconciledWith>;

/** That statement, from a document and where it stands. */
export function reconciledBy(
  { document, sha256: hash }: { document: Omit<ReconciliationDocument, 'differences'>; sha256: string },
  { differences, resolved, inError }: ReconciliationStanding,
): ReconciledWith {
  const { here, there, matched } = document;
  return {
    population: here.kind,
    method: 'second-source',
    second: { kind: there.kind, rows: there.rows, sha256: there.sha256 },
    sha256: hash,
    matched,
    differences,
    resolved: resolved - inError,
  };
}
