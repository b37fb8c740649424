import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import canonicalize from 'canonicalize';
import type { PopulationManifest } from '@tickmark/core';

/** Canonical JSON (RFC 8785) in UTF-8: the same value always gives the same bytes. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form.');
  return new TextEncoder().encode(text);
}

/** Lowercase hex SHA-256. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hash of a manifest as the log seals it: of its canonical JSON. */
export function manifestSha256(manifest: PopulationManifest): string {
  return sha256Hex(canonicalBytes(manifest));
}

/** Hash and size of a file, read in pieces. */
export async function fileSha256(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(piece as Uint8Array);
    bytes += (piece as Uint8Array).length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
