import { formatLogProof, inclusionProof, LogError, parseCheckpoint, verifyLogProof } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { readTileAt } from '../log/index.ts';
import type { Tx } from '../platform/database/index.ts';

export interface Subject {
  tx: Tx;
  organizationId: string;
  /** The log that the entry lies in, and its index in the tree of that log. */
  log: { number: number; verifierKey: string; index: number };
  /** The statement as the database has it. */
  entry: Uint8Array;
}

/**
 * The proof (C2SP tlog-proof) that the entry is under a signed checkpoint, verified as a stranger
 * would; null where it does not hold: the entry, a tile or the checkpoint was changed beside the product.
 */
export async function proofThatHolds(
  { tx, organizationId, log, entry }: Subject,
  checkpoint: string,
): Promise<string | null> {
  try {
    const { size } = parseCheckpoint(checkpoint);
    const index = BigInt(log.index);
    const hashes = await inclusionProof(nodeCrypto, size, index, readTileAt(tx, organizationId, log.number));
    const proof = formatLogProof({ index, hashes, checkpoint });
    verifyLogProof(nodeCrypto, proof, { entry }, { vkey: log.verifierKey });
    return proof;
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}
