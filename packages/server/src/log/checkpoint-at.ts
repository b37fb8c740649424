import { formatCheckpoint, LogError, rootHash, signNote, tilePaths } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Database } from '../platform/database/database.ts';
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

/**
 * The log of an organization as it was at `size` entries: the checkpoint of that size, freshly
 * signed, and the tiles that such a log has. Entries written since are not in it.
 */
export async function exportLog(keeper: LogKeeper, organizationId: string, size: number): Promise<LogExport> {
  const signed = await sequence(keeper, organizationId);
  if (signed < size) throw new Error(`The log has ${signed} entries, not ${size}.`);
  const scope = { role: 'app', organizationId, userId: null } as const;
  const tile = tileReader(keeper.database, organizationId);
  const root = await rootHash(nodeCrypto, BigInt(size), tile);
  const key = await keeper.database.transaction(scope, (tx) => openSigningKey(tx, organizationId, keeper.masterKey));
  const text = formatCheckpoint({ origin: key.origin, size: BigInt(size), root });
  return {
    checkpoint: signNote(nodeCrypto, text, { name: key.origin, seed: key.seed }),
    verifierKey: key.verifierKey,
    paths: tilePaths(BigInt(size)),
    tile,
  };
}

/** Tiles of a log as they are kept, also the narrower ones that it had before. */
export function tileReader(database: Database, organizationId: string): (path: string) => Promise<Uint8Array> {
  const scope = { role: 'app', organizationId, userId: null } as const;
  return (path) =>
    database.transaction(scope, async (tx) => tileAt(path, await readFullestTile(tx, organizationId, path)));
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
