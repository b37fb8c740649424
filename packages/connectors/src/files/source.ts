import type { Hash } from 'node:crypto';
import { TickmarkError, type FileReading } from '@tickmark/core';
import { textChunks } from './bytes.ts';
import { BrokenRecord, csvRecords } from './csv.ts';
import { jsonRecords, type JsonRecord } from './jsonl.ts';

/** One record by place, in the order of the file's columns. */
export type FileRecord = readonly unknown[] | BrokenRecord;

export interface FileSource {
  columns: string[];
  batches: AsyncIterable<FileRecord[]>;
}

/** JSON Lines has no header: the columns are the members of this many first objects. */
const surveyed = 1000;

/** Opens a file far enough to know its columns. Throws the faults of the whole file. */
export async function openSource(path: string, reading: FileReading, hash: Hash): Promise<FileSource> {
  const chunks = textChunks(path, hash);
  return reading.format === 'csv' ? openCsv(chunks, reading) : openJson(chunks);
}

async function openCsv(chunks: AsyncIterable<Buffer>, reading: FileReading): Promise<FileSource> {
  const batches = csvRecords(chunks, reading.delimiter);
  if (reading.header !== undefined) return { columns: reading.header, batches };
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
    return { columns, batches: before(rest, batches) };
  }
}

function noHeader(): TickmarkError {
  return new TickmarkError('population_invalid', 'The file is empty: it has not even a header line.', {
    field: 'file',
    action: 'Export it again with the names of the columns in the first line; a header without rows is a counted zero.',
  });
}

async function openJson(chunks: AsyncIterable<Buffer>): Promise<FileSource> {
  const batches = jsonRecords(chunks);
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
  return { columns, batches: placed(before(first, batches), place) };
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
