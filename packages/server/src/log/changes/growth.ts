import { logStatement, type GrownLog, type LogGrowth, type LogStatement, type TickmarkError } from '@tickmark/core';
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
import { brokenLog, explainLog } from '../../platform/trail/index.ts';
import { checkpointAt, readTileAt, rootAt } from '../checkpoint-at.ts';
import { checkContinues, type EndedLog } from '../continues.ts';
import { logUpTo, signedChain, type SignedChain, type SignedLog } from '../signed.ts';
import { readStatements } from '../store.ts';

/** Entries that are read and hashed at a time. */
const batchSize = 2048;

export interface SignedHistory {
  tx: Tx;
  organizationId: string;
  masterKey: MasterKey;
  chain: SignedChain;
}

/** An entry as it is under the newest checkpoint of its log; `index` is its number in the chain. */
export interface SignedEntry {
  index: number;
  statement: LogStatement;
}

/**
 * The logs of an organization, which together have each of its entries. Errors: not_found until something is signed;
 * does_not_hold where a log, or a part of one, is gone.
 */
export async function signedHistory(tx: Tx, organizationId: string, masterKey: MasterKey): Promise<SignedHistory> {
  const chain = await signedChain(tx, organizationId);
  let size = 0;
  for (const [i, log] of chain.logs.entries()) {
    if (log.number !== i + 1) throw brokenLog(`Log ${i + 1} is gone from the database.`);
    if (log.first !== size) throw brokenLog(`Log ${log.number} begins with entry ${log.first}, and not with ${size}.`);
    size += log.size;
  }
  return { tx, organizationId, masterKey, chain };
}

type OnEntries = (entries: SignedEntry[]) => Promise<void>;

/**
 * Reads every entry after the first `from` of the chain, in order, and proves what it read, log by log: the tree of the
 * first entries with exactly these added has the root hash of the newest checkpoint, whose signature is the log's, and
 * the consistency proof between the two holds. A log that follows begins with how the one before it ended. `onEntries` is
 * given the entries a batch at a time; what it did counts only if this returns.
 * Errors: does_not_hold where an entry, a tile or a checkpoint was changed beside the product.
 */
export async function readGrowth(signed: SignedHistory, from: number, onEntries: OnEntries): Promise<LogGrowth> {
  const { chain } = signed;
  const begin = logUpTo(chain, from);
  try {
    const logs: GrownLog[] = [];
    let before: EndedLog | undefined;
    for (const log of chain.logs.filter(({ number }) => number >= begin.number)) {
      const grown = await readGrownLog(signed, log, { from: Math.max(0, from - log.first), before, onEntries });
      const { verifierKey, newer } = grown;
      before = { ...newer, verifierKey, root: Buffer.from(newer.rootHash, 'base64').toString('hex') };
      logs.push(grown);
    }
    return { size: chain.size, logs, pending: chain.written - chain.size };
  } catch (error) {
    throw explainLog(error);
  }
}

interface Step {
  /** Entries of the tree of this log that are not to be read. */
  from: number;
  /** The log that this one continues, where it was read as well. */
  before: EndedLog | undefined;
  onEntries: OnEntries;
}

async function readGrownLog(
  signed: SignedHistory,
  log: SignedLog,
  { from, before, onEntries }: Step,
): Promise<GrownLog> {
  const { tx, organizationId, masterKey } = signed;
  const { number, first, verifierKey, checkpoint } = log;
  const newer = openCheckpoint(nodeCrypto, checkpoint, { logs: [verifierKey], witnesses: [] });
  const size = Number(newer.size);
  if (size !== log.size)
    throw new LogError(
      'wrong_root',
      `${log.size} entries of log ${number} count as signed, and its checkpoint is of ${size}.`,
    );
  const earlierRoot = await rootAt(tx, organizationId, { number, size: from });
  const added = await addEntries(signed, log, from, async (entries) => {
    const [beginning] = entries;
    if (before !== undefined && beginning?.index === first) checkContinues(beginning.statement, first, before);
    await onEntries(entries);
  });
  if (!Buffer.from(added).equals(newer.root)) throw await notAsSigned(signed, log, from);
  const proof = await consistencyProof(nodeCrypto, BigInt(from), newer.size, readTileAt(tx, organizationId, number));
  verifyConsistency(nodeCrypto, {
    oldSize: BigInt(from),
    oldRoot: earlierRoot,
    size: newer.size,
    root: newer.root,
    proof,
  });
  const earlier = from === 0 ? undefined : await checkpointAt(tx, organizationId, masterKey, { number, size: from });
  return {
    number,
    first,
    verifierKey,
    earlier: { size: from, rootHash: base64(earlierRoot), checkpoint: earlier?.checkpoint ?? null },
    newer: { size, rootHash: base64(newer.root), checkpoint },
    proof: from === 0 ? null : formatAddCheckpoint({ oldSize: BigInt(from), proof, checkpoint }),
  };
}

/** Root hash of the tree of the first `from` entries of a log with those after them added, as the database has them. */
async function addEntries(
  { tx, organizationId }: SignedHistory,
  { number, first, size }: SignedLog,
  from: number,
  onEntries: OnEntries,
): Promise<Uint8Array> {
  const edge = new Map<string, Uint8Array>();
  const stored = readTileAt(tx, organizationId, number);
  let root = await rootAt(tx, organizationId, { number, size: from });
  for (let at = from; at < size;) {
    const index = first + at;
    const entries = await readStatements(tx, organizationId, index, Math.min(batchSize, size - at));
    if (entries.length === 0) throw brokenLog(`Entry ${index} is gone from the database.`);
    const readTile = (path: string) => Promise.resolve(edge.get(path) ?? stored(path));
    const grown = await integrate(nodeCrypto, { size: BigInt(at), readTile }, entries);
    // What is added next reads the partial tiles at the edge and no others.
    for (const path of grown.obsolete) edge.delete(path);
    for (const [path, bytes] of grown.tiles) if (path.includes('.p/')) edge.set(path, bytes);
    root = grown.root;
    await onEntries(entries.map((bytes, i) => ({ index: index + i, statement: readStatement(bytes) })));
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

/** Names the first entry of a log that is not the one in its tree. */
async function notAsSigned(
  { tx, organizationId }: SignedHistory,
  { number, first, size }: SignedLog,
  from: number,
): Promise<TickmarkError> {
  const readTile = readTileAt(tx, organizationId, number);
  for (let at = from - (from % 256); at < size; at += 256) {
    const width = Math.min(256, size - at);
    const tile = await readTile(tilePath(0, BigInt(at / 256), width));
    const entries = await readStatements(tx, organizationId, first + at, width);
    for (const [i, entry] of entries.entries()) {
      if (Buffer.from(tile.subarray(i * 32, i * 32 + 32)).equals(leafHash(nodeCrypto, entry))) continue;
      return brokenLog(`Entry ${first + at + i} in the database is not the one that was signed.`);
    }
  }
  return brokenLog('The entries in the database do not lead to the root hash that was signed.');
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
