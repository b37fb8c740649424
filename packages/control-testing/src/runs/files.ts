import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { identifier, text, type Queries, type SqlRow } from '../duckdb/index.ts';
import { fileSha256 } from '../canonical/index.ts';
import { fromDuckDb } from '../populations/index.ts';

/** Where a run leaves its files. */
export interface RunFiles {
  items: string;
  deviations: string;
}

export async function runFiles(outDir: string): Promise<RunFiles> {
  await mkdir(outDir, { recursive: true });
  return { items: join(outDir, 'items.parquet'), deviations: join(outDir, 'deviations.parquet') };
}

/** Column of `items.parquet` that holds an attribute: true for pass, false for fail, null for unverified. */
export function attributeColumn(name: string): string {
  return `attribute_${name}`;
}

/**
 * Query of the rows of `items.parquet`, in the order given, from SQL over `from`. Where
 * `unverifiedWhen` holds, an item whose attributes all hold is unverified nevertheless.
 */
export function itemsQuery(input: {
  with?: string;
  from: string;
  item: string;
  at: string;
  attributes: readonly { name: string; sql: string }[];
  order: string;
  unverifiedWhen?: string;
}): string {
  const columns = input.attributes.map((a) => identifier(attributeColumn(a.name)));
  const inner = input.attributes.map((a, i) => `${a.sql} AS ${columns[i]}`);
  const all = columns.join(' AND ') || 'TRUE';
  return `${input.with ?? ''} SELECT ${[
    'item',
    '"at"',
    `CASE WHEN NOT (${all}) THEN 'deviation' WHEN (${all}) AND NOT doubtful THEN 'pass' ELSE 'unverified' END AS state`,
    ...columns,
  ].join(', ')} FROM (SELECT ${[
    `${input.order} AS position`,
    `${input.item} AS item`,
    `${input.at} AS "at"`,
    `coalesce(${input.unverifiedWhen ?? 'FALSE'}, FALSE) AS doubtful`,
    ...inner,
  ].join(',\n')} FROM ${input.from}) ORDER BY position`;
}

/** Writes a query's rows as Parquet in the order the query gives them; returns how many there are. */
export async function writeParquet(session: Queries, query: string, file: string): Promise<number> {
  const [copied] = await session.rows(`COPY (${query}) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`);
  return Number(copied?.Count);
}

/** What a result document says of a file. */
export interface FileFacts {
  sha256: string;
  rows: number;
}

/** `writeParquet` of a file that a result document names. */
export async function writeNamed(session: Queries, query: string, file: string): Promise<FileFacts> {
  const rows = await writeParquet(session, query, file);
  const { sha256 } = await fileSha256(file);
  return { sha256, rows };
}

/** All rows that did not simply pass, in order of their key. */
export function writeDeviations(session: Queries, files: RunFiles): Promise<FileFacts> {
  return writeNamed(
    session,
    `SELECT * FROM read_parquet(${text(files.items)}) WHERE state <> 'pass'`,
    files.deviations,
  );
}

/** Attribute states of a row of `items.parquet`. */
export function attributeStates(row: SqlRow): Record<string, 'pass' | 'fail' | 'unverified'> {
  const states: Record<string, 'pass' | 'fail' | 'unverified'> = {};
  for (const [column, value] of Object.entries(row)) {
    if (!column.startsWith('attribute_')) continue;
    states[column.slice('attribute_'.length)] = value === true ? 'pass' : value === false ? 'fail' : 'unverified';
  }
  return states;
}

/** Text of an item's time: an instant or a date. */
export function timeText(row: SqlRow): string | null {
  const value = fromDuckDb(row.at ?? null);
  return value === null ? null : String(value);
}
