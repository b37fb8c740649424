import { concatBytes } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';

/** Merkle tree of RFC 6962, section 2.1: SHA-256, leaves prefixed 0x00, nodes 0x01. */
export const hashBytes = 32;
const leafPrefix = Uint8Array.of(0);
/** What is hashed for a node, filled anew each time: a log has as many nodes as entries. */
const node = new Uint8Array(1 + 2 * hashBytes).fill(1, 0, 1);

/** Longest entry a bundle can hold: its length is a uint16 (C2SP tlog-tiles). */
export const maxEntryBytes = 65_535;
const maxSize = 2n ** 64n - 1n;

export function leafHash(crypto: Crypto, entry: Uint8Array): Uint8Array {
  return crypto.sha256(concatBytes(leafPrefix, entry));
}

export function nodeHash(crypto: Crypto, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== hashBytes || right.length !== hashBytes)
    throw new LogError('malformed', `A hash has ${hashBytes} bytes.`);
  node.set(left, 1);
  node.set(right, 1 + hashBytes);
  return crypto.sha256(node);
}

/** Root of the tree without entries: SHA-256 of nothing. */
export function emptyRoot(crypto: Crypto): Uint8Array {
  return crypto.sha256(new Uint8Array(0));
}

/** Root over one or more hashes, each the root of a perfect tree of one and the same size. */
export function rootOver(crypto: Crypto, hashes: readonly Uint8Array[]): Uint8Array {
  return foldRight(crypto, peaks(crypto, hashes));
}

/** Roots of the largest perfect trees over these hashes, from left to right. */
export function peaks(crypto: Crypto, hashes: readonly Uint8Array[]): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let from = 0; from < hashes.length;) {
    const width = 2 ** Math.floor(Math.log2(hashes.length - from));
    found.push(perfectRoot(crypto, hashes.slice(from, from + width)));
    from += width;
  }
  return found;
}

/** Joins perfect trees that stand side by side, the largest at the left, into one root. */
export function foldRight(crypto: Crypto, roots: readonly Uint8Array[]): Uint8Array {
  if (roots.length === 0) return emptyRoot(crypto);
  return roots.reduceRight((right, left) => nodeHash(crypto, left, right));
}

function perfectRoot(crypto: Crypto, hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < row.length; i += 2) above.push(nodeHash(crypto, at(row, i), at(row, i + 1)));
    row = above;
  }
  return at(row, 0);
}

function at(row: readonly Uint8Array[], i: number): Uint8Array {
  const hash = row[i];
  if (hash === undefined) throw new LogError('out_of_range', 'A tree needs one hash at least.');
  return hash;
}

/** Sizes and indices are uint64 (C2SP), hence bigint. */
export function checkUint64(value: bigint, what: string): void {
  if (value < 0n || value > maxSize)
    throw new LogError('out_of_range', `${what} ${value} is not between 0 and 2^64 - 1.`);
}
