import { z } from 'zod';
import { id, instant, line, paragraph, sha256 } from '../operations/shapes.ts';
import { sampleRisk } from './sizes.ts';

/**
 * How items were selected where it is not selection A over the whole population. `before` is what had
 * been drawn by then, so that a document can be derived again from itself and the population alone.
 */
export const sampleMethod = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('time').describe('Selection B: one item of each of n runs in order of time'),
    column: z.string(),
    before: z.array(z.string()).describe('Keys drawn before'),
  }),
  z.object({
    by: z.literal('strata').describe('Selection A in each stratum, under a seed that names it'),
    column: z.string(),
    allocation: z.enum(['proportional', 'stated']),
    strata: z.array(
      z.object({
        value: z.string().describe('Empty where the item has none'),
        items: z.number().int().describe('Items of the population in it'),
        before: z.number().int().describe('Drawn before'),
        drawn: z.number().int(),
      }),
    ),
  }),
]);
export type SampleMethod = z.infer<typeof sampleMethod>;

/** Where the size came from: a table, named by its hash, and what it asks for. */
export const sampleSizing = z.object({
  tableSha256: sha256.describe('Of the canonical JSON of the table'),
  frequency: z.string(),
  risk: sampleRisk,
  asked: z.number().int().describe('What the table asks for'),
  reason: z.string().nullable().describe('Why fewer were drawn'),
});
export type SampleSizing = z.infer<typeof sampleSizing>;

/**
 * A draw that follows from the frozen population: seed `ENGAGEMENT|CONTROL|<sha256>[|nonce]`, keys in
 * order of SHA-256(`seed|key`), the first n (control-testing, "Samples", selection A), unless `method`
 * names another way.
 */
export const sampleDocument = z.object({
  seed: z.string(),
  populationSha256: sha256,
  population: z.number().int().describe('Items in the population'),
  skip: z.number().int().describe('Items selected before, when this extends a sample'),
  selected: z.array(z.string()),
  method: sampleMethod.optional(),
  sizing: sampleSizing.optional(),
});
export type SampleDocument = z.infer<typeof sampleDocument>;

/** What examining an item showed. An item that cannot be examined is a deviation. */
export const sampleOutcome = z.enum(['pass', 'deviation', 'cannot-be-examined']);
export type SampleOutcome = z.infer<typeof sampleOutcome>;

/** What happened to a sample after it was drawn; each is sealed by its own log entry and never changed. */
export const sampleStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('targeted').describe('Items added by judgement, never projected'),
    sample: id,
    keys: z.array(z.string()).min(1),
    reason: line,
  }),
  z.object({
    step: z.literal('replaced').describe('An item that does not belong in the population, and the next in order'),
    sample: id,
    key: z.string(),
    reason: line,
    replacement: z.string().nullable().describe('null when none is left, or when the item was targeted'),
  }),
  z.object({
    step: z.literal('recorded'),
    sample: id,
    key: z.string(),
    outcome: sampleOutcome,
    note: paragraph.nullable(),
    evidenceIds: z.array(id),
  }),
]);
export type SampleStep = z.infer<typeof sampleStep>;

export const sample = z.object({
  id,
  engagementId: id,
  populationId: id,
  control: z.string(),
  firstId: id.nullable().describe('The draw that this one extends'),
  commitmentId: id.nullable().describe('The commitment to the nonce in the seed'),
  drawnAt: instant,
  sha256,
  entryIndex: z.number().int(),
  document: sampleDocument,
});
export type Sample = z.infer<typeof sample>;

/** A step as it was kept. */
export const keptStep = z.object({
  id,
  recordedAt: instant,
  sha256: sha256.describe('Of the canonical document'),
  entryIndex: z.number().int(),
  document: sampleStep,
});
export type KeptStep = z.infer<typeof keptStep>;

export const nonceCommitment = z.object({
  id,
  engagementId: id,
  control: z.string(),
  nonceSha256: sha256,
  committedAt: instant,
  entryIndex: z.number().int(),
});
export type NonceCommitment = z.infer<typeof nonceCommitment>;

/** How an item came into the sample. */
export const sampleOrigin = z.enum(['drawn', 'extension', 'replacement', 'targeted']);

/** An item of a sample as the steps leave it. */
export const sampleItem = z.object({
  key: z.string(),
  origin: sampleOrigin,
  state: z.enum([...sampleOutcome.options, 'not-examined', 'void']),
  stratum: z.string().nullable(),
  note: z.string().nullable().describe('Of the outcome, or why it is void'),
  replacement: z.string().nullable(),
  evidenceIds: z.array(id),
  records: z.number().int().describe('How often an outcome was recorded; all of them stay'),
});
export type SampleItem = z.infer<typeof sampleItem>;

export const sampleCounts = z.object({
  items: z.number().int().describe('Drawn, without void ones; targeted ones are not among them'),
  examined: z.number().int(),
  deviations: z.number().int().describe('Those that could not be examined among them'),
  cannotBeExamined: z.number().int(),
  void: z.number().int(),
  targeted: z.number().int(),
  targetedDeviations: z.number().int(),
});
export type SampleCounts = z.infer<typeof sampleCounts>;

/** An upper limit of what deviates in a population, at a confidence: information, no conclusion. */
export const sampleLimit = z.object({
  stratum: z.string().nullable(),
  population: z.number().int(),
  examined: z.number().int(),
  deviations: z.number().int(),
  upper: z.array(
    z.object({
      confidence: z.enum(['0.90', '0.95']),
      items: z.number().int().describe('At most so many items of this population, exact'),
      rate: z.number().describe('items / population'),
      largePopulationRate: z.number().describe('For a population without end (binomial)'),
    }),
  ),
});
export type SampleLimit = z.infer<typeof sampleLimit>;

export const sampleSheet = z.object({
  sample,
  extensions: z.array(sample),
  steps: z.array(keptStep),
  items: z.array(sampleItem),
  counts: sampleCounts,
  says: z.object({
    sentence: z.string().describe('What the sample says, as information'),
    limits: z.array(sampleLimit).describe('Empty until every drawn item has an outcome'),
  }),
  rederive: z
    .array(z.string())
    .describe('Command lines that draw each part again; a part that rests on a void item needs the bundle'),
});
export type SampleSheet = z.infer<typeof sampleSheet>;
