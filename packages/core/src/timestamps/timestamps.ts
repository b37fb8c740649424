import { z } from 'zod';
import { id, instant, sha256 } from '../operations/shapes.ts';

/** What came of asking a timestamp authority for a stamp. */
export const timestampOutcome = z.enum([
  'stamped',
  'no-answer',
  'refused',
  'unusable-answer',
  'not-trusted',
  'wrong-time',
]);
export type TimestampOutcome = z.infer<typeof timestampOutcome>;

/** Dotted object identifier. */
export const timestampPolicy = z
  .string()
  .max(100)
  .regex(/^[0-2](\.(0|[1-9]\d{0,17}))+$/, 'Not a dotted object identifier, such as 1.3.6.1.4.1.13762.3');

/** Somebody outside who is asked for timestamps (RFC 3161) of the checkpoints of the log. */
export const timestampAuthority = z.object({
  id,
  name: z.string().describe('Common name of its first root certificate'),
  url: z.string().describe('Where it takes requests'),
  certificates: z
    .string()
    .describe('PEM: the roots that its stamps have to lead to, and what else was named with them'),
  certificatesSha256: sha256.describe('Of that text; it stands in the log entry'),
  policy: z.string().nullable().describe('The policy that its stamps have to be given under, dotted; null for any'),
  addedAt: instant,
  entryIndex: z.number().int(),
  asked: z
    .object({
      at: instant,
      outcome: timestampOutcome,
      detail: z.string().nullable().describe('In words; null where it gave a stamp'),
    })
    .nullable()
    .describe('The last time; null where it has not been asked yet'),
});
export type TimestampAuthority = z.infer<typeof timestampAuthority>;

/** A timestamp of a checkpoint. */
export const timestamp = z.object({
  id,
  name: z.string().describe('Common name of the root that it leads to'),
  signer: z.string().describe('Common name of the certificate that signed it'),
  certificatesSha256: sha256.describe('Of the certificates that the authority was named with'),
  named: z.boolean().describe('The authority is still one of those that are asked'),
  log: z.number().int().describe('Number of the log'),
  ended: z.boolean().describe('The key of that log was rotated, and the stamp covers the log up to its end'),
  entry: z.number().int().describe('Index of the last entry under the checkpoint'),
  at: instant.describe('By the clock of the authority: the checkpoint was there by then'),
  accuracyMs: z
    .number()
    .int()
    .nullable()
    .describe('How far off the authority says its clock may be; null where it does not'),
  fits: z.boolean().describe('The log still begins with what was stamped; false where it was rewritten since'),
});
export type Timestamp = z.infer<typeof timestamp>;
