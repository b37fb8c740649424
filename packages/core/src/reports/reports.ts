import { z } from 'zod';
import { id, instant, sha256 } from '../operations/shapes.ts';

/** A rendered report draft. Section I belongs to the auditor and is left to them. */
export const report = z.object({
  id,
  engagementId: id,
  dryRunId: id,
  renderedAt: instant,
  sha256,
  size: z.number().int(),
  pages: z.number().int(),
  entryIndex: z.number().int(),
});
export type Report = z.infer<typeof report>;
