import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { joined, sameBytes } from './bytes.ts';

const { p, n } = Point.CURVE();

/** Why a key must not be used, in a sentence; undefined for one that may. */
export function weaknessOf(publicKey: Uint8Array): string | undefined {
  const unsigned = publicKey.with(31, (publicKey[31] ?? 0) & 0x7f);
  if (littleEndian(unsigned) >= p) return 'is not in its canonical form';
  // The sign of x is left out: both points of one y have the same order.
  return pointOf(unsigned)?.isSmallOrder() ? 'is of low order, so anyone could sign under it' : undefined;
}

/**
 * Verifies an Ed25519 signature (RFC 8032, section 5.1.7) without the cofactor: R is computed and its
 * 32 bytes compared, as OpenSSL does, so that both verifiers decide alike for every signature.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = pointOf(publicKey);
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (key === undefined || signature.length !== 64 || s >= n) return false;
  const k = littleEndian(sha512(joined(r, publicKey, message))) % n;
  const computed = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
  return sameBytes(computed.toBytes(), r);
}

function pointOf(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
