import { concatBytes } from './bytes.ts';
import { LogError } from './error.ts';
import { entriesPath, tilePath, tileWidth, type ReadTile } from './paths.ts';
import { hashBytes, maxEntryBytes } from './tree.ts';

/** Reads one tile of exactly this width; falls back to the full tile, whose prefix it is. */
export async function readHashes(
  readTile: ReadTile,
  level: number,
  index: bigint,
  width: number,
): Promise<Uint8Array[]> {
  const path = tilePath(level, index, width);
  const exact = await readTile(path);
  if (exact !== undefined) return splitHashes(exact, width, path);
  const fullPath = tilePath(level, index, tileWidth);
  const full = width < tileWidth ? await readTile(fullPath) : undefined;
  if (full === undefined) throw missing(path);
  return splitHashes(full, tileWidth, fullPath).slice(0, width);
}

export async function readBundle(readTile: ReadTile, index: bigint, width: number): Promise<Uint8Array[]> {
  const path = entriesPath(index, width);
  const bytes = await readTile(path);
  if (bytes === undefined) throw missing(path);
  return splitEntries(bytes, width, path);
}

/** Hashes of a tile, as views of its bytes; an error unless it holds exactly `width` of them. */
export function splitHashes(bytes: Uint8Array, width: number, path: string): Uint8Array[] {
  if (bytes.length !== width * hashBytes) {
    throw new LogError(
      'wrong_tile',
      `${path} has ${bytes.length} bytes; ${width} hashes have ${width * hashBytes}.`,
      path,
    );
  }
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * hashBytes, (i + 1) * hashBytes));
}

/** Entries of a bundle, as views of its bytes; an error unless it holds exactly `width` of them and nothing else. */
export function splitEntries(bytes: Uint8Array, width: number, path: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const from = at + 2;
    const to = from + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
    if (to > bytes.length)
      throw new LogError('wrong_tile', `${path} ends within entry ${entries.length} of the bundle.`, path);
    entries.push(bytes.subarray(from, to));
    at = to;
  }
  if (entries.length !== width)
    throw new LogError('wrong_tile', `${path} has ${entries.length} entries, not ${width}.`, path);
  return entries;
}

/** A bundle: each entry after its length as a big-endian uint16. */
export function joinEntries(entries: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...entries.flatMap((entry) => [lengthOf(entry), entry]));
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length > maxEntryBytes) {
    throw new LogError(
      'out_of_range',
      `An entry has ${entry.length} bytes; a log holds entries of at most ${maxEntryBytes}.`,
    );
  }
  return Uint8Array.of(entry.length >> 8, entry.length & 0xff);
}

export function missing(path: string): LogError {
  return new LogError('missing_tile', `The log lacks ${path}.`, path);
}
