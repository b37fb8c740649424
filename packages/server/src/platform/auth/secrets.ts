import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes as base64url: 256 bits, so a plain hash of it needs no salt and no stretching. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a secret or an address: lowercase hex SHA-256. */
export function sha256Hex(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
