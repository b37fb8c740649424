import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
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

/** Hash and size of a file, read piece by piece into one buffer: a stream's new buffer for each piece took five times as long. */
export async function fileSha256(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    // No larger than the file: most are a few kilobytes, and fresh memory costs more than hashing them.
    const piece = Buffer.allocUnsafeSlow(Math.min(size + 1, 1 << 20));
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await handle.read(piece);
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
      hash.update(piece.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
