import type { TestResult } from '@tickmark/core';
import type { Concentration } from '../conclusions/markers.ts';
import type { TypedDefinition } from '../definitions/index.ts';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { attributeColumn, type RunFiles } from './files.ts';
import { columnSql, type PopulationFile } from './sources.ts';

type Counts = Pick<TestResult, 'attributes'> & {
  states: { inScope: number; pass: number; deviations: number; unverified: number };
};

/** Counts of `items.parquet` by state and by attribute. */
export async function countItems(session: Session, typed: TypedDefinition, files: RunFiles): Promise<Counts> {
  const per = typed.attributes.flatMap(({ name }, i) => {
    const column = identifier(attributeColumn(name));
    return [`count(*) FILTER (WHERE ${column}) AS pass${i}`, `count(*) FILTER (WHERE NOT ${column}) AS fail${i}`];
  });
  const [row = {}] = await session.rows(
    `SELECT ${[
      'count(*) AS total',
      `count(*) FILTER (WHERE state = 'pass') AS passed`,
      `count(*) FILTER (WHERE state = 'deviation') AS deviating`,
      ...per,
    ].join(', ')} FROM read_parquet(${text(files.items)})`,
  );
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
export function timelineOf(session: Session, rows: string): Promise<TestResult['timeline']> {
  return daysFrom(
    session,
    `SELECT day, count(*) FILTER (WHERE state = 'pass') AS passed, count(*) FILTER (WHERE state = 'deviation') AS deviating, count(*) AS total
     FROM (${rows}) GROUP BY day`,
  );
}

/** The timeline from a query with the columns day, passed, deviating and total. */
export async function daysFrom(session: Session, counted: string): Promise<TestResult['timeline']> {
  const days = await session.rows(`SELECT * FROM (${counted}) WHERE day IS NOT NULL ORDER BY day`);
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
 * …, those of `actorsOf`; an item may stand in several rows.
 */
export async function concentrationOf(
  session: Session,
  input: { typed: TypedDefinition; main: PopulationFile; deviating: string; deviations: number },
): Promise<Concentration | null> {
  const { typed, main, deviations } = input;
  const columns = actorsOf(typed);
  if (columns.length === 0 || deviations < 3) return null;
  await session.run(`CREATE OR REPLACE TEMP TABLE deviating AS ${input.deviating}`);
  let most: Concentration | null = null;
  for (const [i, name] of columns.entries()) {
    const [top] = await session.rows(
      `SELECT value, count(*) AS items FROM (SELECT DISTINCT item, "actor ${i}" AS value FROM deviating WHERE "actor ${i}" IS NOT NULL)
       GROUP BY value ORDER BY items DESC, value LIMIT 1`,
    );
    const items = Number(top?.items ?? 0);
    if (!top || items <= (most?.deviations ?? 0) || items * 3 < deviations * 2) continue;
    const value = columnSql(main, typed.kind, name);
    const [others] = await session.rows(
      `SELECT min(${value}) <> max(${value}) AS several FROM read_parquet(${text(main.file)})`,
    );
    if (others?.several === true) most = { column: name, value: String(top.value), deviations: items };
  }
  return most;
}
