import {
  formatLogProof,
  inclusionProof,
  LogError,
  parseCheckpoint,
  verifyLogProof,
  type ReadTile,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';

export interface ProofSubject {
  /** Of the log that the entry lies in. */
  readTile: ReadTile;
  verifierKey: string;
  /** In the tree of that log. */
  index: number;
  /** The statement as the database has it. */
  entry: Uint8Array;
}

/**
 * The proof (C2SP tlog-proof) that the entry is under a signed checkpoint, verified as a stranger
 * would; null where it does not hold: the entry, a tile or the checkpoint was changed beside the product.
 */
export async function proofThatHolds(
  { readTile, verifierKey, index: place, entry }: ProofSubject,
  checkpoint: string,
): Promise<string | null> {
  try {
    const { size } = parseCheckpoint(checkpoint);
    const index = BigInt(place);
    const hashes = await inclusionProof(nodeCrypto, size, index, readTile);
    const proof = formatLogProof({ index, hashes, checkpoint });
    verifyLogProof(nodeCrypto, proof, { entry }, { vkey: verifierKey });
    return proof;
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}
