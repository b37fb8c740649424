import { tmpdir } from 'node:os';
import {
  differenceKinds,
  type Difference,
  type DifferenceKind,
  type PopulationManifest,
  type ReconciliationTerms,
} from '@tickmark/core';
import { identifier, openDuckDb, text, type Session, type SqlRow } from '../duckdb/index.ts';
import { agreementFile, keyColumns, keysFile, valuesFile, type ReconcileFiles } from './reconcile-files.ts';
import { rowsSql, valueText, type SideSql } from './reconcile-sides.ts';

interface Found {
  terms: ReconciliationTerms;
  sides: { here: SideSql; there: SideSql };
  files: ReconcileFiles;
}

/** Writes every difference as Parquet, by kind and key: the place of a row is the number of its difference. */
export async function writeDifferences(session: Session, found: Found): Promise<void> {
  const { sides, files } = found;
  const parts = [
    keysPart(found, 'only-here', 'there_rows = 0'),
    keysPart(found, 'only-there', 'here_rows = 0'),
    keylessPart(found, 'here'),
    keylessPart(found, 'there'),
    ...(found.terms.unique ? [keysPart(found, 'repeats', 'here_rows > 1 OR there_rows > 1')] : []),
    ...found.terms.agree.map((_, i) => differsPart(found, i)),
  ];
  // A table of its own: its size is then known, and the few differences, not the many rows, are held for the join.
  await session.run(`CREATE OR REPLACE TEMP TABLE found AS ${parts.join(' UNION ALL ')}`);
  const items = (name: 'here' | 'there') => {
    const { key, columns } = sides[name].manifest;
    const type = columns.find((column) => column.name === key)?.type ?? 'string';
    return `LEFT JOIN (SELECT file_row_number, ${valueText(identifier(key), type)} AS item FROM ${rowsSql(files[name])}
      WHERE file_row_number IN (SELECT ${name}_place FROM found)) AS ${name} ON ${name}.file_row_number = ${name}_place`;
  };
  const order = differenceKinds.map((kind, i) => `WHEN ${text(kind)} THEN ${i}`).join(' ');
  await session.run(
    `COPY (SELECT kind, key, "column", here_rows, here.item AS here_item, here_value, there_rows, there.item AS there_item, there_value
     FROM found ${items('here')} ${items('there')}
     ORDER BY CASE kind ${order} END, key NULLS FIRST, pair, here_place NULLS FIRST, there_place NULLS FIRST)
     TO ${text(files.differences)} (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/** Values of a key as one text that no other key has. */
function keyText({ terms, sides }: Found): string {
  const parts = terms.on.map(({ here }, i) => {
    const value = valueText(`k${i}`, typeOf(sides.here.manifest, here));
    return terms.on.length === 1 ? value : `replace(replace(${value}, '\\', '\\\\'), '|', '\\|')`;
  });
  return parts.join(` || ' | ' || `);
}

function typeOf({ columns }: PopulationManifest, name: string) {
  return columns.find((column) => column.name === name)?.type ?? 'string';
}

interface Part {
  kind: DifferenceKind;
  key: string;
  column?: string;
  pair?: number;
  here?: { rows: string; place: string; value?: string };
  there?: { rows: string; place: string; value?: string };
}

/** The columns every part has, in their order. */
function columnsOf({ kind, key, column, pair, here, there }: Part): string {
  const side = (name: string, of: Part['here']) =>
    `${of?.rows ?? '0'}::BIGINT AS ${name}_rows, ${of?.place ?? 'NULL'}::BIGINT AS ${name}_place, ${of?.value ?? 'NULL'}::VARCHAR AS ${name}_value`;
  return `${text(kind)} AS kind, ${key}::VARCHAR AS key, ${column === undefined ? 'NULL' : text(column)}::VARCHAR AS "column",
    ${pair ?? 0} AS pair, ${side('here', here)}, ${side('there', there)}`;
}

const inKeys = {
  here: { rows: 'here_rows', place: 'here_place' },
  there: { rows: 'there_rows', place: 'there_place' },
};

function keysPart(found: Found, kind: DifferenceKind, where: string): string {
  return `SELECT ${columnsOf({ kind, key: `(${keyText(found)})`, ...inKeys })}
    FROM read_parquet(${text(keysFile(found.files.work))}) WHERE ${where}`;
}

function keylessPart({ sides, files }: Found, name: 'here' | 'there'): string {
  const { counts, keys } = sides[name];
  const part: Part = { kind: `no-key-${name}`, key: 'NULL', [name]: { rows: '1', place: 'file_row_number' } };
  return `SELECT ${columnsOf(part)} FROM ${rowsSql(files[name])} AS item
    WHERE (${counts}) IS DISTINCT FROM FALSE AND (${keys.map((sql) => `${sql} IS NULL`).join(' OR ')})`;
}

function differsPart(found: Found, i: number): string {
  const { terms, sides, files } = found;
  const pair = terms.agree[i];
  if (pair === undefined) throw new RangeError(`There is no pair ${i}.`);
  const keys = keyColumns(sides.here);
  const using = keys.join(', ');
  const value = valueText('v', typeOf(sides.here.manifest, pair.here));
  const part: Part = {
    kind: 'differs',
    key: `(${keyText(found)})`,
    column: `${pair.here}=${pair.there}`,
    pair: i,
    here: { ...inKeys.here, value: 'here_first' },
    there: { ...inKeys.there, value: 'there_first' },
  };
  return `SELECT ${columnsOf(part)} FROM (
      SELECT ${using}, min(${value}) FILTER (WHERE in_here) AS here_first, min(${value}) FILTER (WHERE in_there) AS there_first
      FROM read_parquet(${text(valuesFile(files.work, i))})
      SEMI JOIN (SELECT ${using} FROM read_parquet(${text(agreementFile(files.work, i))}) WHERE differs) USING (${using})
      WHERE in_here <> in_there GROUP BY ${using}
    ) JOIN read_parquet(${text(keysFile(files.work))}) USING (${using})`;
}

/** Differences by kind, every kind named. */
export async function countByKind(session: Session, file: string): Promise<Record<DifferenceKind, number>> {
  const rows = await session.rows(
    `SELECT kind, count(*) AS differences FROM read_parquet(${text(file)}) GROUP BY kind`,
  );
  const counts: Record<DifferenceKind, number> = {
    'only-here': 0,
    'only-there': 0,
    'no-key-here': 0,
    'no-key-there': 0,
    repeats: 0,
    differs: 0,
  };
  for (const row of rows) counts[kindOf(row)] = Number(row.differences);
  return counts;
}

function kindOf({ kind }: SqlRow): DifferenceKind {
  const found = differenceKinds.find((each) => each === kind);
  if (found === undefined) throw new TypeError(`There is no kind of difference ${String(kind)}.`);
  return found;
}

export async function firstDifferences(session: Session, file: string, limit: number): Promise<Difference[]> {
  const rows = await session.rows(
    `SELECT * FROM ${rowsSql(file)} WHERE file_row_number < ${Math.trunc(limit)} ORDER BY file_row_number`,
  );
  return rows.map(toDifference);
}

function toDifference(row: SqlRow): Difference {
  const side = (name: 'here' | 'there') => ({
    rows: Number(row[`${name}_rows`]),
    item: textOrNull(row[`${name}_item`]),
    value: textOrNull(row[`${name}_value`]),
  });
  return {
    number: Number(row['file_row_number']) + 1,
    kind: kindOf(row),
    key: textOrNull(row['key']),
    column: textOrNull(row['column']),
    here: side('here'),
    there: side('there'),
  };
}

function textOrNull(value: SqlRow[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/**
 * A page of a reconciliation's differences in the order of their numbers; `search` finds a text in key
 * and items, in any case, and `among` keeps those of the numbers or, inverted, all others.
 */
export async function readDifferences(
  file: string,
  options: {
    kind?: DifferenceKind | undefined;
    search?: string | undefined;
    among?: { numbers: readonly number[]; inverted: boolean } | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ items: Difference[]; total: number }> {
  const { kind, search, among } = options;
  const session = await openDuckDb(tmpdir());
  try {
    const conditions = ['TRUE'];
    if (kind) conditions.push(`kind = ${text(kind)}`);
    if (search) {
      const within = ['key', 'here_item', 'there_item'].map((name) => `coalesce(${name}, '')`).join(` || chr(10) || `);
      conditions.push(`contains(lower(${within}), lower(${text(search)}))`);
    }
    if (among) {
      const numbers = `SELECT unnest([${among.numbers.map((n) => String(Math.trunc(n))).join(', ')}]::BIGINT[])`;
      conditions.push(`file_row_number + 1 ${among.inverted ? 'NOT IN' : 'IN'} (${numbers})`);
    }
    const source = `${rowsSql(file)} WHERE ${conditions.join(' AND ')}`;
    const [counted] = await session.rows(`SELECT count(*) AS total FROM ${source}`);
    const rows = await session.rows(
      `SELECT * FROM ${source} ORDER BY file_row_number LIMIT ${Math.trunc(options.limit)} OFFSET ${Math.trunc(options.offset)}`,
    );
    return { items: rows.map(toDifference), total: Number(counted?.total ?? 0) };
  } finally {
    session.close();
  }
}
