import type { Deviation } from '@tickmark/core';
import type { TypedDefinition, TypedRelation } from '../definitions/index.ts';
import { identifier, text, type Queries, type SqlRow } from '../duckdb/index.ts';
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
import { isReadable } from './aggregates.ts';
import { columnsIn } from './columns.ts';
import { columnSql, fileSql, type PopulationFile, type Prepared } from './sources.ts';

type AttributeState = Deviation['attributes'][string];

/** One item as the interpreter sees it. */
export interface SeenItem {
  row: Record<string, DuckDBValue>;
  env: Environment;
}

/** What the interpreter finds of an item. */
export interface Judged {
  attributes: { name: string; title: string; state: AttributeState }[];
  /** Why it has its state. */
  explanation: string;
  /** Why nothing could be asked of it, where that is so. */
  doubt: string | null;
}

/** Items read once for the interpreter, and the rows that belong to them, for one test or several. */
export interface Chosen {
  items: Map<string, { number: string; row: SqlRow; cells: Cells }>;
  /** Rows by item number; one entry for all relations that join the same population alike. */
  related: Map<string, Map<string, Cells[]>>;
}

/** Reads some items (by key) and the rows that belong to them, for the interpreter. */
export async function seeItems(
  session: Queries,
  prepared: Prepared,
  keys: readonly string[],
): Promise<Map<string, SeenItem>> {
  return seen(prepared, await chooseItems(session, [prepared], keys), keys);
}

/** Reads items for tests that share their population. */
export async function chooseItems(
  session: Queries,
  tests: readonly Prepared[],
  keys: readonly string[],
): Promise<Chosen> {
  const chosen: Chosen = { items: new Map(), related: new Map() };
  const [first] = tests;
  if (!first || keys.length === 0) return chosen;
  const { typed, main } = first;
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
  for (const { 'row number': number, ...row } of await session.rows('SELECT * FROM item ORDER BY "row number"')) {
    chosen.items.set(String(row[typed.kind.key]), { number: String(number), row, cells: cellsOf(row) });
  }
  for (const [signature, { relation, prepared, columns: asked }] of relationsOf(tests)) {
    chosen.related.set(signature, await rowsOf(session, prepared, relation, asked));
  }
  return chosen;
}

/** The chosen items as one test sees them. */
export function seen(prepared: Prepared, chosen: Chosen, keys: Iterable<string>): Map<string, SeenItem> {
  const { typed, period, zone, calendar } = prepared;
  const items = new Map<string, SeenItem>();
  for (const key of keys) {
    const item = chosen.items.get(key);
    if (!item) continue;
    const bare: Environment = { rows: { item: item.cells }, elements: {}, relations: {}, zone, calendar, period };
    const relations = Object.fromEntries(
      typed.relations.map((relation) => {
        const rows = chosen.related.get(signatureOf(prepared, relation));
        const known = rows && relation.on.every(({ item: side }) => interpret(side, bare) !== undefined);
        return [relation.name, known ? (rows.get(item.number) ?? []) : undefined];
      }),
    );
    items.set(key, { row: item.row, env: { ...bare, relations } });
  }
  return items;
}

/** Relations that can be read, each once, with the columns that any test of it or its join speaks of. */
function relationsOf(
  tests: readonly Prepared[],
): Map<string, { relation: TypedRelation; prepared: Prepared; columns: Set<string> }> {
  const found = new Map<string, { relation: TypedRelation; prepared: Prepared; columns: Set<string> }>();
  for (const prepared of tests) {
    const { typed } = prepared;
    const nodes: Node[] = [...typed.attributes.map((a) => a.pass), ...(typed.where ? [typed.where] : [])];
    for (const relation of typed.relations) {
      if (!isReadable(relation, prepared.used)) continue;
      const signature = signatureOf(prepared, relation);
      const entry = found.get(signature) ?? { relation, prepared, columns: new Set<string>() };
      found.set(signature, entry);
      const joined = relation.on.map((p) => p.related);
      for (const name of columnsIn(joined, relation.name)) entry.columns.add(name);
      for (const { name } of relation.kind.columns) if (nodes.some((n) => mentions(n, name))) entry.columns.add(name);
    }
  }
  return found;
}

function signatureOf(prepared: Prepared, relation: TypedRelation): string {
  return JSON.stringify([relation.kind.id, joinSql(relation, prepared)]);
}

/** SQL of what joins rows of a relation, as `related`, with items: pairs of values that must be equal. */
export function joinPairs(
  relation: TypedRelation,
  { period, zone, calendar }: Pick<Prepared, 'period' | 'zone' | 'calendar'>,
): { item: string; related: string }[] {
  const names = {
    column: (row: string, column: string) => `${row === 'item' ? 'item' : 'related'}.${identifier(column)}`,
    relation: () => 'NULL',
    zone,
    calendar,
    period,
  };
  return relation.on.map((pair) => ({ item: toSql(pair.item, names), related: toSql(pair.related, names) }));
}

/** SQL that joins rows of a relation, as `related`, with the items they belong to. */
export function joinSql(relation: TypedRelation, prepared: Pick<Prepared, 'period' | 'zone' | 'calendar'>): string {
  return joinPairs(relation, prepared)
    .map(({ item, related }) => `${item} = ${related}`)
    .join(' AND ');
}

async function rowsOf(
  session: Queries,
  prepared: Prepared,
  relation: TypedRelation,
  asked: ReadonlySet<string>,
): Promise<Map<string, Cells[]>> {
  const population = prepared.used[relation.kind.id] as PopulationFile;
  const columns = [...asked]
    .sort()
    .map((c) => `${columnSql(population, relation.kind, c)} AS ${identifier(c)}`)
    .join(', ');
  const rows = await session.rows(
    `SELECT item."row number", related.* FROM (SELECT file_row_number AS "related row", ${columns} FROM ${fileSql(population)}) AS related JOIN item ON ${joinSql(relation, prepared)}
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

/** Judges one item by the interpreter, and says why it does not simply pass. */
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
  const doubt = doubts.length > 0 ? doubts.join('; ') : null;
  const attributes = typed.attributes.map(({ name, title, pass }) => {
    const value = doubt === null ? interpret(pass, env) : undefined;
    const state: AttributeState = value === undefined ? 'unverified' : value === true ? 'pass' : 'fail';
    return { name, title, state };
  });
  return { attributes, explanation: doubt ?? reasonOf(typed, attributes, env), doubt };
}

/** Of the attributes that decide: those that fail, or without any those that are unverified. */
function reasonOf(typed: TypedDefinition, attributes: Judged['attributes'], env: Environment): string {
  const decides = attributes.some((a) => a.state === 'fail') ? 'fail' : 'unverified';
  const reasons = typed.attributes.flatMap(({ name, pass }, i) =>
    attributes[i]?.state === decides ? [`${name}: ${explain(pass, env)}`] : [],
  );
  return reasons.length > 0 ? reasons.join('. ') : 'every attribute holds';
}

/** Why each attribute of a judged item has its state, also those that hold. */
export function explainEach(
  { typed }: Prepared,
  { env }: SeenItem,
  { attributes, doubt }: Judged,
): (Judged['attributes'][number] & { explanation: string })[] {
  return attributes.map((attribute, i) => {
    const pass = typed.attributes[i]?.pass;
    return { ...attribute, explanation: doubt ?? (pass ? explain(pass, env) : '') };
  });
}
