import { LogError } from './error.ts';
import { checkUint64 } from './tree.ts';

/** Hashes in a full tile, entries in a full bundle: height 8 (C2SP tlog-tiles). */
export const tileWidth = 256;
const wide = BigInt(tileWidth);

/**
 * Bytes of one file of a log, which nobody writes to afterwards; undefined when there is none. The path is relative to
 * the log folder: `tile/0/x001/067`, `tile/entries/000.p/5`. Several may be asked for at once.
 */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

/** `tile/<level>/<index>`, with `.p/<width>` where the tile is partial. */
export function tilePath(level: number, index: bigint, width: number): string {
  if (!Number.isInteger(level) || level < 0 || level > 63)
    throw new LogError('out_of_range', `There is no tile level ${level}.`);
  return `tile/${level}/${indexPath(index)}${partial(width)}`;
}

/** Entry bundle number `index`: `tile/entries/<index>`, with `.p/<width>` where it is partial. */
export function entriesPath(index: bigint, width: number): string {
  return `tile/entries/${indexPath(index)}${partial(width)}`;
}

/** Hashes at a tile level of a log of this size. */
export function hashesAt(size: bigint, level: number): bigint {
  return size / wide ** BigInt(level);
}

/**
 * Every tile and entry bundle of a log of this size, sorted; a static log has these and no others
 * beside its checkpoint.
 */
export function tilePaths(size: bigint): string[] {
  checkUint64(size, 'Size');
  const paths: string[] = [];
  for (let level = 0, count = size; count > 0n; level += 1, count /= wide) {
    for (let index = 0n; index * wide < count; index += 1n) {
      const width = Number(min(count - index * wide, wide));
      paths.push(tilePath(level, index, width));
      if (level === 0) paths.push(entriesPath(index, width));
    }
  }
  return paths.sort();
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Three digits each, all but the last with an x: 1234067 is `x001/x234/067`. */
function indexPath(index: bigint): string {
  checkUint64(index, 'Tile index');
  const digits = index.toString();
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

function partial(width: number): string {
  if (!Number.isInteger(width) || width < 1 || width > tileWidth) {
    throw new LogError('out_of_range', `A tile is 1 to ${tileWidth} wide, not ${width}.`);
  }
  return width === tileWidth ? '' : `.p/${width}`;
}
