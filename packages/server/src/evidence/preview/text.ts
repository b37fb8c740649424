import { isUtf8 } from 'node:buffer';
import type { PreviewText } from '@tickmark/core';

export interface TextEncoding {
  encoding: PreviewText['encoding'];
  /** The bytes allow another encoding too. */
  guessed: boolean;
  /** Of the Encoding Standard. */
  label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * The encoding of a text by its beginning, or undefined for bytes that are no text: with more than a few control
 * characters among them. Bytes that are not UTF-8 are taken for Windows-1252, which any bytes could be.
 */
export function encodingOf(beginning: Buffer): TextEncoding | undefined {
  const [first, second] = beginning;
  if (first === 0xff && second === 0xfe) return utf16('utf-16le', false);
  if (first === 0xfe && second === 0xff) return utf16('utf-16be', false);
  const unmarked = utf16Unmarked(beginning);
  if (unmarked !== undefined) return utf16(unmarked, true);
  if (manyControls(beginning)) return undefined;
  if (isUtf8(beginning.subarray(0, wholeUtf8(beginning)))) return { encoding: 'UTF-8', guessed: false, label: 'utf-8' };
  return { encoding: 'Windows-1252', guessed: true, label: 'windows-1252' };
}

function utf16(label: 'utf-16le' | 'utf-16be', guessed: boolean): TextEncoding {
  return { encoding: 'UTF-16', guessed, label };
}

/** Without a mark, every second byte of most European text is NUL and no other is. */
function utf16Unmarked(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const start = bytes.subarray(0, 256);
  if (start.length < 4) return undefined;
  const zeros = [0, 0];
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = (start.length / 2) * 0.8;
  return odd >= most && even === 0 ? 'utf-16le' : even >= most && odd === 0 ? 'utf-16be' : undefined;
}

/** Logs with colours have a few; what has one in a hundred, or a NUL, is no text. */
function manyControls(bytes: Buffer): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls += 1;
  }
  return controls * 100 > bytes.length;
}

/** A piece of a text from byte `from` on: `bytes` as they were read from there, `size` that of the file. */
export function pieceOf(
  bytes: Buffer,
  from: number,
  size: number,
  { encoding, guessed, label }: TextEncoding,
): PreviewText {
  const used = from + bytes.length >= size ? bytes.length : endOfPiece(bytes, label);
  const text = new TextDecoder(label, { ignoreBOM: from > 0 }).decode(bytes.subarray(0, used));
  const damaged = label === 'windows-1252' ? 0 : text.split('\uFFFD').length - 1;
  return { encoding, guessed, text, from, to: from + used, damaged };
}

/** Behind the last line end of the second half, or the last whole character where there is none: pieces stay about as long as asked. */
function endOfPiece(bytes: Buffer, label: TextEncoding['label']): number {
  if (label === 'utf-8' || label === 'windows-1252') {
    const line = bytes.lastIndexOf(10) + 1;
    if (line > bytes.length / 2) return line;
    return label === 'utf-8' ? wholeUtf8(bytes) : bytes.length;
  }
  const lineEnd = label === 'utf-16le' ? Buffer.from([10, 0]) : Buffer.from([0, 10]);
  for (let at = bytes.lastIndexOf(lineEnd); at > bytes.length / 2; at = bytes.lastIndexOf(lineEnd, at - 1)) {
    if (at % 2 === 0) return at + 2;
  }
  const whole = bytes.length - (bytes.length % 2);
  const last = whole < 2 ? 0 : label === 'utf-16le' ? bytes.readUInt16LE(whole - 2) : bytes.readUInt16BE(whole - 2);
  return last >= 0xd800 && last < 0xdc00 ? whole - 2 : whole;
}

/** Where the last whole character of UTF-8 ends; without any, everything, so that reading goes on. */
function wholeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back < bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const delimiters = [',', ';', '\t', '|'];

/** The character between the columns: the one that the first lines have most often outside quotes. */
export function delimiterOf(text: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  let lines = 0;
  for (const character of text.slice(0, 20_000)) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n' && (lines += 1) === 10) break;
    else if (delimiters.includes(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return delimiters.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0] ?? ',';
}
