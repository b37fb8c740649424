import { z } from 'zod';
import { date, id, instant, period, sha256, timeZone } from '../operations/shapes.ts';
import { reconciledWith } from '../populations/index.ts';
import { reason } from '../reasons/index.ts';

/** What was found of one attribute of one item. `unverified`: could not be told; never a pass. */
export const attributeState = z.enum(['pass', 'fail', 'unverified']);
export type AttributeState = z.infer<typeof attributeState>;

/** An item with any fail is a deviation; with unverified and no fail it is unverified. */
export const itemState = z.enum(['pass', 'deviation', 'unverified']);
export type ItemState = z.infer<typeof itemState>;

/** What a test proposes for its control; a named person decides (control-testing, "Conclusions"). */
export const proposalKind = z.enum([
  'effective',
  'effective-with-isolated-deviations',
  'not-effective',
  'no-occurrence',
  'cannot-say',
]);
export type ProposalKind = z.infer<typeof proposalKind>;

export const proposalTitles: Record<ProposalKind, string> = {
  effective: 'Effective',
  'effective-with-isolated-deviations': 'Effective, with isolated deviations',
  'not-effective': 'Not effective',
  'no-occurrence': 'No occurrence',
  'cannot-say': 'Cannot say',
};

export const proposal = z.object({
  kind: proposalKind,
  reasons: z.array(z.string()).min(1),
  because: z.array(reason).optional().describe('The same reasons as data; older documents have sentences only'),
});
export type Proposal = z.infer<typeof proposal>;

/** One item that did not simply pass, with the operands that decided. */
export const deviation = z.object({
  item: z.string().describe('Key of the item'),
  at: z.string().nullable(),
  state: z.enum(['deviation', 'unverified']),
  attributes: z.record(z.string(), attributeState),
  explanation: z.string(),
});
export type Deviation = z.infer<typeof deviation>;

export const occurrence = z.object({
  from: date,
  to: date.describe('Last day of the slice'),
  dueBy: date.describe('Last day of the slice plus grace'),
  state: z.enum(['met', 'late', 'missed', 'not-due', 'unverified']),
  item: z.string().nullable(),
  at: instant.nullable(),
});
export type Occurrence = z.infer<typeof occurrence>;

/** A run of days over which an item did not hold, or was not observed. */
export const interval = z.object({
  item: z.string(),
  from: date,
  to: date,
  state: z.enum(['fail', 'unverified', 'unobserved']),
});
export type Interval = z.infer<typeof interval>;

/** Items by day, for pictures. Days without items are absent. */
export const timelineDay = z.object({
  date,
  pass: z.number().int(),
  deviations: z.number().int(),
  unverified: z.number().int(),
});

/**
 * The result document: a function of the definition, the populations and the period, and of
 * nothing else. The same inputs give the same bytes (canonical JSON), which is what re-performance
 * compares. No clock, no ids.
 */
export const testResult = z.object({
  result: z.literal(1),
  engine: z.string().describe('Version of the engine that ran'),
  definition: z.object({ id: z.string(), kind: z.enum(['items', 'cadence', 'state']), sha256 }),
  populations: z.record(z.string(), z.object({ rows: z.number().int(), sha256 })).describe('By population kind'),
  reconciliations: z
    .array(reconciledWith)
    .optional()
    .describe('Those the populations stand on; absent when none was made'),
  period,
  timeZone,
  holidays: z.array(date).optional().describe('Days that were no business days; only where the test asks of these'),
  interim: z.boolean(),
  extractedThrough: instant.describe('Earliest moment the populations were taken: nothing after it was seen'),
  items: z.object({
    total: z.number().int(),
    outOfPeriod: z.number().int(),
    notGoverned: z.number().int().describe('Left out by `where`'),
    inScope: z.number().int(),
    pass: z.number().int(),
    deviations: z.number().int(),
    unverified: z.number().int(),
  }),
  attributes: z.record(
    z.string(),
    z.object({ title: z.string(), pass: z.number().int(), fail: z.number().int(), unverified: z.number().int() }),
  ),
  occurrences: z
    .object({
      expected: z.number().int(),
      met: z.number().int(),
      late: z.number().int(),
      missed: z.number().int(),
      notDue: z.number().int(),
      unverified: z.number().int(),
      list: z.array(occurrence),
    })
    .optional(),
  days: z
    .object({
      expected: z.number().int(),
      observed: z.number().int(),
      unobserved: z.number().int(),
      unobservedList: z.array(period),
      intervals: z.array(interval).describe('The first 1,000'),
    })
    .optional(),
  timeline: z.array(timelineDay),
  proposal,
  deviations: z.array(deviation).describe('The first 1,000'),
  deviationsFile: z.object({ sha256, rows: z.number().int() }).describe('Parquet with all of them'),
});
export type TestResult = z.infer<typeof testResult>;

