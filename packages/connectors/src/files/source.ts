import { createHash, type Hash } from 'node:crypto';
import { TickmarkError, type FileFormat, type FileReading } from '@tickmark/core';
import { fileChunks, textOf } from './bytes.ts';
import { BrokenRecord, csvRecords } from './csv.ts';
import { jsonArray } from './json.ts';
import { jsonLines, type JsonRecord } from './jsonl.ts';
import { openParquet } from './parquet.ts';
import { refuseOther } from './sniff.ts';
import { openWorkbook } from './xlsx/workbook.ts';
import { openSheet } from './xlsx/sheet.ts';

/** One record by place, in the order of the file's columns. */
export type FileRecord = readonly unknown[] | BrokenRecord;

export interface FileSource {
  columns: string[];
  /** Types that the file declares, in the order of the columns; left out when it declares none. */
  types?: string[];
  sheets?: string[];
  /** The sheet that is read. */
  sheet?: string;
  /** The file states that it holds nothing and names no columns, so none can be missing. */
  empty?: boolean;
  /** Records with at least the values at the places in use; others may be null. */
  batches(used: ReadonlySet<number>): AsyncIterable<FileRecord[]>;
  close?(): void;
}

/** JSON has no header: the columns are the members of this many first objects. */
const surveyed = 1000;

/** Opens a file far enough to know its columns. Throws the faults of the whole file. */
export async function openSource(path: string, reading: FileReading, hash: Hash, strict: boolean): Promise<FileSource> {
  refuseOptions(reading);
  await refuseOther(path, reading.format);
  switch (reading.format) {
    case 'csv':
      return openCsv(textOf(fileChunks(path, hash)), reading);
    case 'jsonl':
      return openJson(jsonLines(textOf(fileChunks(path, hash))));
    case 'json': {
      const { first, ...source } = await openJson(jsonArray(textOf(fileChunks(path, hash)), reading.pointer ?? ''));
      return { ...source, empty: first.length === 0 };
    }
    case 'parquet':
      await hashWhole(path, hash);
      return openParquet(path);
    case 'xlsx':
      await hashWhole(path, hash);
      return openSheet(await openWorkbook(path), reading, strict);
  }
}

/** The bytes of a file that is not read from front to back. */
async function hashWhole(path: string, hash: Hash = createHash('sha256')): Promise<void> {
  for await (const chunk of fileChunks(path, hash)) void chunk;
}

const optionFormats: Record<'header' | 'sheet' | 'headerRow' | 'pointer', FileFormat[]> = {
  header: ['csv', 'xlsx'],
  sheet: ['xlsx'],
  headerRow: ['xlsx'],
  pointer: ['json'],
};

/** An option that would be passed over in silence is refused instead. */
function refuseOptions(reading: FileReading): void {
  for (const [name, formats] of Object.entries(optionFormats)) {
    if (reading[name as keyof typeof optionFormats] === undefined || formats.includes(reading.format)) continue;
    throw new TickmarkError('bad_input', `"${name}" means nothing for the format ${reading.format}.`, {
      field: `reading.${name}`,
      action: `Leave it out, or choose the format ${formats.join(' or ')}.`,
    });
  }
  if (reading.header !== undefined && reading.headerRow !== undefined) {
    throw new TickmarkError('bad_input', 'The names of the columns are given, and so is the row they stand in.', {
      field: 'reading.headerRow',
      action: 'Give the names, or the row, not both.',
    });
  }
}

async function openCsv(chunks: AsyncIterable<string>, reading: FileReading): Promise<FileSource> {
  const batches = csvRecords(chunks, reading.delimiter);
  if (reading.header !== undefined) return { columns: reading.header, batches: () => batches };
  for (;;) {
    const next = await batches.next();
    if (next.done === true) throw noHeader();
    const [header, ...rest] = next.value;
    if (header === undefined) continue;
    if (header instanceof BrokenRecord) {
      throw new TickmarkError('population_invalid', `The header line ${header.reason}.`, {
        field: 'file',
        action: 'Correct the first line, or check the delimiter.',
      });
    }
    const columns = header.map((name, place) => name.trim() || `column ${place + 1}`);
    return { columns, batches: () => before(rest, batches) };
  }
}

function noHeader(): TickmarkError {
  return new TickmarkError('population_invalid', 'The file is empty: it has not even a header line.', {
    field: 'file',
    action: 'Export it again with the names of the columns in the first line; a header without rows is a counted zero.',
  });
}

async function openJson(batches: AsyncGenerator<JsonRecord[]>): Promise<FileSource & { first: JsonRecord[] }> {
  const first: JsonRecord[] = [];
  while (first.length < surveyed) {
    const next = await batches.next();
    if (next.done === true) break;
    for (const record of next.value) first.push(record);
  }
  const names = new Set<string>();
  for (const record of first) {
    if (!(record instanceof BrokenRecord)) for (const name of Object.keys(record)) names.add(name);
  }
  const columns = [...names];
  const place = (record: JsonRecord): FileRecord =>
    record instanceof BrokenRecord
      ? record
      : columns.map((name) => (Object.hasOwn(record, name) ? record[name] : null));
  return { first, columns, batches: () => placed(before(first, batches), place) };
}

async function* before<T>(first: T[], rest: AsyncIterable<T[]>): AsyncGenerator<T[]> {
  yield first;
  yield* rest;
}

async function* placed(
  batches: AsyncIterable<JsonRecord[]>,
  place: (record: JsonRecord) => FileRecord,
): AsyncGenerator<FileRecord[]> {
  for await (const batch of batches) yield batch.map(place);
}
