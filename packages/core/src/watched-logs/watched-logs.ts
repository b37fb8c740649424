import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';

/** A log of somebody else that this organization cosigns as a witness. */
export const watchedLog = z.object({
  id,
  origin: z.string().describe('The name of the log'),
  verifierKey: z.string().describe('Note vkey of the log'),
  addedAt: instant,
  entryIndex: z.number().int(),
  cosigned: z
    .object({ size: z.number().int().describe('Entries of the largest tree'), at: instant })
    .nullable()
    .describe('null where nothing was cosigned yet'),
  conflict: z
    .object({
      at: instant,
      size: z.number().int(),
      checkpoint: z.string().describe('As the log signed it'),
      seen: z.string().describe('The checkpoint it does not continue, as the log signed it'),
    })
    .nullable()
    .describe('The newest checkpoint that the log signed and that was not shown to continue what was cosigned before'),
});
export type WatchedLog = z.infer<typeof watchedLog>;
