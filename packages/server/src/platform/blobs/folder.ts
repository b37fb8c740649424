import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { TickmarkError } from '@tickmark/core';
import type { Blobs, Expected, StoredBlob } from './blobs.ts';
import { assertId, explainDisk, syncFolder, type BlobFiles } from './disk.ts';
import { blobPath, removeAbandoned, writeDraft } from './drafts.ts';
import { HeldFiles } from './held.ts';
import { verified } from './verified.ts';

const inFolder = { where: 'The blob folder', action: 'Restore this file from a backup.' };

/**
 * Blobs in a folder: `<organization>/<first two digits>/<sha256>`. Bytes go to `incoming/`, are
 * fsynced, renamed to their hash, and the folders are fsynced, before `put` resolves; a failure on
 * the way leaves nothing under the hash. Errors: too_large beyond `maxBytes`, not_found for bytes
 * that are not here, cannot_run when the disk is full, does_not_hold for another hash than expected.
 */
export function openBlobs(folder: string, files: BlobFiles = nodeFiles): Blobs {
  const root = resolve(folder);
  removeAbandoned(join(root, 'incoming'));
  const held = new HeldFiles();
  const blobs: Blobs = {
    put: async (organizationId, bytes, expected) => store(root, files, assertId(organizationId), bytes, expected),
    putFile: async (organizationId, path, expected) => blobs.put(organizationId, createReadStream(path), expected),
    has: async (organizationId, sha256) => (await sizeOf(blobPath(root, organizationId, sha256))) !== undefined,
    open: async (organizationId, sha256) => {
      const bytes = createReadStream(await existing(root, organizationId, sha256));
      return Readable.from(verified(bytes, sha256, inFolder), { objectMode: false });
    },
    local: async (organizationId, sha256) => existing(root, organizationId, sha256),
    held: async (organizationId, sha256) => held.hold(await existing(root, organizationId, sha256), sha256, inFolder),
    remove: async (organizationId, sha256) => {
      const path = blobPath(root, organizationId, sha256);
      if ((await sizeOf(path)) === undefined) return;
      await files.rm(path, { force: true });
      await syncFolder(files, dirname(path));
    },
  };
  return blobs;
}

async function store(
  root: string,
  files: BlobFiles,
  organizationId: string,
  bytes: AsyncIterable<Uint8Array>,
  expected: Expected | undefined,
): Promise<StoredBlob> {
  const incoming = join(root, 'incoming');
  await files.mkdir(incoming, { recursive: true, mode: 0o700 });
  const draft = join(incoming, randomUUID());
  try {
    const stored = await writeDraft(files, draft, bytes, expected);
    const path = blobPath(root, organizationId, stored.sha256);
    await files.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Over equal bytes too: a damaged file is healed, and there is one path to test.
    await files.rename(draft, path);
    // The entries of the file and of folders perhaps made just now, from the inside out.
    for (let at = dirname(path); at !== dirname(root); at = dirname(at)) await syncFolder(files, at);
    return stored;
  } catch (error) {
    await files.rm(draft, { force: true });
    throw explainDisk(error);
  }
}

async function existing(root: string, organizationId: string, sha256: string): Promise<string> {
  const path = blobPath(root, organizationId, sha256);
  if ((await sizeOf(path)) !== undefined) return path;
  throw new TickmarkError('not_found', `The file with the SHA-256 ${sha256} is not in the blob folder.`, {
    action: 'If it was there before, restore the data folder from a backup.',
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await nodeFiles.stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
