import { z } from 'zod';
import { category } from '../categories/index.ts';
import { id, instant, sha256 } from '../operations/shapes.ts';
import { controlReason, reason } from '../reasons/index.ts';
import { proposalKind } from '../results/index.ts';
import { sampleCounts } from '../samples/index.ts';

/**
 * State of one criterion after a dry run. What is no result stays apart: `not-tested` (nothing was
 * run), `no-occurrence` (nothing called for it, or nothing was due: the reason code says which) and
 * `cannot-say`; `no-control` is a hole in the design.
 */
export const criterionStateKind = z.enum([
  'achieved',
  'achieved-with-deviations',
  'not-achieved',
  'no-occurrence',
  'cannot-say',
  'partly-tested',
  'not-tested',
  'no-control',
]);
export type CriterionStateKind = z.infer<typeof criterionStateKind>;

export const criterionStateTitles: Record<CriterionStateKind, string> = {
  achieved: 'Achieved',
  'achieved-with-deviations': 'Achieved, with deviations',
  'not-achieved': 'Not achieved',
  'no-occurrence': 'No occurrence',
  'cannot-say': 'Cannot say',
  'partly-tested': 'Partly tested',
  'not-tested': 'Not tested',
  'no-control': 'No control',
};

export const forecastKind = z.enum([
  'likely-unmodified',
  'unmodified-with-deviations',
  'at-risk-of-qualification',
  'at-risk-of-adverse',
  'cannot-say',
]);
export type ForecastKind = z.infer<typeof forecastKind>;

export const forecastTitles: Record<ForecastKind, string> = {
  'likely-unmodified': 'Likely unmodified',
  'unmodified-with-deviations': 'Unmodified, with deviations shown',
  'at-risk-of-qualification': 'At risk of qualification',
  'at-risk-of-adverse': 'At risk of an adverse opinion',
  'cannot-say': 'Cannot say',
};

export const controlState = z.union([proposalKind, z.literal('not-tested')]);
export type ControlState = z.infer<typeof controlState>;

/*
 * `because` says the reasons as data, and `floor` is the best that a person may conclude, whatever the
 * reason given. Documents made before they existed have neither, and stay valid.
 */

/** Operation of one control over the period, as its tests and samples found it. */
export const controlConclusion = z.object({
  code: z.string(),
  title: z.string(),
  state: controlState,
  reasons: z.array(z.string()),
  because: z.array(controlReason).optional(),
  floor: controlState.optional(),
  deviations: z.number().int().optional(),
  versions: z
    .array(z.object({ version: z.number().int(), from: z.string(), to: z.string() }))
    .optional()
    .describe('Versions in force in the period, each with its days'),
  results: z.array(
    z.object({
      id,
      code: z.string(),
      sha256,
      proposal: proposalKind,
      sentence: z.string(),
      interim: z.boolean(),
      version: z.number().int().nullable().optional().describe('Of the control; null where the result names none'),
    }),
  ),
  samples: z
    .array(
      z.object({
        id,
        sha256,
        population: z.string().describe('Name of the population it was drawn from'),
        proposal: proposalKind,
        sentence: z.string(),
        interim: z.boolean(),
        events: z.number().int().describe('Draws and steps weighed, the first of it in the order of their entries'),
        counts: sampleCounts.describe('After these'),
      }),
    )
    .optional()
    .describe('Samples drawn for it; absent in documents made before they were weighed'),
});
export type ControlConclusion = z.infer<typeof controlConclusion>;

export const criterionConclusion = z.object({
  id: z.string(),
  state: criterionStateKind,
  reasons: z.array(z.string()),
  because: z.array(reason).optional(),
  floor: criterionStateKind.optional(),
  controls: z.array(z.string()).describe('Codes of the adopted controls that support it'),
});
export type CriterionConclusion = z.infer<typeof criterionConclusion>;

