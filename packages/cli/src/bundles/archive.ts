import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  archiveBlockBytes,
  archiveEndBytes,
  archivePadding,
  compareArchivePaths,
  isArchiveEnd,
  parseArchiveHeader,
  TickmarkError,
  type ArchiveFile,
} from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';

const chunkBytes = 1 << 20;

export interface ArchivedFile {
  /** Where its contents begin in the tar file. */
  offset: number;
  size: number;
  /** Lowercase hex. */
  sha256: string;
}

/** A bundle whose tar form holds; every byte has been read once and hashed. */
export interface Archive {
  files: ReadonlyMap<string, ArchivedFile>;
  /** Bytes of the whole tar file. */
  size: number;
  /** Contents of a file that fits in memory; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Contents in pieces. */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** Writes the contents to a file on disk. */
  extract(path: string, to: string): Promise<void>;
  close(): Promise<void>;
}

export type OnBytes = (done: number, total: number) => void;

/**
 * Reads a tar file from its first to its last byte and keeps where each file lies (EL1). Contents
 * read later are hashed again, so a file that changes meanwhile is found.
 * @throws TickmarkError `bad_input` when the file can't be read; DoesNotHold for any other tar form.
 */
export async function openArchive(file: string, onBytes: OnBytes = () => {}): Promise<Archive> {
  const handle = await openForReading(file);
  try {
    const { size } = await handle.stat();
    const files = await indexFiles(handle, size, onBytes);
    const stream = (path: string): AsyncIterable<Uint8Array> => contentsOf(handle, path, files.get(path));
    return {
      files,
      size,
      stream,
      read: async (path) => (files.has(path) ? Buffer.concat(await collect(stream(path))) : undefined),
      extract: (path, to) => pipeline(Readable.from(stream(path)), createWriteStream(to, { flags: 'wx' })),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openForReading(file: string): Promise<FileHandle> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new TickmarkError('bad_input', `${file} can't be opened.`, {
      action: 'Name a bundle that exists and that you may read.',
      cause,
    });
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new TickmarkError('bad_input', `${file} is not a file.`, { action: 'Name the bundle itself, a .tar file.' });
}

async function indexFiles(handle: FileHandle, size: number, onBytes: OnBytes): Promise<Map<string, ArchivedFile>> {
  const files = new Map<string, ArchivedFile>();
  let at = 0;
  let last: string | null = null;
  for (;;) {
    const block = await readExactly(handle, at, archiveBlockBytes, last);
    if (isArchiveEnd(block)) break;
    const header = readHeader(block, last);
    if (last !== null && compareArchivePaths(last, header.path) >= 0) {
      const fault =
        last === header.path ? 'is there twice' : `stands after ${last}; files are in the order of their paths`;
      throw new DoesNotHold('EL1', `${header.path} ${fault}.`, { path: header.path });
    }
    const offset = at + archiveBlockBytes;
    const sha256 = await hashContents(handle, offset, header, (done) => onBytes(offset + done, size));
    files.set(header.path, { offset, size: header.size, sha256 });
    at = offset + header.size;
    const padding = await readExactly(handle, at, archivePadding(header.size).length, header.path);
    if (!isArchiveEnd(padding))
      throw new DoesNotHold('EL1', `The padding after ${header.path} is not empty.`, { path: header.path });
    at += padding.length;
    last = header.path;
  }
  if (!isArchiveEnd(await readExactly(handle, at, archiveEndBytes, last)))
    throw new DoesNotHold('EL1', 'The archive does not end as every bundle does.');
  if (at + archiveEndBytes !== size)
    throw new DoesNotHold('EL1', `${size - at - archiveEndBytes} bytes follow after the end of the archive.`);
  return files;
}

function readHeader(block: Uint8Array, last: string | null): ArchiveFile {
  try {
    return parseArchiveHeader(block);
  } catch (error) {
    if (!(error instanceof TickmarkError)) throw error;
    throw new DoesNotHold(
      'EL1',
      last === null
        ? 'The file does not begin as a bundle does.'
        : `What follows after ${last} is not a file header in the form every bundle has.`,
    );
  }
}

async function hashContents(
  handle: FileHandle,
  offset: number,
  { path, size }: ArchiveFile,
  onBytes: (done: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  for (let done = 0; done < size; done += chunkBytes) {
    hash.update(await readExactly(handle, offset + done, Math.min(chunkBytes, size - done), path));
    onBytes(done);
  }
  return hash.digest('hex');
}

async function* contentsOf(
  handle: FileHandle,
  path: string,
  file: ArchivedFile | undefined,
): AsyncGenerator<Uint8Array> {
  if (file === undefined) throw new DoesNotHold('EL10', `The bundle lacks ${path}.`, { path });
  const hash = createHash('sha256');
  for (let done = 0; done < file.size; done += chunkBytes) {
    const piece = await readExactly(handle, file.offset + done, Math.min(chunkBytes, file.size - done), path);
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== file.sha256)
    throw new DoesNotHold('EL11', `${path} changed while it was being verified.`, { path });
}

/** `after` is the last file that began, for the message. */
async function readExactly(handle: FileHandle, at: number, length: number, after: string | null): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) {
      const where = after === null ? 'before its first file' : `in or after ${after}`;
      throw new DoesNotHold(
        'EL1',
        `The bundle is cut off ${where}, at byte ${at + done}.`,
        after === null ? {} : { path: after },
      );
    }
    done += bytesRead;
  }
  return buffer;
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
