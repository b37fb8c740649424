import { logStatement, TickmarkError, type LogGrowth, type LogStatement } from '@tickmark/core';
import {
  consistencyProof,
  formatAddCheckpoint,
  integrate,
  leafHash,
  LogError,
  openCheckpoint,
  tilePath,
  verifyConsistency,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../../platform/auth/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { checkpointAt, readTileAt, rootAt } from '../checkpoint-at.ts';
import { readStatements, type LogState } from '../store.ts';

/** Entries that are read and hashed at a time. */
const batchSize = 2048;

export interface SignedLog {
  tx: Tx;
  organizationId: string;
  masterKey: MasterKey;
  log: LogState & { checkpoint: string };
}

/** An entry as it is under the newest checkpoint. */
export interface SignedEntry {
  index: number;
  statement: LogStatement;
}

/**
 * Reads every entry after the first `from`, in order, and proves what it read: the tree of the first entries with
 * exactly these added has the root hash of the newest checkpoint, whose signature is the log's, and the consistency proof
 * between the two holds. `onEntries` is given them a batch at a time; what it did counts only if this returns.
 * Errors: does_not_hold where an entry, a tile or the checkpoint was changed beside the product.
 */
export async function readGrowth(
  signed: SignedLog,
  from: number,
  onEntries: (entries: SignedEntry[]) => Promise<void>,
): Promise<LogGrowth> {
  const { log } = signed;
  try {
    const newer = openCheckpoint(nodeCrypto, log.checkpoint, { logs: [log.verifierKey], witnesses: [] });
    const size = Number(newer.size);
    const earlierRoot = await rootAt(signed.tx, signed.organizationId, from);
    const added = await addEntries(signed, { from, size, onEntries });
    const readTile = readTileAt(signed.tx, signed.organizationId);
    if (!Buffer.from(added).equals(newer.root)) throw await notAsSigned(signed, from, size);
    const proof = await consistencyProof(nodeCrypto, BigInt(from), newer.size, readTile);
    verifyConsistency(nodeCrypto, {
      oldSize: BigInt(from),
      oldRoot: earlierRoot,
      size: newer.size,
      root: newer.root,
      proof,
    });
    const checkpoint = log.checkpoint;
    const earlier = from === 0 ? null : await checkpointAt(signed.tx, signed.organizationId, signed.masterKey, from);
    return {
      earlier: { size: from, rootHash: base64(earlierRoot), checkpoint: earlier?.checkpoint ?? null },
      newer: { size, rootHash: base64(newer.root), checkpoint },
      proof: from === 0 ? null : formatAddCheckpoint({ oldSize: BigInt(from), proof, checkpoint }),
      pending: log.nextIndex - size,
    };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw brokenLog(`The log is not as it was signed: ${error.message}`);
  }
}

/** Root hash of the tree of the first `from` entries with those after them added, as the database has them. */
async function addEntries(
  { tx, organizationId }: SignedLog,
  { from, size, onEntries }: { from: number; size: number; onEntries: (entries: SignedEntry[]) => Promise<void> },
): Promise<Uint8Array> {
  const edge = new Map<string, Uint8Array>();
  const stored = readTileAt(tx, organizationId);
  let root = await rootAt(tx, organizationId, from);
  for (let at = from; at < size;) {
    const entries = await readStatements(tx, organizationId, at, Math.min(batchSize, size - at));
    if (entries.length === 0) throw brokenLog(`Entry ${at} is gone from the database.`);
    const readTile = (path: string) => Promise.resolve(edge.get(path) ?? stored(path));
    const grown = await integrate(nodeCrypto, { size: BigInt(at), readTile }, entries);
    // What is added next reads the partial tiles at the edge and no others.
    for (const path of grown.obsolete) edge.delete(path);
    for (const [path, bytes] of grown.tiles) if (path.includes('.p/')) edge.set(path, bytes);
    root = grown.root;
    await onEntries(entries.map((bytes, i) => ({ index: at + i, statement: readStatement(bytes) })));
    at += entries.length;
  }
  return root;
}

function readStatement(bytes: Uint8Array): LogStatement {
  try {
    return logStatement.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    throw brokenLog('An entry in the database is no statement.');
  }
}

/** Names the first entry that is not the one in the tree. */
async function notAsSigned({ tx, organizationId }: SignedLog, from: number, size: number): Promise<TickmarkError> {
  const readTile = readTileAt(tx, organizationId);
  for (let first = from - (from % 256); first < size; first += 256) {
    const width = Math.min(256, size - first);
    const tile = await readTile(tilePath(0, BigInt(first / 256), width));
    const entries = await readStatements(tx, organizationId, first, width);
    for (const [i, entry] of entries.entries()) {
      if (Buffer.from(tile.subarray(i * 32, i * 32 + 32)).equals(leafHash(nodeCrypto, entry))) continue;
      return brokenLog(`Entry ${first + i} in the database is not the one that was signed.`);
    }
  }
  return brokenLog('The entries in the database do not lead to the root hash that was signed.');
}

function brokenLog(message: string): TickmarkError {
  return new TickmarkError('does_not_hold', message, {
    action: 'Hold the records against the log (log.check): it names what was changed beside the product.',
  });
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
