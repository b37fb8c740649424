import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';
import { placeInLog } from '../log/index.ts';
import { timestamp } from '../timestamps/index.ts';
import { vouched, witness } from '../witnesses/index.ts';

/**
 * What the cosignatures of one witness say of one entry:
 * - `vouched`: one of them is over a tree that holds the entry, and the log still begins with that tree.
 * - `other-history`: they are over a tree that the log no longer begins with.
 * - `behind`: they are over trees that end before the entry.
 * - `never`: there is none.
 */
export const receiptStanding = z.enum(['vouched', 'other-history', 'behind', 'never']);

/**
 * Whether the entry, as the database has it, is under the newest checkpoint of the log it lies in:
 * - `pending`: it was written after the newest checkpoint, and is signed within a moment.
 * - `signed`: it leads to the root hash that the checkpoint signs.
 * - `not-as-signed`: it does not; it was changed beside the product.
 */
export const receiptState = z.enum(['pending', 'signed', 'not-as-signed']);

/** A witness that is or was asked about the log the entry lies in, or that ever cosigned it, and what it says of the entry. */
export const receiptWitness = z.object({
  name: z.string().describe('The name in its key'),
  verifierKey: z.string().describe('Note vkey of type 4'),
  named: z.boolean().describe('Still one of the witnesses that are asked'),
  asked: witness.shape.asked.describe(
    'The last time about this log; null where it has not been asked yet, or is no longer',
  ),
  standing: receiptStanding,
  since: instant
    .nullable()
    .describe('By the clock of the witness, the entry was in the log by then; null where it has not vouched for it'),
  upTo: vouched
    .pick({ entry: true, at: true, fits: true })
    .nullable()
    .describe('The largest tree of this log that it cosigned; null where it never did'),
});
export type ReceiptWitness = z.infer<typeof receiptWitness>;

/** The first stamp that a timestamp authority gave over a tree of this log with the entry. */
export const receiptTimestamp = timestamp
  .pick({ id: true, name: true, signer: true, at: true, fits: true })
  .extend({ entry: z.number().int().describe('Index of the last entry under the checkpoint that was stamped') });
export type ReceiptTimestamp = z.infer<typeof receiptTimestamp>;

/** What can be shown of one entry of the log to somebody who trusts neither the organization nor this server. */
export const receipt = z.object({
  index: z.number().int(),
  leafHash: z.string().describe('Base64 SHA-256'),
  op: z.string().describe('Operation or job step that wrote it'),
  at: instant.describe('By the clock of the server'),
  by: z
    .object({ id, name: z.string().nullable().describe('null where nobody here has this id') })
    .nullable()
    .describe('null for the instance itself, and for whoever had a capture link'),
  link: id.nullable().describe('Capture link through which somebody without an account did it'),
  entry: z.string().describe('The statement as canonical JSON; its UTF-8 bytes are what the log holds'),
  log: placeInLog,
  state: receiptState,
  proof: z
    .string()
    .nullable()
    .describe(
      'C2SP tlog-proof, under the checkpoint that most witnesses have cosigned, else the newest; null where the entry is not signed, or not as it was signed',
    ),
  witnesses: z.array(receiptWitness).describe('By name; none where the entry is not as it was signed'),
  timestamps: z
    .array(receiptTimestamp)
    .describe(
      'One of each authority that stamped a tree with the entry, the earliest first; none where the entry is not as it was signed',
    ),
});
export type Receipt = z.infer<typeof receipt>;
