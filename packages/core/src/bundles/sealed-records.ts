import { z } from 'zod';

/** A record with the entry that seals it: the SHA-256 of its canonical JSON stands in the entry under kind and id. */
export const sealedRecord = z.object({
  entry: z.number().int(),
  record: z.record(z.string(), z.unknown()).describe('Every field that has a value, but the index of its entry'),
});
export type SealedRecord = z.infer<typeof sealedRecord>;

/** Records of one kind of one engagement, every one there is, in the order of their entries: `relevance.json` and `scope.json`. */
export const sealedRecords = z.object({ records: z.literal(1), items: z.array(sealedRecord) });
export type SealedRecords = z.infer<typeof sealedRecords>;
