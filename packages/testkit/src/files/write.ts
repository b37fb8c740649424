import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { FileFormat } from '@tickmark/core';
import { accountColumns, accountRows, type AccountRow } from './accounts.ts';
import { writeWorkbook } from './workbook.ts';

const piece = 1000;

/** Writes the first `count` accounts as a file of a format, keeping no more of them than a thousand. */
export async function writeAccounts(path: string, format: FileFormat, count: number): Promise<void> {
  switch (format) {
    case 'csv':
      return writeLines(path, { before: `${accountColumns.join(',')}\n`, between: '\n', after: '\n' }, count, csvLine);
    case 'json':
      return writeLines(path, { before: '[\n', between: ',\n', after: '\n]\n' }, count, JSON.stringify);
    case 'jsonl':
      return writeLines(path, { before: '', between: '\n', after: '\n' }, count, JSON.stringify);
    case 'parquet':
      return writeParquet(path, count);
    case 'xlsx':
      return writeWorkbook(path, () => accountRows(count));
  }
}

interface Around {
  before: string;
  between: string;
  after: string;
}

async function writeLines(
  path: string,
  { before, between, after }: Around,
  count: number,
  line: (row: AccountRow) => string,
): Promise<void> {
  function* text(): Generator<string> {
    let pending = before;
    let number = 0;
    for (const row of accountRows(count)) {
      pending += number === 0 ? line(row) : between + line(row);
      number += 1;
      if (number % piece !== 0) continue;
      yield pending;
      pending = '';
    }
    yield pending + after;
  }
  await pipeline(Readable.from(text()), createWriteStream(path));
}

function csvLine(row: AccountRow): string {
  return accountColumns.map((name) => csvField(row[name] ?? '')).join(',');
}

function csvField(text: string): string {
  return text.includes(',') ? `"${text}"` : text;
}

/** Times have their types; one without a zone is a Parquet time without a zone. */
async function writeParquet(path: string, count: number): Promise<void> {
  const csv = `${path}.csv`;
  const types = accountColumns.map((name) => `'${name}': 'VARCHAR'`).join(', ');
  await writeAccounts(csv, 'csv', count);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
  try {
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * REPLACE (created_at::TIMESTAMPTZ AS created_at, observed_at::TIMESTAMP AS observed_at)
       FROM read_csv(${quoted(csv)}, header = true, columns = {${types}})) TO ${quoted(path)} (FORMAT parquet)`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
    await rm(csv, { force: true });
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
