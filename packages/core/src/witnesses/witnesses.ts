import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';

/** What came of asking a witness to cosign the log. */
export const witnessOutcome = z.enum([
  'cosigned',
  'no-answer',
  'unknown-log',
  'key-refused',
  'other-history',
  'ahead',
  'refused',
  'unusable-answer',
]);
export type WitnessOutcome = z.infer<typeof witnessOutcome>;

const asked = z.object({
  at: instant,
  outcome: witnessOutcome,
  detail: z.string().nullable().describe('In words; null where it cosigned'),
});

/** Someone outside who is asked to cosign the checkpoints of the log. */
export const witness = z.object({
  id,
  name: z.string().describe('The name in its key'),
  verifierKey: z.string().describe('Note vkey of type 4'),
  url: z.string().describe('Where it takes checkpoints'),
  addedAt: instant,
  entryIndex: z.number().int(),
  log: z.number().int().describe('Number of the log that it is asked about'),
  asked: asked.nullable().describe('The last time about this log; null where it has not been asked yet'),
  earlier: z
    .array(asked.extend({ log: z.number().int() }))
    .describe('What came of asking about the logs before, the last time; none where their keys were never rotated'),
});
export type Witness = z.infer<typeof witness>;

/** Up to where a witness has vouched for the log. */
export const vouched = z.object({
  name: z.string(),
  verifierKey: z.string(),
  named: z.boolean().describe('Still one of the witnesses that are asked'),
  log: z.number().int().describe('Number of the log'),
  ended: z.boolean().describe('The key of that log was rotated, and it vouches for the log up to its end'),
  entry: z.number().int().describe('Index of the last entry it vouches for'),
  at: instant.describe('By the clock of the witness'),
  fits: z.boolean().describe('The log still begins with what it vouched for; false where it was rewritten since'),
});
export type Vouched = z.infer<typeof vouched>;
