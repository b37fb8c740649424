import { formatCheckpoint, LogError, rootHash, signNote, tilePaths } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { openSigningKey } from '../platform/trail/index.ts';
import { readFullestTile } from './store.ts';
import { sequence, type LogKeeper } from './sequencer.ts';

/** A log as static files, at one size. */
export interface LogExport {
  checkpoint: string;
  verifierKey: string;
  paths: string[];
  /** Bytes of one of `paths`. */
  tile(path: string): Promise<Uint8Array>;
}

/** A checkpoint of one size, signed; `root` is that of the tree it speaks of. */
export interface SignedCheckpoint {
  checkpoint: string;
  root: Uint8Array;
  verifierKey: string;
}

/**
 * The log of an organization as it was at `size` entries: the checkpoint of that size, freshly
 * signed, and the tiles that such a log has. Entries written since are not in it.
 */
export async function exportLog(keeper: LogKeeper, organizationId: string, size: number): Promise<LogExport> {
  const signed = await sequence(keeper, organizationId);
  if (signed < size) throw new Error(`The log has ${signed} entries, not ${size}.`);
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    keeper.database.transaction({ role: 'app', organizationId, userId: null }, work);
  const { checkpoint, verifierKey } = await read((tx) => checkpointAt(tx, organizationId, keeper.masterKey, size));
  return {
    checkpoint,
    verifierKey,
    paths: tilePaths(BigInt(size)),
    tile: (path) => read((tx) => readTileAt(tx, organizationId)(path)),
  };
}

/** Signs the tree of `size` entries, which the stored one has at least. */
export async function checkpointAt(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
  size: number,
): Promise<SignedCheckpoint> {
  const root = await rootAt(tx, organizationId, size);
  const { origin, seed, verifierKey } = await openSigningKey(tx, organizationId, masterKey);
  const text = formatCheckpoint({ origin, size: BigInt(size), root });
  return { checkpoint: signNote(nodeCrypto, text, { name: origin, seed }), root, verifierKey };
}

/** Root hash of the first `size` entries, which the stored tree has at least. */
export function rootAt(tx: Tx, organizationId: string, size: number): Promise<Uint8Array> {
  return rootHash(nodeCrypto, BigInt(size), readTileAt(tx, organizationId));
}

/** Reads tiles as they were at any size that the stored tree has had. */
export function readTileAt(tx: Tx, organizationId: string): (path: string) => Promise<Uint8Array> {
  return async (path) => tileAt(path, await readFullestTile(tx, organizationId, path));
}

/**
 * A partial tile is a prefix of every later form of it: hashes of 32 bytes, or entries with a
 * 16-bit length before each (C2SP tlog-tiles).
 */
function tileAt(path: string, fullest: Uint8Array | undefined): Uint8Array {
  const width = Number(/\.p\/(\d+)$/.exec(path)?.[1] ?? 256);
  if (fullest === undefined) throw new LogError('missing_tile', `The log lacks ${path}.`, path);
  if (!path.startsWith('tile/entries/')) return prefix(path, fullest, width * 32);
  const view = new DataView(fullest.buffer, fullest.byteOffset, fullest.byteLength);
  let end = 0;
  for (let entry = 0; entry < width; entry++) {
    if (end + 2 > fullest.length) throw new LogError('wrong_tile', `${path} has fewer than ${width} entries.`, path);
    end += 2 + view.getUint16(end);
  }
  return prefix(path, fullest, end);
}

function prefix(path: string, bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length < length)
    throw new LogError('wrong_tile', `${path} has ${bytes.length} bytes; ${length} are needed.`, path);
  return bytes.slice(0, length);
}
