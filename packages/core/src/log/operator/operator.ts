import { z } from 'zod';
import { instant, sha256 } from '../../operations/shapes.ts';

/** Whether the entry of the operator's log is one that commits to what is kept here, and is signed there. */
export const noteCommitment = z.enum(['committed', 'not-signed-yet', 'not-committed']);

/** The entry of the operator's log, which many organizations share: it tells nobody of whom it speaks. */
export const noteOp = 'log.note-checkpoint';
export const noteFacts = z.object({
  commitment: sha256.describe('Of 32 random bytes and the text of a checkpoint'),
});

/** A checkpoint of the organization's log that an entry of the operator's log commits to. */
export const notedCheckpoint = z.object({
  number: z.number().int().describe('Of those of this organization, counted from 1'),
  at: instant.describe('Of the entry in the operator’s log, by the clock of the server'),
  log: z.number().int().describe('Number of the log'),
  size: z.number().int().describe('Entries in the tree of that log'),
  entry: z.number().int().describe('Index of the last entry under it'),
  checkpoint: z.string().describe('As the log signed it'),
  salt: z.string().describe('32 random bytes, lowercase hex'),
  commitment: sha256.describe('Of the salt and the text of the checkpoint, which ends before its empty line'),
  operatorEntry: z.number().int().describe('Index of the entry in the operator’s log'),
  fits: z
    .boolean()
    .describe(
      'The log still begins with what this checkpoint speaks of, and its key has signed it; false where the log was rewritten since',
    ),
  committed: noteCommitment.describe(
    'Whether the operator’s log has, under its signed checkpoint, the entry that commits to what is kept here; not-committed where either was changed',
  ),
});
export type NotedCheckpoint = z.infer<typeof notedCheckpoint>;
