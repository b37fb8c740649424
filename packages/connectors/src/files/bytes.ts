import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { TickmarkError } from '@tickmark/core';

const chunkBytes = 64 * 1024;

/**
 * The bytes of a file in chunks, proven to be UTF-8 text as they pass and hashed in passing. A
 * byte order mark is dropped. Throws `source_unreadable` when the file can't be read, and
 * `unsupported_media` with the line when it is not UTF-8 text.
 */
export async function* textChunks(path: string, hash: Hash = createHash('sha256')): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let first = true;
  try {
    for await (const read of createReadStream(path, { highWaterMark: chunkBytes })) {
      const chunk = read as Buffer;
      hash.update(chunk);
      if (first) refuseOtherKinds(chunk);
      if (chunk.includes(0)) throw notText(line + newlines(chunk.subarray(0, chunk.indexOf(0))));
      decode(decoder, chunk, line);
      line += newlines(chunk);
      yield first && startsWith(chunk, [0xef, 0xbb, 0xbf]) ? chunk.subarray(3) : chunk;
      first = false;
    }
  } catch (error) {
    if (error instanceof TickmarkError) throw error;
    throw new TickmarkError('source_unreadable', `The file can't be read: ${(error as Error).message}`, {
      action: 'Check that the file exists and may be read.',
      cause: error,
    });
  }
  decode(decoder, undefined, line);
}

function decode(decoder: TextDecoder, chunk: Buffer | undefined, line: number): void {
  try {
    if (chunk === undefined) decoder.decode();
    else decoder.decode(chunk, { stream: true });
  } catch {
    const at = chunk === undefined ? line : line + newlines(chunk.subarray(0, firstBadByte(chunk)));
    throw new TickmarkError(
      'unsupported_media',
      `Line ${at} is not UTF-8 text. The file is probably Latin-1 or Windows-1252.`,
      {
        field: 'file',
        action:
          'Save it as UTF-8 (in a spreadsheet choose "CSV UTF-8"), or convert it: iconv -f WINDOWS-1252 -t UTF-8 IN > OUT.',
      },
    );
  }
}

/** About where a chunk stops being UTF-8: the longest prefix that decodes, found by halving. */
function firstBadByte(chunk: Buffer): number {
  const decodes = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(continuationBytes(chunk), length), {
        stream: true,
      });
      return true;
    } catch {
      return false;
    }
  };
  let good = continuationBytes(chunk);
  let bad = chunk.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** Bytes at the start of a chunk that end a character begun in the chunk before. */
function continuationBytes(chunk: Buffer): number {
  let count = 0;
  while (count < 3 && count < chunk.length && ((chunk[count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

function refuseOtherKinds(chunk: Buffer): void {
  const refuse = (what: string, action: string): never => {
    throw new TickmarkError('unsupported_media', `The file is ${what}.`, { field: 'file', action });
  };
  const utf16 =
    'Save it as UTF-8 (in a spreadsheet choose "CSV UTF-8"), or convert it: iconv -f UTF-16 -t UTF-8 IN > OUT.';
  if (startsWith(chunk, [0xff, 0xfe]) || startsWith(chunk, [0xfe, 0xff])) refuse('UTF-16 text, not UTF-8', utf16);
  if (looksLikeUtf16(chunk)) refuse('UTF-16 text without a byte order mark, not UTF-8', utf16);
  if (startsWith(chunk, [0x50, 0x4b, 0x03, 0x04]))
    refuse('a spreadsheet or archive, not text', 'Export it as CSV (UTF-8) first.');
  if (startsWith(chunk, [0xd0, 0xcf, 0x11, 0xe0]))
    refuse('an old spreadsheet, not text', 'Export it as CSV (UTF-8) first.');
  if (startsWith(chunk, [0x1f, 0x8b])) refuse('compressed, not text', 'Unpack it first: gunzip FILE.');
  if (startsWith(chunk, [0x50, 0x41, 0x52, 0x31]))
    refuse('a Parquet file, not text', 'Export it as CSV or JSON Lines.');
}

/** Every second byte of the start is NUL and the others are not. */
function looksLikeUtf16(chunk: Buffer): boolean {
  const start = chunk.subarray(0, 64);
  if (start.length < 4) return false;
  const count = (odd: number): number => start.filter((byte, i) => byte === 0 && i % 2 === odd).length;
  const [even, odd] = [count(0), count(1)];
  const most = Math.floor(start.length / 2) * 0.8;
  return (even >= most && odd === 0) || (odd >= most && even === 0);
}

function notText(line: number): TickmarkError {
  return new TickmarkError('unsupported_media', `Line ${line} holds a NUL byte: the file is not text.`, {
    field: 'file',
    action: 'Upload a CSV or JSON Lines file as text in UTF-8.',
  });
}

function startsWith(chunk: Buffer, bytes: number[]): boolean {
  return bytes.every((byte, i) => chunk[i] === byte);
}

function newlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}
