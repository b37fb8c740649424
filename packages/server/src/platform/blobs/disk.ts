import type * as nodeFiles from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';

/** What of node:fs/promises writes; fault tests put something of their own in place. */
export type BlobFiles = Pick<typeof nodeFiles, 'mkdir' | 'open' | 'rename' | 'rm'>;

/** write(2) may take fewer bytes than it was given. `position` is where in the file; without one, where it stands. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array, position?: number): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    const { bytesWritten } =
      position === undefined
        ? await handle.write(chunk, at)
        : await handle.write(chunk, at, chunk.byteLength - at, position + at);
    if (bytesWritten === 0) throw Object.assign(new Error('The disk took no more bytes.'), { code: 'ENOSPC' });
    at += bytesWritten;
  }
}

export async function syncFolder(files: BlobFiles, folder: string): Promise<void> {
  // Windows has no fsync of a folder; a rename there is in the journal of NTFS.
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A full or a broken disk in words; anything else as it was. */
export function explainDisk(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EIO' || code === 'EROFS') {
    return new TickmarkError('cannot_run', `The disk did not take the file (${code}); it was not kept.`, {
      action: 'Look at the disk of the data folder, and send the file again once it is well.',
      cause: error,
    });
  }
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new TickmarkError('cannot_run', 'The disk is full; the file was not kept.', {
    action: 'Make room on the disk of the data folder and send the file again.',
    cause: error,
  });
}

/** An id as a name of a folder or file: nothing that leads anywhere else. */
export function assertId(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new TypeError(`Not an id: ${JSON.stringify(id)}`);
  return id;
}
