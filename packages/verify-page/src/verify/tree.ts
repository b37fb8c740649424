import { sha256 } from '@noble/hashes/sha2.js';
import type { Archive } from './archive.ts';
import { Broken } from './broken.ts';
import { joined, sameBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { leafHash, nodeHash } from './hash.ts';

/** Where the key and the signed state of a log lie in its folder. */
export const vkeyIn = (folder: string): string => `${folder}vkey`;
export const checkpointIn = (folder: string): string => `${folder}checkpoint`;

/** Hashes of a full tile, entries of a full bundle of entries, as exponent of two (C2SP tlog-tiles). */
const tileHeight = 8;
const tileWidth = 2 ** tileHeight;

/** Bundles of entries of a log of this many entries, from the first to the last. */
export function entryFiles(folder: string, size: number): { path: string; width: number }[] {
  return tilesOf(size).map(({ index, width }) => ({ path: tilePath(folder, 'entries', index, width), width }));
}

/**
 * The folder of a log holds what a log of this size has and nothing else (C2SP tlog-tiles).
 * @throws Broken under EL4.
 */
export function checkLogFiles(archive: Archive, folder: string, size: bigint): void {
  if (size > BigInt(archive.files.size * tileWidth)) {
    throw new Broken('EL4', `The checkpoint is of ${size} entries; so many do not fit into the files of the log.`, {
      path: checkpointIn(folder),
    });
  }
  const expected = entryFiles(folder, Number(size)).map(({ path }) => path);
  for (let level = 0, width = Number(size); width > 0; level += 1, width = Math.floor(width / tileWidth))
    expected.push(...tilesOf(width).map((tile) => tilePath(folder, level, tile.index, tile.width)));
  for (const path of expected.sort())
    if (!archive.files.has(path))
      throw new Broken('EL4', `${path} is missing from a log of ${size} entries.`, { path });
  const known = new Set([vkeyIn(folder), checkpointIn(folder), ...expected]);
  for (const path of archive.files.keys()) {
    if (path.startsWith(folder) && !known.has(path))
      throw new Broken('EL4', `${path} is no file of a log of ${size} entries.`, { path });
  }
}

/**
 * Computes the tree over all entries (RFC 6962, section 2.1) and compares every tile and the root hash.
 * Expects what `checkLogFiles` has found to be there.
 * @throws Broken under EL5.
 */
export async function checkTree(archive: Archive, folder: string, { size, root }: Checkpoint): Promise<void> {
  const tree = new Tree(archive, folder);
  for (const file of entryFiles(folder, Number(size))) {
    for (const entry of splitEntries(await contents(archive, file.path), file)) await tree.add(leafHash(entry));
    await tree.closeLowest();
  }
  await tree.close();
  if (!sameBytes(tree.root(), root)) {
    throw new Broken('EL5', `The ${size} entries do not give the root hash of the checkpoint.`, {
      path: checkpointIn(folder),
    });
  }
}

/**
 * Every entry, in order.
 * @throws Broken under EL5.
 */
export async function* readEntries(archive: Archive, folder: string, size: number): AsyncGenerator<Uint8Array> {
  for (const file of entryFiles(folder, size)) yield* splitEntries(await contents(archive, file.path), file);
}

/** Perfect trees from left to right, the largest first, and the tiles that are not yet full. */
class Tree {
  readonly #archive: Archive;
  readonly #folder: string;
  readonly #peaks: { hash: Uint8Array; height: number }[] = [];
  readonly #levels: { full: number; hashes: Uint8Array[] }[] = [];

  constructor(archive: Archive, folder: string) {
    this.#archive = archive;
    this.#folder = folder;
  }

  async add(leaf: Uint8Array): Promise<void> {
    let peak = { hash: leaf, height: 0 };
    await this.#collect(peak);
    for (let left = this.#peaks.at(-1); left?.height === peak.height; left = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { hash: nodeHash(left.hash, peak.hash), height: peak.height + 1 };
      await this.#collect(peak);
    }
    this.#peaks.push(peak);
  }

  /** Compares the tile over the last bundle of entries, which may be partial. */
  async closeLowest(): Promise<void> {
    await this.#compare(0);
  }

  async close(): Promise<void> {
    for (const level of this.#levels.keys()) await this.#compare(level);
  }

  root(): Uint8Array {
    const hashes = this.#peaks.map(({ hash }) => hash);
    return hashes.length === 0 ? sha256(new Uint8Array(0)) : hashes.reduceRight((right, left) => nodeHash(left, right));
  }

  /** Puts a hash into its tile, and compares the tile when it is full. */
  async #collect({ hash, height }: { hash: Uint8Array; height: number }): Promise<void> {
    if (height % tileHeight > 0) return;
    const level = height / tileHeight;
    this.#levels[level] ??= { full: 0, hashes: [] };
    this.#levels[level].hashes.push(hash);
    if (this.#levels[level].hashes.length < tileWidth) return;
    await this.#compare(level);
    this.#levels[level] = { full: this.#levels[level].full + 1, hashes: [] };
  }

  async #compare(level: number): Promise<void> {
    const { full = 0, hashes = [] } = this.#levels[level] ?? {};
    if (hashes.length === 0) return;
    const path = tilePath(this.#folder, level, full, hashes.length);
    if (!sameBytes(await contents(this.#archive, path), joined(...hashes)))
      throw new Broken('EL5', `${path} does not hold the hashes of what it stands for.`, { path });
  }
}

/** Entries of a bundle, each after its length in two bytes, the higher first. */
function splitEntries(bytes: Uint8Array, { path, width }: { path: string; width: number }): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const from = at + 2;
    at = from + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (at > bytes.length) throw new Broken('EL5', `${path} ends in the middle of an entry.`, { path });
    entries.push(bytes.subarray(from, at));
  }
  if (entries.length !== width)
    throw new Broken('EL5', `${path} has ${entries.length} entries instead of ${width}.`, { path });
  return entries;
}

/** Tiles over so many hashes: full ones, and a partial one where hashes are left over. */
function tilesOf(hashes: number): { index: number; width: number }[] {
  return Array.from({ length: Math.ceil(hashes / tileWidth) }, (_, index) => ({
    index,
    width: Math.min(tileWidth, hashes - index * tileWidth),
  }));
}

/** `tile/0/x001/067.p/8`: groups of three digits, all but the last after an x. */
function tilePath(folder: string, level: number | 'entries', index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `${folder}tile/${level}/${groups.join('/')}${width === tileWidth ? '' : `.p/${width}`}`;
}

async function contents(archive: Archive, path: string): Promise<Uint8Array> {
  const bytes = await archive.read(path);
  if (bytes === undefined) throw new Broken('EL4', `${path} is missing from the log.`, { path });
  return bytes;
}
