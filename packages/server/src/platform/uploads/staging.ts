import { createHash } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { assertId, explainDisk, syncFolder, writeAll, type BlobFiles } from '../blobs/index.ts';

/** Bytes on their way, one file an upload: `<organization>/<upload>`. Both are ids that the server made. */
export interface Staging {
  /** Bytes that are there; 0 where there is no file. */
  size(organizationId: string, id: string): Promise<number>;
  /**
   * Writes `bytes` from `offset` on and answers how many came, after fsync. `failure` is what ended
   * them early; what came before it is kept.
   */
  write(
    organizationId: string,
    id: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ written: number; failure?: unknown }>;
  /** SHA-256 of the whole file in hex, and its beginning. */
  digest(organizationId: string, id: string, beginning: number): Promise<{ sha256: string; beginning: Uint8Array }>;
  path(organizationId: string, id: string): string;
  remove(organizationId: string, id: string): Promise<void>;
  /** Removes what was last written before `before`. */
  removeOlder(before: Date): Promise<void>;
}

export function openStaging(folder: string, files: BlobFiles = nodeFiles): Staging {
  const root = resolve(folder);
  const pathOf = (organizationId: string, id: string): string => join(root, assertId(organizationId), assertId(id));
  return {
    size: (organizationId, id) => sizeOf(pathOf(organizationId, id)),
    write: (organizationId, id, offset, bytes) => write(root, files, pathOf(organizationId, id), offset, bytes),
    digest: (organizationId, id, beginning) => digest(pathOf(organizationId, id), beginning),
    path: pathOf,
    remove: (organizationId, id) => files.rm(pathOf(organizationId, id), { force: true }),
    removeOlder: (before) => removeOlder(root, before),
  };
}

async function write(
  root: string,
  files: BlobFiles,
  path: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ written: number; failure?: unknown }> {
  let failure: unknown;
  let written = 0;
  try {
    await files.mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await openAt(files, path, offset);
    try {
      try {
        for await (const chunk of bytes) {
          await writeAll(handle, chunk, offset + written);
          written += chunk.byteLength;
        }
      } catch (error) {
        failure = explainDisk(error);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (offset === 0) for (const at of [dirname(path), root]) await syncFolder(files, at);
  } catch (error) {
    throw explainDisk(error);
  }
  return failure === undefined ? { written } : { written, failure };
}

/** Whatever lies beyond the offset was never acknowledged. */
async function openAt(files: BlobFiles, path: string, offset: number): Promise<FileHandle> {
  const handle = await files.open(path, offset === 0 ? 'w' : 'r+', 0o600);
  if (offset > 0) await handle.truncate(offset);
  return handle;
}

async function digest(path: string, beginning: number): Promise<{ sha256: string; beginning: Uint8Array }> {
  const hash = createHash('sha256');
  const handle = await nodeFiles.open(path, 'r');
  try {
    // One buffer for all: with a stream gigabytes of them would wait for the collector.
    const buffer = new Uint8Array(1024 * 1024);
    let first: Uint8Array | undefined;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      first ??= buffer.slice(0, Math.min(beginning, bytesRead));
      if (bytesRead === 0) return { sha256: hash.digest('hex'), beginning: first };
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await nodeFiles.stat(path).catch(ifAbsent))?.size ?? 0;
}

async function removeOlder(root: string, before: Date): Promise<void> {
  for (const organization of (await nodeFiles.readdir(root).catch(ifAbsent)) ?? []) {
    for (const name of (await nodeFiles.readdir(join(root, organization)).catch(ifAbsent)) ?? []) {
      const path = join(root, organization, name);
      const found = await nodeFiles.stat(path).catch(ifAbsent);
      if (found !== undefined && found.mtime < before) await nodeFiles.rm(path, { force: true });
    }
  }
}

function ifAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
