import { sha256 } from '@noble/hashes/sha2.js';
import { hexOf, joined } from './bytes.ts';

const leaf = Uint8Array.of(0);
const node = Uint8Array.of(1);

/** SHA-256 in lowercase hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return hexOf(sha256(bytes));
}

/** Hash of an entry of the log (RFC 6962, section 2.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(joined(leaf, entry));
}

/** Hash over two neighbouring trees (RFC 6962, section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joined(node, left, right));
}

/** SHA-256 over pieces that don't fit in memory together, after `first` where it is given; lowercase hex. */
export async function sha256OfPieces(pieces: AsyncIterable<Uint8Array>, first?: Uint8Array): Promise<string> {
  const hash = sha256.create();
  if (first !== undefined) hash.update(first);
  for await (const piece of pieces) hash.update(piece);
  return hexOf(hash.digest());
}
