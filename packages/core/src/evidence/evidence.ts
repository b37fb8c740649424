import { z } from 'zod';
import { date, id, instant, line, period, sha256 } from '../operations/shapes.ts';

/** `renewed` has a newer version, `none` needs none; `soon` is within thirty days. */
export const renewalState = z.enum(['none', 'later', 'soon', 'overdue', 'renewed']);
export type RenewalState = z.infer<typeof renewalState>;

/** Immutable bytes with the period they speak for. A new version never overwrites an old one. */
export const evidence = z.object({
  id,
  title: line,
  method: z.enum(['upload', 'connector', 'generated']),
  source: z.string(),
  capturedAt: instant,
  capturedBy: id,
  period,
  backDated: z.boolean().describe('Captured after the period it speaks for'),
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  sha256,
  commitment: sha256.describe('SHA-256 of salt and bytes; what the log holds'),
  controls: z.array(z.string()).describe('Codes of the controls it supports'),
  supersedes: id.nullable(),
  supersededBy: id.nullable(),
  renewOn: date.nullable().describe('Day by which a newer version is wanted'),
  renewal: renewalState,
  entryIndex: z.number().int(),
});
export type Evidence = z.infer<typeof evidence>;
