import { concatBytes, equalBytes } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { entriesPath, hashesAt, tilePath, tileWidth, type ReadTile } from './paths.ts';
import { joinEntries, readBundle, readHashes } from './tiles.ts';
import { checkUint64, foldRight, leafHash, peaks, rootOver } from './tree.ts';

const wide = BigInt(tileWidth);

export interface Integrated {
  size: bigint;
  root: Uint8Array;
  /** Files to write, by path: hash tiles and entry bundles. */
  tiles: Map<string, Uint8Array>;
  /** Partial tiles that these replace; to be removed after the new ones are kept. */
  obsolete: string[];
}

/**
 * Appends entries to a log of `size` entries. Reads only the partial tiles at the right edge, at most
 * one a level, so the cost follows from the number of new entries and not from the size of the log.
 * @throws LogError when a tile of the edge is missing or does not fit the entries it stands for.
 */
export async function integrate(
  crypto: Crypto,
  log: { size: bigint; readTile: ReadTile },
  entries: readonly Uint8Array[],
): Promise<Integrated> {
  const size = log.size + BigInt(entries.length);
  checkUint64(log.size, 'Size');
  checkUint64(size, 'Size');
  const edge = await readEdge(log);
  const tiles = new Map<string, Uint8Array>();
  const obsolete: string[] = [];
  if (entries.length > 0) {
    const bundle = [...(await readEdgeBundle(crypto, log, edge[0] ?? [])), ...entries];
    writeTouched(log.size, (index, width) => entriesPath(index, width), bundle, joinEntries, { tiles, obsolete });
  }
  let grown: readonly Uint8Array[] = entries.map((entry) => leafHash(crypto, entry));
  for (let level = 0; grown.length > 0; level += 1) {
    const row = [...(edge[level] ?? []), ...grown];
    writeTouched(hashesAt(log.size, level), (index, width) => tilePath(level, index, width), row, joinHashes, {
      tiles,
      obsolete,
    });
    const above: Uint8Array[] = [];
    let from = 0;
    for (; from + tileWidth <= row.length; from += tileWidth)
      above.push(rootOver(crypto, row.slice(from, from + tileWidth)));
    edge[level] = row.slice(from);
    grown = above;
  }
  return { size, root: edgeRoot(crypto, edge), tiles, obsolete };
}

/** Root hash of a log of this size, from the tiles at its right edge. */
export async function rootHash(crypto: Crypto, size: bigint, readTile: ReadTile): Promise<Uint8Array> {
  checkUint64(size, 'Size');
  return edgeRoot(crypto, await readEdge({ size, readTile }));
}

/** Root of a tree from the hashes of its partial tiles, by level; full tiles are in the level above. */
export function edgeRoot(crypto: Crypto, edge: readonly (readonly Uint8Array[])[]): Uint8Array {
  return foldRight(
    crypto,
    [...edge].reverse().flatMap((row) => peaks(crypto, row)),
  );
}

/** Hashes of the partial tile of each level; empty where the level ends with a full one. */
async function readEdge({ size, readTile }: { size: bigint; readTile: ReadTile }): Promise<Uint8Array[][]> {
  const edge: Promise<Uint8Array[]>[] = [];
  for (let level = 0, count = size; count > 0n; level += 1, count /= wide) {
    const width = Number(count % wide);
    edge.push(width === 0 ? Promise.resolve([]) : readHashes(readTile, level, count / wide, width));
  }
  return Promise.all(edge);
}

/** Entries of the partial bundle, compared with their hashes: what is broken is not built upon. */
async function readEdgeBundle(
  crypto: Crypto,
  { size, readTile }: { size: bigint; readTile: ReadTile },
  hashes: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  if (hashes.length === 0) return [];
  const bundle = await readBundle(readTile, size / wide, hashes.length);
  bundle.forEach((entry, i) => {
    const hash = hashes[i];
    if (hash === undefined || !equalBytes(leafHash(crypto, entry), hash)) {
      const path = entriesPath(size / wide, hashes.length);
      throw new LogError(
        'wrong_tile',
        `Entry ${size - BigInt(hashes.length - i)} in ${path} is not the one the tree was built over.`,
        path,
      );
    }
  });
  return bundle;
}

/** Cuts a row that begins at its partial tile into tiles; `before` counts the row before it grew. */
function writeTouched(
  before: bigint,
  path: (index: bigint, width: number) => string,
  row: readonly Uint8Array[],
  join: (part: readonly Uint8Array[]) => Uint8Array,
  out: { tiles: Map<string, Uint8Array>; obsolete: string[] },
): void {
  const first = before / wide;
  const replaced = Number(before % wide);
  if (replaced > 0) out.obsolete.push(path(first, replaced));
  for (let from = 0, index = first; from < row.length; from += tileWidth, index += 1n) {
    const part = row.slice(from, from + tileWidth);
    out.tiles.set(path(index, part.length), join(part));
  }
}

function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...hashes);
}
