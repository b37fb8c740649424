import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Row, Value } from '@tickmark/core';
import type { WorkedExample } from './example.ts';

const rowsAPiece = 500;

/** Rows as CSV (RFC 4180) with a header line. Lists are joined by `;`, null is an empty field. */
export async function* csvText(columns: string[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let piece = [columns.join(',')];
  for await (const row of rows) {
    piece.push(columns.map((name) => field(row[name] ?? null)).join(','));
    if (piece.length < rowsAPiece) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

function field(value: Value): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? value.join(';') : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface ExampleFile {
  kind: string;
  name: string;
  path: string;
}

/** Writes each population as `<kind>.csv` into a folder, made when it is missing. */
export async function writeExampleFiles(example: WorkedExample, folder: string): Promise<ExampleFile[]> {
  await mkdir(folder, { recursive: true });
  const files: ExampleFile[] = [];
  for (const { kind, name, toCsv } of example.populations) {
    const path = join(folder, `${kind}.csv`);
    await pipeline(Readable.from(toCsv()), createWriteStream(path));
    files.push({ kind, name, path });
  }
  return files;
}
