import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';

/** Why an owner deletes a piece before its time. */
export const earlyDeletionReasons = ['wrong-file', 'personal-data', 'secret', 'law'] as const;
export const earlyDeletionReason = z.enum(earlyDeletionReasons);
export type EarlyDeletionReason = z.infer<typeof earlyDeletionReason>;

export const deletionReason = z.enum([...earlyDeletionReasons, 'schedule']);
export type DeletionReason = z.infer<typeof deletionReason>;

export const deletionReasonTitles: Record<DeletionReason, string> = {
  'wrong-file': 'Wrong file',
  'personal-data': 'Personal data that should not be here',
  secret: 'A password, key or other secret in it',
  law: 'A law, court or contract demands it',
  schedule: 'Retention schedule',
};

/** What is left to tell of a file that was deleted. */
export const deletion = z.object({
  at: instant,
  by: z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }),
  reason: deletionReason,
  words: z.string().nullable().describe('Why, as written; stands in no entry. null where the schedule deleted it'),
  removed: z.boolean().describe('Whether its bytes are gone; they go right after the deletion was committed'),
  entryIndex: z.number().int().describe('The entry that the deletion left'),
});
export type Deletion = z.infer<typeof deletion>;
