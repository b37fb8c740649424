import type { Deviation } from '@tickmark/core';
import type { TypedRelation } from '../definitions/index.ts';
import { identifier, text, type Session, type SqlRow } from '../duckdb/index.ts';
import {
  explain,
  interpret,
  toSql,
  type Cells,
  type Environment,
  type Node,
  type Value,
} from '../expressions/index.ts';
import { DuckDBDateValue, DuckDBListValue, DuckDBTimestampValue, type DuckDBValue } from '@duckdb/node-api';
import { columnsIn } from './scan.ts';
import { columnSql, fileSql, type PopulationFile, type Prepared } from './sources.ts';

type AttributeState = Deviation['attributes'][string];

/** One item as the interpreter sees it. */
export interface SeenItem {
  row: Record<string, DuckDBValue>;
  env: Environment;
}

/** Why an item has its state. */
export interface Judged {
  attributes: { name: string; title: string; state: AttributeState; explanation: string }[];
  explanation: string;
}

/** Reads some items (by key) and the rows that belong to them, for the interpreter. */
export async function seeItems(
  session: Session,
  prepared: Prepared,
  keys: readonly string[],
): Promise<Map<string, SeenItem>> {
  const { typed, main, used, period, zone, calendar } = prepared;
  const seen = new Map<string, SeenItem>();
  if (keys.length === 0) return seen;
  await session.run('CREATE OR REPLACE TEMP TABLE chosen (key VARCHAR)');
  for (let i = 0; i < keys.length; i += 500) {
    await session.run(
      `INSERT INTO chosen VALUES ${keys
        .slice(i, i + 500)
        .map((k) => `(${text(k)})`)
        .join(', ')}`,
    );
  }
  const columns = typed.kind.columns
    .map((c) => `${columnSql(main, typed.kind, c.name)} AS ${identifier(c.name)}`)
    .join(', ');
  const key = identifier(typed.kind.key);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE item AS SELECT file_row_number AS "row number", ${columns} FROM ${fileSql(main)} WHERE ${key} IN (SELECT key FROM chosen)`,
  );
  const related = new Map<string, Map<string, Cells[]> | undefined>();
  for (const relation of typed.relations) related.set(relation.name, await rowsOf(session, prepared, relation));
  for (const { 'row number': number, ...row } of await session.rows('SELECT * FROM item ORDER BY "row number"')) {
    const bare: Environment = { rows: { item: cellsOf(row) }, elements: {}, relations: {}, zone, calendar, period };
    const relations = Object.fromEntries(
      typed.relations.map((relation) => {
        const known = used[relation.kind.id] && relation.on.every(({ item }) => interpret(item, bare) !== undefined);
        const rows = related.get(relation.name);
        return [relation.name, known && rows ? (rows.get(String(number)) ?? []) : undefined];
      }),
    );
    seen.set(String(row[typed.kind.key]), { row, env: { ...bare, relations } });
  }
  return seen;
}

async function rowsOf(
  session: Session,
  { typed, used, period, zone, calendar }: Prepared,
  relation: TypedRelation,
): Promise<Map<string, Cells[]> | undefined> {
  const population: PopulationFile | undefined = used[relation.kind.id];
  if (!population) return undefined;
  const nodes: Node[] = [...typed.attributes.map((a) => a.pass), ...(typed.where ? [typed.where] : [])];
  const asked = new Set(
    columnsIn(
      relation.on.map((p) => p.related),
      relation.name,
    ),
  );
  const held = new Set(population.manifest.columns.map((c) => c.name));
  if ([...asked].some((c) => !held.has(c))) return undefined;
  for (const { name } of relation.kind.columns) if (nodes.some((n) => mentions(n, name))) asked.add(name);
  const names = {
    column: (row: string, column: string) => `${row === 'item' ? 'item' : 'related'}.${identifier(column)}`,
    relation: () => 'NULL',
    zone,
    calendar,
    period,
  };
  const on = relation.on.map((p) => `${toSql(p.item, names)} = ${toSql(p.related, names)}`).join(' AND ');
  const columns = [...asked]
    .sort()
    .map((c) => `${columnSql(population, relation.kind, c)} AS ${identifier(c)}`)
    .join(', ');
  const rows = await session.rows(
    `SELECT item."row number", related.* FROM (SELECT file_row_number AS "related row", ${columns} FROM ${fileSql(population)}) AS related JOIN item ON ${on}
     ORDER BY item."row number", related."related row"`,
  );
  const grouped = new Map<string, Cells[]>();
  for (const { 'row number': number, 'related row': _related, ...row } of rows) {
    const group = grouped.get(String(number)) ?? [];
    group.push(cellsOf(row));
    grouped.set(String(number), group);
  }
  return grouped;
}

function mentions(node: Node, column: string): boolean {
  return JSON.stringify(node, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).includes(
    `"name":${JSON.stringify(column)}`,
  );
}

/** A row of DuckDB as the interpreter reads it. */
export function cellsOf(row: SqlRow): Cells {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: DuckDBValue): Value | null {
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(String);
  return value as Value | null;
}

/** Judges one item by the interpreter, and says why. */
export function judge({ typed }: Prepared, { env }: SeenItem): Judged {
  const where = typed.where ? interpret(typed.where, env) : true;
  const time =
    typed.kind.time === null || typed.definition.kind !== 'items'
      ? null
      : (env.rows.item?.[typed.kind.time] ?? undefined);
  const doubts = [
    ...(time === undefined
      ? [`${typed.kind.time?.replaceAll('_', ' ') ?? 'time'} is missing, so it cannot be placed in the period`]
      : []),
    ...(where === undefined && typed.where
      ? [`whether the control governs it could not be told: ${explain(typed.where, env)}`]
      : []),
  ];
  const attributes = typed.attributes.map(({ name, title, pass }) => {
    const value = doubts.length > 0 ? undefined : interpret(pass, env);
    const state: AttributeState = value === undefined ? 'unverified' : value === true ? 'pass' : 'fail';
    return { name, title, state, explanation: doubts.length > 0 ? doubts.join('; ') : explain(pass, env) };
  });
  const told = attributes.filter((a) => a.state !== 'pass');
  const deciding = told.some((a) => a.state === 'fail') ? told.filter((a) => a.state === 'fail') : told;
  const explanation =
    doubts.length > 0 ? doubts.join('; ') : deciding.map((a) => `${a.name}: ${a.explanation}`).join('. ');
  return { attributes, explanation: explanation === '' ? 'every attribute holds' : explanation };
}
