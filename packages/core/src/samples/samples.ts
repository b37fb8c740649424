import { z } from 'zod';
import { id, instant, sha256 } from '../operations/shapes.ts';

/**
 * A sample that follows from the frozen population: seed `ENGAGEMENT|CONTROL|<sha256>[|nonce]`,
 * keys in order of SHA-256(`seed|key`), the first n (control-testing, "Samples", selection A).
 */
export const sampleDocument = z.object({
  seed: z.string(),
  populationSha256: sha256,
  population: z.number().int().describe('Items in the population'),
  skip: z.number().int().describe('Items selected before, when this extends a sample'),
  selected: z.array(z.string()),
});
export type SampleDocument = z.infer<typeof sampleDocument>;

export const sample = z.object({
  id,
  engagementId: id,
  populationId: id,
  control: z.string(),
  drawnAt: instant,
  sha256,
  entryIndex: z.number().int(),
  document: sampleDocument,
});
export type Sample = z.infer<typeof sample>;
