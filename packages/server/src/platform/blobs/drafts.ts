import { createHash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import type { Expected, StoredBlob } from './blobs.ts';
import { assertId, writeAll, type BlobFiles } from './disk.ts';

/**
 * Writes bytes to a new file, hashes and fsyncs them. Whoever calls removes the file after a failure.
 * Errors: too_large, does_not_hold (others than expected), and those of the disk as they come.
 */
export async function writeDraft(
  files: BlobFiles,
  draft: string,
  bytes: AsyncIterable<Uint8Array>,
  expected: Expected | undefined,
): Promise<StoredBlob> {
  const maxBytes = expected?.maxBytes ?? Number.POSITIVE_INFINITY;
  const hash = createHash('sha256');
  let size = 0;
  const handle = await files.open(draft, 'wx', 0o400);
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > maxBytes) {
        throw new TickmarkError('too_large', `The file is larger than ${maxBytes} bytes.`, {
          field: 'file',
          action: 'Split it or leave out what is not needed.',
        });
      }
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  const stored = { sha256: hash.digest('hex'), size };
  refuseOther(stored, expected);
  return stored;
}

function refuseOther({ sha256 }: StoredBlob, expected: Expected | undefined): void {
  if (expected?.sha256 === undefined || expected.sha256 === sha256) return;
  throw new TickmarkError('does_not_hold', `The file has the SHA-256 ${sha256} and not ${expected.sha256}.`, {
    field: 'file',
    action: 'Nothing was kept. Send the file again.',
  });
}

/** Where bytes stand in every store: `<organization>/<first two digits>/<sha256>`. */
export function blobKey(organizationId: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`Not a SHA-256: ${JSON.stringify(sha256)}`);
  return `${assertId(organizationId)}/${sha256.slice(0, 2)}/${sha256}`;
}

export function blobPath(root: string, organizationId: string, sha256: string): string {
  return join(root, ...blobKey(organizationId, sha256).split('/'));
}

const dayInMs = 86_400_000;

/** What a killed process left half-written. Younger files may belong to another process at work. */
export function removeAbandoned(incoming: string): void {
  let names: string[] = [];
  try {
    names = readdirSync(incoming);
  } catch {
    return;
  }
  for (const name of names) {
    const path = join(incoming, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > dayInMs) rmSync(path, { force: true });
  }
}
