import { nodeCrypto } from '../node/node-crypto.ts';
import { integrate, type ReadTile } from '../src/index.ts';

/** RFC 6962, section 2.1, word by word: slow, recursive, without tiles. */
const hash = (...parts: Uint8Array[]): Uint8Array => nodeCrypto.sha256(Buffer.concat(parts));

export function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [only] = entries;
  if (only === undefined) return hash();
  if (entries.length === 1) return hash(Uint8Array.of(0), only);
  const k = splitAt(entries.length);
  return hash(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

export function naivePath(index: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = splitAt(entries.length);
  return index < k
    ? [...naivePath(index, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(index - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

export function naiveConsistency(old: number, entries: readonly Uint8Array[], whole = true): Uint8Array[] {
  if (old === entries.length) return whole ? [] : [naiveRoot(entries)];
  const k = splitAt(entries.length);
  return old <= k
    ? [...naiveConsistency(old, entries.slice(0, k), whole), naiveRoot(entries.slice(k))]
    : [...naiveConsistency(old - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

function splitAt(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** A log in memory that grows by `integrate`, removes what is obsolete and counts what it reads. */
export class MemoryLog {
  readonly tiles = new Map<string, Uint8Array>();
  size = 0n;
  root: Uint8Array = naiveRoot([]);
  reads = 0;

  readonly readTile: ReadTile = async (path) => {
    this.reads += 1;
    return this.tiles.get(path);
  };

  async append(entries: readonly Uint8Array[]): Promise<void> {
    const grown = await integrate(nodeCrypto, { size: this.size, readTile: this.readTile }, entries);
    for (const [path, bytes] of grown.tiles) this.tiles.set(path, bytes);
    for (const path of grown.obsolete) {
      if (!this.tiles.delete(path)) throw new Error(`${path} was never there`);
    }
    this.size = grown.size;
    this.root = grown.root;
  }
}

/** Distinct entries of changing lengths. */
export function someEntries(count: number, from = 0): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`entry ${from + i} ${'.'.repeat((from + i) % 7)}`));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
