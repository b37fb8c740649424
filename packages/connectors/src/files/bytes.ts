import { isAscii, isUtf8 } from 'node:buffer';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TickmarkError } from '@tickmark/core/errors';

const chunkBytes = 64 * 1024;

/** The bytes of a file in chunks, hashed in passing. Throws `source_unreadable` when it can't be read. */
export async function* fileChunks(path: string, hash?: Hash): AsyncGenerator<Buffer> {
  try {
    for await (const read of createReadStream(path, { highWaterMark: chunkBytes })) {
      const chunk = read as Buffer;
      hash?.update(chunk);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof TickmarkError || !isSystemError(error)) throw error;
    throw new TickmarkError('source_unreadable', `The file can't be read: ${error.message}`, {
      action: 'Check that the file exists and may be read.',
      cause: error,
    });
  }
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/**
 * The text of chunks of bytes, proven to be UTF-8; a byte order mark is dropped. Throws
 * `unsupported_media` with the line when it is not UTF-8 text.
 */
export async function* textOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let line = 1;
  let cut: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const read of chunks) {
    const nul = read.indexOf(0);
    if (nul !== -1) throw notText(line + newlines(read.subarray(0, nul)));
    const joined = cut.length === 0 ? read : Buffer.concat([cut, read]);
    const whole = wholeCharacters(joined);
    const bytes = joined.subarray(0, whole);
    cut = joined.subarray(whole);
    const text = decode(bytes, line);
    line += newlines(bytes);
    yield first && text.startsWith('\ufeff') ? text.slice(1) : text;
    first = false;
  }
  if (cut.length > 0) throw notUtf8(line);
}

function decode(bytes: Buffer, line: number): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw notUtf8(line + newlines(bytes.subarray(0, firstBadByte(bytes))));
  return bytes.toString('utf8');
}

/** Where the last whole character ends; a character may be cut by the end of a chunk. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Where bytes stop being UTF-8: the longest prefix of whole characters, found by halving. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, wholeCharacters(prefix)))) good = middle;
    else bad = middle;
  }
  return good;
}

function notUtf8(line: number): TickmarkError {
  return new TickmarkError(
    'unsupported_media',
    `Line ${line} is not UTF-8 text. The file is probably Latin-1 or Windows-1252.`,
    {
      field: 'file',
      action:
        'Save it as UTF-8 (in a spreadsheet choose "CSV UTF-8"), or convert it: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT.',
    },
  );
}

function notText(line: number): TickmarkError {
  return new TickmarkError('unsupported_media', `Line ${line} holds a NUL byte: the file is not text.`, {
    field: 'file',
    action: 'Give a file of text in UTF-8, or choose the format that the file has.',
  });
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
