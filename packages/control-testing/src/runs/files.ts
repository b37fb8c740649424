import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { identifier, text, type Session, type SqlRow } from '../duckdb/index.ts';
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

/** Writes a query's rows as Parquet in the order the query gives them. */
export async function writeParquet(session: Session, query: string, file: string): Promise<void> {
  await session.run(`COPY (${query}) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`);
}

/** All rows that did not simply pass, in order of their key. */
export async function writeDeviations(session: Session, files: RunFiles): Promise<{ sha256: string; rows: number }> {
  await writeParquet(
    session,
    `SELECT * FROM read_parquet(${text(files.items)}) WHERE state <> 'pass'`,
    files.deviations,
  );
  return describe(session, files.deviations);
}

/** Hash and number of rows of a file this run wrote. */
export async function describe(session: Session, file: string): Promise<{ sha256: string; rows: number }> {
  const { sha256 } = await fileSha256(file);
  const [counted] = await session.rows(`SELECT count(*) AS rows FROM read_parquet(${text(file)})`);
  return { sha256, rows: Number(counted?.rows ?? 0) };
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
