import { z } from 'zod';
import { id, instant, line, period, sha256 } from '../operations/shapes.ts';

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
  entryIndex: z.number().int(),
});
export type Evidence = z.infer<typeof evidence>;
