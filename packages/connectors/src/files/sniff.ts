import { open } from 'node:fs/promises';
import { TickmarkError, type FileFormat } from '@tickmark/core';

/** What a file is, told by its first bytes: a format that can be read, or something else by name. */
type Sniffed = { format: FileFormat; cutLine?: boolean } | { other: string; action: string };

const beginningBytes = 64 * 1024;

const titles: Record<FileFormat, string> = {
  csv: 'text with lines, such as CSV',
  jsonl: 'JSON Lines',
  json: 'one JSON document',
  xlsx: 'an Excel workbook (XLSX)',
  parquet: 'a Parquet file',
};

/** The format of a file by its content; its name is not looked at. Throws like `refuseOther`. */
export async function detectFormat(path: string): Promise<FileFormat> {
  const found = sniff(await beginningOf(path));
  if ('format' in found) return found.format;
  throw refused(`The file is ${found.other}.`, found.action);
}

/**
 * Refuses a file that is plainly something else than the format it is to be read as, saying what it
 * is. Throws `unsupported_media`, and `source_unreadable` when there is no file.
 */
export async function refuseOther(path: string, format: FileFormat): Promise<void> {
  const found = sniff(await beginningOf(path));
  if ('other' in found) throw refused(`The file is ${found.other}.`, found.action);
  if (found.format === format || (isText(format) && found.format === 'csv')) return;
  // One JSON object on one line is a document and a line at once; so may be a line without an end in sight.
  if (format === 'json' && found.format === 'jsonl') return;
  if (format === 'jsonl' && found.format === 'json' && found.cutLine === true) return;
  throw refused(`The file is ${titles[found.format]}, not ${titles[format]}.`, `Choose the format ${found.format}.`);
}

function isText(format: FileFormat): boolean {
  return format === 'csv' || format === 'jsonl' || format === 'json';
}

function refused(message: string, action: string): TickmarkError {
  return new TickmarkError('unsupported_media', message, { field: 'file', action });
}

async function beginningOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new TickmarkError('source_unreadable', `The file can't be read: ${(error as Error).message}`, {
      action: 'Check that the file exists and may be read.',
      cause: error,
    });
  }
}

const saveAs = 'Save it as XLSX or CSV (UTF-8) first.';
const utf16 =
  'Save it as UTF-8 (in a spreadsheet choose "CSV UTF-8"), or convert it: iconv -f UTF-16 -t UTF-8 IN > OUT.';

const others: [start: number[], what: string, action: string][] = [
  [[0xff, 0xfe], 'UTF-16 text, not UTF-8', utf16],
  [[0xfe, 0xff], 'UTF-16 text, not UTF-8', utf16],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old spreadsheet (XLS) or one with a password', saveAs],
  [[0x1f, 0x8b], 'compressed (gzip)', 'Unpack it first: gunzip FILE.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed (zstd)', 'Unpack it first: zstd -d FILE.'],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF', 'Export the data itself, as CSV, JSON, XLSX or Parquet.'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'a SQLite database', 'Export the table as CSV.'],
];

function sniff(beginning: Buffer): Sniffed {
  if (startsWith(beginning, [0x50, 0x4b])) {
    const zip = beginning.toString('latin1');
    if (zip.includes('opendocument')) return { other: 'an OpenDocument file, such as ODS', action: saveAs };
    if (zip.includes('[Content_Types].xml') || zip.includes('xl/') || zip.includes('_rels/')) return { format: 'xlsx' };
    return { other: 'a ZIP archive and no Excel workbook', action: 'Unpack it first and give one of its files.' };
  }
  if (startsWith(beginning, [0x50, 0x41, 0x52, 0x31])) return { format: 'parquet' };
  for (const [start, other, action] of others) if (startsWith(beginning, start)) return { other, action };
  if (looksLikeUtf16(beginning)) {
    return { other: 'UTF-16 text without a byte order mark, not UTF-8', action: utf16 };
  }
  return sniffText(
    beginning
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart(),
  );
}

function sniffText(text: string): Sniffed {
  if (/^<(?:!doctype|html|table|\?xml)\b/i.test(text)) {
    return { other: 'a web page or XML', action: 'Export the data as CSV, JSON, XLSX or Parquet.' };
  }
  if (/^\[\s*(?:[{[\]"]|$)/.test(text)) return { format: 'json' };
  if (!/^\{\s*(?:["}]|$)/.test(text)) return { format: 'csv' };
  const [line = '', next = ''] = text.split(/\r?\n/, 2);
  if (isObject(line) || next.startsWith('{')) return { format: 'jsonl' };
  return { format: 'json', cutLine: line.length === text.length };
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Every second byte of the start is NUL and the others are not. */
function looksLikeUtf16(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64);
  if (start.length < 4) return false;
  const count = (odd: number): number => start.filter((byte, i) => byte === 0 && i % 2 === odd).length;
  const [even, odd] = [count(0), count(1)];
  const most = Math.floor(start.length / 2) * 0.8;
  return (even >= most && odd === 0) || (odd >= most && even === 0);
}

function startsWith(bytes: Buffer, start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
