import type { TestResult } from '@tickmark/core';
import type { Concentration } from '../conclusions/markers.ts';
import type { TypedDefinition } from '../definitions/index.ts';
import { identifier, text, type Queries, type SqlRow } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { attributeColumn } from './files.ts';
import { columnSql, type PopulationFile } from './sources.ts';

type Counts = Pick<TestResult, 'attributes'> & {
  states: { inScope: number; pass: number; deviations: number; unverified: number };
};

/** Names of the counts that `countsSql` gives and `countsOf` reads. */
export function countNames({ attributes }: TypedDefinition): string[] {
  return ['total', 'passed', 'deviating', ...attributes.flatMap((_, i) => [`pass${i}`, `fail${i}`])];
}

/** Query of one row of counts by state and by attribute; `items` is a query or a table with the columns of `items.parquet`. */
export function countsSql(typed: TypedDefinition, items: string): string {
  const per = typed.attributes.flatMap(({ name }, i) => {
    const column = identifier(attributeColumn(name));
    return [`count(*) FILTER (WHERE ${column}) AS pass${i}`, `count(*) FILTER (WHERE NOT ${column}) AS fail${i}`];
  });
  return `SELECT ${[
    'count(*) AS total',
    `count(*) FILTER (WHERE state = 'pass') AS passed`,
    `count(*) FILTER (WHERE state = 'deviation') AS deviating`,
    ...per,
  ].join(', ')} FROM ${items}`;
}

/** What a row of `countsSql` says, in the words of a result. */
export function countsOf(typed: TypedDefinition, row: SqlRow): Counts {
  const inScope = Number(row.total);
  const pass = Number(row.passed);
  const deviations = Number(row.deviating);
  const attributes = Object.fromEntries(
    typed.attributes.map(({ name, title }, i) => {
      const passed = Number(row[`pass${i}`]);
      const failed = Number(row[`fail${i}`]);
      return [name, { title, pass: passed, fail: failed, unverified: inScope - passed - failed }];
    }),
  );
  return { states: { inScope, pass, deviations, unverified: inScope - pass - deviations }, attributes };
}

/** Items by day; `rows` is a query with the columns day and state. Items without a day are left out. */
export async function timelineOf(session: Queries, rows: string): Promise<TestResult['timeline']> {
  const days = await session.rows(
    `SELECT day, count(*) FILTER (WHERE state = 'pass') AS passed, count(*) FILTER (WHERE state = 'deviation') AS deviating, count(*) AS total
     FROM (${rows}) WHERE day IS NOT NULL GROUP BY day ORDER BY day`,
  );
  return days.map((row) => {
    const pass = Number(row.passed);
    const deviations = Number(row.deviating);
    return {
      date: String(fromDuckDb(row.day ?? null)),
      pass,
      deviations,
      unverified: Number(row.total) - pass - deviations,
    };
  });
}

/** Columns that name a person or a subsystem. */
const actors = [
  'approved_by',
  'author',
  'committer',
  'deployed_by',
  'email',
  'environment',
  'manager',
  'owner',
  'repository',
  'requested_by',
  'reviewer',
  'system',
  'vendor',
];

/** Columns of a kind that name a person or a subsystem, other than its key. */
export function actorsOf({ kind }: TypedDefinition): string[] {
  return kind.columns
    .filter((c) => c.type === 'string' && actors.includes(c.name) && c.name !== kind.key)
    .map((c) => c.name);
}

/**
 * The person or subsystem with two thirds of the deviations or more, where there is another of its
 * kind. `deviating` is a query of the deviations with the columns item and, as `actor 0`, `actor 1`
 * …, those of `actorsOf`; where an item may stand in several rows, `repeated` is true.
 */
export async function concentrationOf(
  session: Queries,
  input: { typed: TypedDefinition; main: PopulationFile; deviating: string; repeated: boolean; deviations: number },
): Promise<Concentration | null> {
  const { typed, main, deviations } = input;
  const columns = actorsOf(typed);
  if (columns.length === 0 || deviations < 3) return null;
  const actor = columns.map((_, i) => `"actor ${i}"`);
  const which = actor.map((name, i) => `WHEN GROUPING(${name}) = 0 THEN ${i}`).join(' ');
  const candidates = await session.rows(
    `SELECT CASE ${which} END AS actor, coalesce(${actor.join(', ')}) AS value, count(${input.repeated ? 'DISTINCT item' : '*'}) AS items
     FROM (${input.deviating}) GROUP BY GROUPING SETS (${actor.map((name) => `(${name})`).join(', ')})
     HAVING value IS NOT NULL AND items * 3 >= ${deviations * 2} ORDER BY items DESC, actor, value`,
  );
  for (const { actor: i, value, items } of candidates) {
    const column = columns[Number(i)] as string;
    const sql = columnSql(main, typed.kind, column);
    const others = await session.rows(
      `SELECT 1 AS another FROM read_parquet(${text(main.file)}) WHERE ${sql} <> ${text(String(value))} LIMIT 1`,
    );
    if (others.length > 0) return { column, value: String(value), deviations: Number(items) };
  }
  return null;
}