/** What a result came to, without what was found of each item or occurrence. */
export type ResultOutcome = Pick<TestResult, 'period' | 'interim' | 'proposal'> & {
  occurrences?: Omit<NonNullable<TestResult['occurrences']>, 'list'> | undefined;
};

/** A result as kept: the document, and where and when it was made. */
export const result = z.object({
  id,
  engagementId: id,
  testId: id,
  code: z.string().describe('Definition id: CHG-02.review'),
  control: z.string(),
  title: z.string(),
  ranAt: instant,
  latest: z.boolean(),
  sha256: sha256.describe('Of the canonical result document'),
  entryIndex: z.number().int(),
  document: testResult,
});
export type Result = z.infer<typeof result>;

/** A line of the result list, without the document's long parts. */
export const resultSummary = result.omit({ document: true }).extend({
  kind: z.enum(['items', 'cadence', 'state']),
  interim: z.boolean(),
  items: testResult.shape.items,
  occurrences: z
    .object({
      expected: z.number().int(),
      met: z.number().int(),
      late: z.number().int(),
      missed: z.number().int(),
      notDue: z.number().int(),
      unverified: z.number().int(),
    })
    .nullable(),
  days: z.object({ expected: z.number().int(), observed: z.number().int(), unobserved: z.number().int() }).nullable(),
  proposal,
});
export type ResultSummary = z.infer<typeof resultSummary>;

/** One row of the item table of a result. */
export const resultItem = z.object({
  item: z.string(),
  at: z.string().nullable(),
  state: itemState,
  attributes: z.record(z.string(), attributeState),
});
export type ResultItem = z.infer<typeof resultItem>;

/**
 * What became of an item between two runs. A deviation of the earlier run never disappears: it is
 * `still-deviation`, `fixed-later`, `newly-unverified`, or its item is `gone` from the scope.
 */
export const itemChange = z.enum([
  'new-deviation',
  'still-deviation',
  'newly-unverified',
  'still-unverified',
  'fixed-later',
  'now-verified',
  'gone',
  'new',
  'unchanged',
]);
export type ItemChange = z.infer<typeof itemChange>;

/** State of an item, or of a slice of a cadence test. */
const comparedState = z.enum(['pass', 'deviation', 'unverified', 'met', 'late', 'missed']);

export const comparedItem = z.object({
  item: z.string(),
  at: z.string().nullable(),
  change: itemChange,
  before: comparedState.nullable().describe('null when the earlier run had no such item in scope'),
  after: comparedState.nullable().describe('null when the later run has no such item in scope'),
  failedBefore: z.array(z.string()).describe('Attributes that failed'),
  failedAfter: z.array(z.string()),
});
export type ComparedItem = z.infer<typeof comparedItem>;

/** One of two runs that are compared. */
export const comparedRun = z.object({
  id,
  version: z.number().int().describe('Of the definition'),
  definitionSha256: sha256,
  yaml: z.string(),
  ranAt: instant,
  period,
  holidays: testResult.shape.holidays,
  populations: testResult.shape.populations,
  items: testResult.shape.items,
  proposal,
});
export type ComparedRun = z.infer<typeof comparedRun>;

export const comparison = z.object({
  code: z.string(),
  title: z.string(),
  earlier: comparedRun,
  later: comparedRun,
  counts: z.record(itemChange, z.number().int()),
  goneDeviations: z.number().int().describe('Items no longer in scope that were deviations'),
  items: z.array(comparedItem),
  total: z.number().int(),
});
export type ResultComparison = z.infer<typeof comparison>;
