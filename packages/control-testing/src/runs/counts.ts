import type { TestResult } from '@tickmark/core';
import type { Concentration } from '../conclusions/markers.ts';
import type { TypedDefinition } from '../definitions/index.ts';
import { identifier, text, type Session } from '../duckdb/index.ts';
import { fromDuckDb } from '../populations/index.ts';
import { attributeColumn, type RunFiles } from './files.ts';
import { columnSql, type PopulationFile } from './sources.ts';

type Counts = Pick<TestResult, 'attributes'> & { states: { inScope: number; pass: number; deviations: number; unverified: number } };

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
    return { date: String(fromDuckDb(row.day ?? null)), pass, deviations, unverified: Number(row.total) - pass - deviations };
  });
}

/** Columns that name a person or a subsystem. */
const actors = ['approved_by', 'author', 'committer', 'deployed_by', 'email', 'environment', 'manager', 'owner', 'repository', 'requested_by', 'reviewer', 'system', 'vendor'];

/** The person or subsystem with most of the deviations, where there is more than one of its kind. */
export async function concentrationOf(
  session: Session,
  input: { typed: TypedDefinition; main: PopulationFile; files: RunFiles; item: string },
): Promise<Concentration | null> {
  const { typed, main } = input;
  const columns = typed.kind.columns.filter((c) => c.type === 'string' && actors.includes(c.name) && c.name !== typed.kind.key);
  if (columns.length === 0) return null;
  const source = `read_parquet(${text(main.file)})`;
  let most: Concentration | null = null;
  for (const { name } of columns) {
    const value = columnSql(main, typed.kind, name);
    const [top] = await session.rows(
      `SELECT value, count(DISTINCT item) AS items FROM (SELECT ${value} AS value, ${input.item} AS item FROM ${source} AS item)
       WHERE item IN (SELECT item FROM read_parquet(${text(input.files.deviations)}) WHERE state = 'deviation') AND value IS NOT NULL
       GROUP BY value ORDER BY items DESC, value LIMIT 1`,
    );
    if (!top || (most && Number(top.items) <= most.deviations)) continue;
    const [others] = await session.rows(`SELECT count(DISTINCT ${value}) AS kinds FROM ${source} AS item`);
    if (Number(others?.kinds) > 1) most = { column: name, value: String(top.value), deviations: Number(top.items) };
  }
  return most;
}
