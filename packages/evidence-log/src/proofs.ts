import { equalBytes } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { hashesAt, min, tileWidth, type ReadTile } from './paths.ts';
import { readHashes } from './tiles.ts';
import { checkUint64, emptyRoot, foldRight, hashBytes, nodeHash, rootOver } from './tree.ts';

const wide = BigInt(tileWidth);

/** Path that leads from entry `index` to the root of the tree of `size` entries (RFC 6962, 2.1.1). */
export async function inclusionProof(
  crypto: Crypto,
  size: bigint,
  index: bigint,
  readTile: ReadTile,
): Promise<Uint8Array[]> {
  checkUint64(size, 'Size');
  if (index < 0n || index >= size)
    throw new LogError('out_of_range', `A log of ${size} entries has no entry ${index}.`);
  const proof: Promise<Uint8Array>[] = [];
  const tree = treeReader(crypto, size, readTile);
  let [from, to] = [0n, size];
  while (to - from > 1n) {
    const middle = from + split(to - from);
    proof.push(index < middle ? tree(middle, to) : tree(from, middle));
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return Promise.all(proof.reverse());
}

/**
 * Nodes that show that the tree of `size` begins with the tree of `oldSize` (RFC 6962, 2.1.2).
 * Empty where there is nothing to show: from an empty tree, or to the same one.
 */
export async function consistencyProof(
  crypto: Crypto,
  oldSize: bigint,
  size: bigint,
  readTile: ReadTile,
): Promise<Uint8Array[]> {
  checkUint64(size, 'Size');
  if (oldSize < 0n || oldSize > size)
    throw new LogError('out_of_range', `A log of ${size} entries never had ${oldSize}.`);
  if (oldSize === 0n || oldSize === size) return [];
  const proof: Promise<Uint8Array>[] = [];
  const tree = treeReader(crypto, size, readTile);
  let [from, to] = [0n, size];
  while (oldSize < to) {
    const middle = from + split(to - from);
    proof.push(oldSize <= middle ? tree(middle, to) : tree(from, middle));
    [from, to] = oldSize <= middle ? [from, middle] : [middle, to];
  }
  if (from > 0n) proof.push(tree(from, to));
  return Promise.all(proof.reverse());
}

export interface Inclusion {
  size: bigint;
  index: bigint;
  leafHash: Uint8Array;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}

/** Returns when the entry is in the tree with this root; @throws LogError `wrong_proof` otherwise. */
export function verifyInclusion(crypto: Crypto, { size, index, leafHash, proof, root }: Inclusion): void {
  checkUint64(size, 'Size');
  checkHashes([leafHash, root, ...proof]);
  if (index < 0n || index >= size)
    throw new LogError('out_of_range', `A log of ${size} entries has no entry ${index}.`);
  const rest = [...proof];
  let hash = leafHash;
  for (let position = index, last = size - 1n; last > 0n; position >>= 1n, last >>= 1n) {
    if (position % 2n === 0n && position === last) continue;
    const sibling = rest.shift();
    if (sibling === undefined) throw wrong('The proof is too short.');
    hash = position % 2n === 1n ? nodeHash(crypto, sibling, hash) : nodeHash(crypto, hash, sibling);
  }
  if (rest.length > 0) throw wrong('The proof is too long.');
  if (!equalBytes(hash, root)) throw wrong(`The proof does not lead from entry ${index} to this root hash.`);
}

export interface Consistency {
  oldSize: bigint;
  oldRoot: Uint8Array;
  size: bigint;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/** Returns when the larger tree begins with the smaller; @throws LogError `wrong_proof` otherwise. */
export function verifyConsistency(crypto: Crypto, { oldSize, oldRoot, size, root, proof }: Consistency): void {
  checkUint64(size, 'Size');
  checkHashes([oldRoot, root, ...proof]);
  if (oldSize < 0n || oldSize > size)
    throw new LogError('out_of_range', `A log of ${size} entries never had ${oldSize}.`);
  if (oldSize === 0n || oldSize === size) {
    if (proof.length > 0) throw wrong('The proof is too long.');
    if (!equalBytes(oldRoot, oldSize === 0n ? emptyRoot(crypto) : root)) throw wrong('One size has two root hashes.');
    return;
  }
  const rest = [...proof];
  let position = oldSize - 1n;
  let last = size - 1n;
  for (; position % 2n === 1n; position >>= 1n) last >>= 1n;
  const start = position === 0n ? oldRoot : rest.shift();
  if (start === undefined) throw wrong('The proof is too short.');
  let [older, newer] = [start, start];
  for (; last > 0n; position >>= 1n, last >>= 1n) {
    if (position % 2n === 0n && position === last) continue;
    const sibling = rest.shift();
    if (sibling === undefined) throw wrong('The proof is too short.');
    if (position % 2n === 1n) {
      older = nodeHash(crypto, sibling, older);
      newer = nodeHash(crypto, sibling, newer);
    } else {
      newer = nodeHash(crypto, newer, sibling);
    }
  }
  if (rest.length > 0) throw wrong('The proof is too long.');
  if (!equalBytes(older, oldRoot)) throw wrong(`The proof does not lead to the root hash of ${oldSize} entries.`);
  if (!equalBytes(newer, root)) throw wrong(`The proof does not lead to the root hash of ${size} entries.`);
}

/**
 * Root over the entries `from` to `to`, where both come from splitting the tree as RFC 6962 does. A tile holds up to
 * eight nodes of a proof and is read once; those of one proof are asked for together.
 */
function treeReader(
  crypto: Crypto,
  size: bigint,
  readTile: ReadTile,
): (from: bigint, to: bigint) => Promise<Uint8Array> {
  const tiles = new Map<string, Promise<Uint8Array[]>>();
  const tile = (level: number, index: bigint) => {
    const known = tiles.get(`${level}/${index}`);
    if (known !== undefined) return known;
    const hashes = readHashes(readTile, level, index, Number(min(hashesAt(size, level) - index * wide, wide)));
    tiles.set(`${level}/${index}`, hashes);
    return hashes;
  };
  /** Root of the perfect tree of 2^height entries that begins at `from`. */
  const node = async (height: number, from: bigint) => {
    const level = Math.floor(height / 8);
    const position = from >> BigInt(level * 8);
    const first = Number(position % wide);
    return rootOver(crypto, (await tile(level, position / wide)).slice(first, first + 2 ** (height % 8)));
  };
  return async (from, to) => {
    const roots: Promise<Uint8Array>[] = [];
    for (let at = from; at < to;) {
      const height = bitLength(to - at) - 1;
      roots.push(node(height, at));
      at += 1n << BigInt(height);
    }
    return foldRight(crypto, await Promise.all(roots));
  };
}

/** Largest power of two below n, which is 2 or more. */
function split(n: bigint): bigint {
  return 1n << BigInt(bitLength(n - 1n) - 1);
}

function bitLength(n: bigint): number {
  return n.toString(2).length;
}

function checkHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.some((hash) => hash.length !== hashBytes))
    throw new LogError('malformed', `A hash has ${hashBytes} bytes.`);
}

function wrong(message: string): LogError {
  return new LogError('wrong_proof', message);
}
