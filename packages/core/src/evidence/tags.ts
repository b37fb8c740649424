import { z } from 'zod';

export const mostTags = 30;

/** A short word of the organization's own. Case is kept, and makes no difference; a comma separates tags. */
export const tagName = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^,\p{Cc}]+$/u, 'must be one line without a comma');

/** What tags are compared by: two with the same key are one. */
export function tagKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** A tag with the number of pieces of evidence that carry it, superseded versions included. */
export const evidenceTag = z.object({ name: z.string(), pieces: z.number().int() });
export type EvidenceTag = z.infer<typeof evidenceTag>;