/**
 * A criterion that follows from the categories and was taken for not relevant when the dry run was made. It is listed, and
 * nothing is concluded on it: it has no state, weighs nothing, and is never counted as met.
 */
export const notRelevantCriterion = z.object({
  id: z.string(),
  reason: z.string(),
  by: id.describe('The member who said so'),
  at: instant,
  common: z.boolean().describe('One of the common criteria, which hardly ever are without relevance'),
  controls: z.array(z.string()).describe('Codes of the adopted controls that support it all the same'),
});
export type NotRelevantCriterion = z.infer<typeof notRelevantCriterion>;

/** What the criteria of one category come to; the common criteria are those of security. */
export const categoryConclusion = z.object({
  category,
  relevant: z.number().int().describe('Criteria of it that are weighed'),
  notRelevant: z.number().int(),
  state: criterionStateKind
    .nullable()
    .describe(
      'The lowest of its relevant criteria; null where none is left, so that nothing can be concluded about it',
    ),
  reasons: z.array(z.string()),
  because: z.array(reason),
});
export type CategoryConclusion = z.infer<typeof categoryConclusion>;

export const opinionPart = z.enum(['description', 'design', 'operation']);
export type OpinionPart = z.infer<typeof opinionPart>;

export const forecastPart = z.object({
  part: opinionPart,
  forecast: forecastKind,
  reasons: z.array(z.string()),
  because: z.array(reason).optional(),
  floor: forecastKind.optional(),
});
export type ForecastPart = z.infer<typeof forecastPart>;

/** What an auditor would conclude today, as far as the tests reach. A rehearsal, never an opinion. */
export const dryRunDocument = z.object({
  dryRun: z.literal(1),
  type: z.enum(['type1', 'type2']),
  period: z.object({ from: z.string(), to: z.string() }),
  statement: z.string().describe('Says that this is a rehearsal; shown wherever the document is'),
  counts: z.object({
    criteria: z.number().int().describe('Those that are weighed: relevant ones'),
    byState: z.record(criterionStateKind, z.number().int()),
    controls: z.number().int(),
    controlsTested: z.number().int(),
  }),
  parts: z.array(forecastPart),
  wouldChange: z.array(z.string()),
  notChecked: z.array(z.string()).describe('What this dry run says nothing about'),
  criteria: z.array(criterionConclusion),
  controls: z.array(controlConclusion),
  notRelevant: z
    .array(notRelevantCriterion)
    .optional()
    .describe('Criteria that were left out as not relevant; absent in documents made before relevance was weighed'),
  categories: z.array(categoryConclusion).optional().describe('Absent in documents made before relevance was weighed'),
});
export type DryRunDocument = z.infer<typeof dryRunDocument>;

export const dryRun = z.object({
  id,
  engagementId: id,
  ranAt: instant,
  ranBy: id,
  sha256,
  entryIndex: z.number().int(),
  document: dryRunDocument,
  people: z
    .array(z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }))
    .describe('Whom the document names by id'),
});
export type DryRun = z.infer<typeof dryRun>;

/** A dry run among others; its document is read one at a time. */
export const dryRunSummary = dryRun.omit({ document: true, people: true });
export type DryRunSummary = z.infer<typeof dryRunSummary>;

const change = <T extends z.ZodType>(state: T) =>
  z.object({ before: state.nullable(), now: state.nullable() }).describe('null where it is not told of');

/** What a dry run made now would say otherwise than the newest one. */
export const dryRunChanges = z.object({
  dryRunId: id.nullable().describe('The newest; null when none was made'),
  same: z.boolean().describe('Whether one made now would be the same, byte for byte; false when none was made'),
  criteria: z.array(change(criterionStateKind).extend({ id: z.string() })),
  controls: z.array(change(controlState).extend({ code: z.string() })),
  parts: z.array(change(forecastKind).extend({ part: opinionPart })),
});
export type DryRunChanges = z.infer<typeof dryRunChanges>;
