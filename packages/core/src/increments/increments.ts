import { z } from 'zod';
import { id, instant, period, sha256 } from '../operations/shapes.ts';
import { itemState, occurrence, testResult } from '../results/index.ts';

const counts = z.number().int().min(0);

/** Counts of a series so far. They are no result: no proposal, no conclusion and no document reads them. */
export const incrementTotals = z.object({
  items: testResult.shape.items
    .pick({ inScope: true, pass: true, deviations: true, unverified: true })
    .nullable()
    .describe('Items, or what was observed in a state test; null in a cadence'),
  attributes: testResult.shape.attributes,
  occurrences: testResult.shape.occurrences
    .unwrap()
    .omit({ list: true })
    .nullable()
    .describe('Of a cadence; what a later increment may still bring is not due'),
});
export type IncrementTotals = z.infer<typeof incrementTotals>;

/** A file of new rows that an increment may take. */
export const incrementFile = z.object({
  id,
  engagementId: id,
  kind: z.string(),
  name: z.string(),
  inputSha256: sha256.describe('Of the bytes as they came'),
  receivedAt: instant,
  entryIndex: z.number().int(),
});
export type IncrementFile = z.infer<typeof incrementFile>;

/** What one delivery of new rows added to what a test had found. */
export const increment = z.object({
  id,
  engagementId: id,
  testId: id,
  code: z.string(),
  version: z.number().int().describe('Of the definition'),
  seriesId: id.describe('Increments that add up: of one definition, period and, where it matters, list of holidays'),
  period,
  number: z.number().int().min(1).describe('In its series'),
  addedAt: instant,
  addedBy: z.object({ id, name: z.string() }),
  entryIndex: z.number().int(),
  populations: z
    .record(
      z.string(),
      z.object({
        rows: counts,
        sha256: sha256.describe('Of the Parquet file'),
        inputSha256: sha256
          .nullable()
          .describe('Of the file as it came; null where none did and there was nothing new'),
      }),
    )
    .describe('By population kind'),
  judged: counts.describe('Rows judged: new ones, and earlier ones that a new row of a relation speaks of'),
  newDeviations: z.object({
    count: counts,
    first: z.array(z.string()).describe('Keys of the first hundred'),
  }),
  totals: incrementTotals,
  before: incrementTotals.nullable().describe('Totals after the increment before; null for the first'),
});
export type Increment = z.infer<typeof increment>;

/** Of an item, or of a slice of a cadence. */
const seenState = z.union([itemState, occurrence.shape.state]);

/** How a result compares with the increments before it. */
export const incrementComparison = z.object({
  resultId: id,
  seriesId: id,
  increments: counts.describe('How many there were before the run'),
  equal: counts.describe('Items, or slices of a cadence, on which both agree'),
  differing: counts,
  notDue: counts.describe('Slices of a cadence that were not due when the last increment was taken'),
  differences: z
    .array(
      z.object({
        item: z.string(),
        increments: seenState.nullable().describe('null where the increments did not have it'),
        final: seenState.nullable().describe('null where the run has it not'),
      }),
    )
    .describe('The first thousand, by key'),
  comparedAt: instant,
  entryIndex: z.number().int(),
});
export type ResultAndIncrements = z.infer<typeof incrementComparison>;
