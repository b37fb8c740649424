import { formatCheckpoint, LogError, rootHash, signNote, tilePaths } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { openSigningKey } from '../platform/trail/index.ts';
import { chainOf, keptCheckpoint, logsBefore, readFullestTile } from './store.ts';
import { sequence, type LogKeeper } from './sequencer.ts';

/** One log of a chain as static files. */
export interface LogExport {
  number: number;
  /** Entries in its tree. */
  size: number;
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

/** A size that the tree of one log has had. */
export interface TreeSize {
  number: number;
  size: number;
}

/**
 * The logs of an organization as they were at `entries` entries of the chain: the earlier ones as they ended, and the
 * newest with a freshly signed checkpoint of its size then; each with the tiles that such a log has. Entries written since
 * are not in it. Undefined where the key of the last of them was rotated since, so that nothing but its end is signed.
 */
export async function exportLogs(
  keeper: LogKeeper,
  organizationId: string,
  entries: number,
): Promise<LogExport[] | undefined> {
  const signed = await sequence(keeper, organizationId);
  if (signed < entries) throw new Error(`The log has ${signed} entries, not ${entries}.`);
  const read = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    keeper.database.transaction({ role: 'app', organizationId, userId: null }, work);
  return read(async (tx) => {
    const exported: LogExport[] = [];
    for (const { number, first, size: all } of await chainOf(tx, organizationId)) {
      if (first >= entries) break;
      const size = Math.min(all, entries - first);
      const at = await checkpointAt(tx, organizationId, keeper.masterKey, { number, size });
      if (at === undefined) return undefined;
      exported.push({
        number,
        size,
        checkpoint: at.checkpoint,
        verifierKey: at.verifierKey,
        paths: tilePaths(BigInt(size)),
        tile: (path) => read((other) => readTileAt(other, organizationId, number)(path)),
      });
    }
    return exported;
  });
}

/**
 * The signed checkpoint of a tree that the stored one has at least. Of the newest log it is signed anew; of an earlier one it
 * is there where it was signed while there was a key, at its end or where somebody cosigned it, and undefined elsewhere.
 */
export async function checkpointAt(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
  at: TreeSize,
): Promise<SignedCheckpoint | undefined> {
  const root = await rootAt(tx, organizationId, at);
  const key = await openSigningKey(tx, organizationId, masterKey);
  if (key.number === at.number) {
    const { origin, seed, verifierKey } = key;
    const text = formatCheckpoint({ origin, size: BigInt(at.size), root });
    return { checkpoint: signNote(nodeCrypto, text, { name: origin, seed }), root, verifierKey };
  }
  const log = (await logsBefore(tx, organizationId, key.number)).find(({ number }) => number === at.number);
  if (log === undefined) return undefined;
  const { origin, verifierKey } = log;
  const checkpoint = at.size === log.size ? log.checkpoint : await keptCheckpoint(tx, organizationId, at);
  // What was kept may have been changed, or the tree since.
  if (checkpoint?.startsWith(`${formatCheckpoint({ origin, size: BigInt(at.size), root })}\n`) !== true)
    return undefined;
  return { checkpoint, root, verifierKey };
}

/** Root hash of a tree that the stored one has at least. */
export function rootAt(tx: Tx, organizationId: string, { number, size }: TreeSize): Promise<Uint8Array> {
  return rootHash(nodeCrypto, BigInt(size), readTileAt(tx, organizationId, number));
}

/** Reads tiles of one log as they were at any size that the stored tree has had. */
export function readTileAt(tx: Tx, organizationId: string, number: number): (path: string) => Promise<Uint8Array> {
  return async (path) => tileAt(path, await readFullestTile(tx, organizationId, number, path));
}

/** As `readTileAt`, each tile read once: for many trees of one log in one transaction. */
export function rememberingTiles(
  tx: Tx,
  organizationId: string,
  number: number,
): (path: string) => Promise<Uint8Array> {
  const known = new Map<string, Promise<Uint8Array | undefined>>();
  return async (path) => {
    const whole = path.replace(/\.p\/\d+$/, '');
    const fullest = known.get(whole) ?? readFullestTile(tx, organizationId, number, path);
    known.set(whole, fullest);
    return tileAt(path, await fullest);
  };
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
