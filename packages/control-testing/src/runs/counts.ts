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
export async function timelineOf(session: Session, rows: string): Promise<TestResult['timeline']> {
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

/** The person or subsystem with two thirds of the deviations or more, where there is another of its kind. */
export async function concentrationOf(
  session: Session,
  input: { typed: TypedDefinition; main: PopulationFile; files: RunFiles; item: string; deviations: number },
): Promise<Concentration | null> {
  const { typed, main } = input;
  const columns = typed.kind.columns.filter(
    (c) => c.type === 'string' && actors.includes(c.name) && c.name !== typed.kind.key,
  );
  if (columns.length === 0) return null;
  const source = `read_parquet(${text(main.file)}) AS item`;
  const values = columns.map((c, i) => `${columnSql(main, typed.kind, c.name)} AS v${i}`);
  await session.run(
    `CREATE OR REPLACE TEMP TABLE deviating AS SELECT ${input.item} AS item, ${values.join(', ')} FROM ${source}
     WHERE ${input.item} IN (SELECT item FROM read_parquet(${text(input.files.deviations)}) WHERE state = 'deviation')`,
  );
  let most: Concentration | null = null;
  for (const [i, { name }] of columns.entries()) {
    const [top] = await session.rows(
      `SELECT v${i} AS value, count(DISTINCT item) AS items FROM deviating WHERE v${i} IS NOT NULL GROUP BY value ORDER BY items DESC, value LIMIT 1`,
    );
    const items = Number(top?.items ?? 0);
    if (!top || items <= (most?.deviations ?? 0) || items * 3 < input.deviations * 2) continue;
    const value = columnSql(main, typed.kind, name);
    const [others] = await session.rows(`SELECT min(${value}) <> max(${value}) AS several FROM ${source}`);
    if (others?.several === true) most = { column: name, value: String(top.value), deviations: items };
  }
  return most;
}
