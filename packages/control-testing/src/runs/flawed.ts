import type { Concentration } from '../conclusions/markers.ts';
import type { TypedDefinition } from '../definitions/index.ts';
import { identifier, type Session, type SqlRow } from '../duckdb/index.ts';
import { actorsOf, concentrationOf } from './counts.ts';
import { attributeColumn, describe, writeParquet } from './files.ts';
import { flawsSql } from './judgement.ts';
import { columnSql, fileSql, type Prepared } from './sources.ts';

/**
 * Reads the items that did not simply pass in some test of `judged` into the temporary table
 * `flawed`: number, item, at and the columns that name a person or a subsystem.
 */
export async function readFlawed(session: Session, tests: readonly [Prepared, ...Prepared[]]): Promise<void> {
  const [{ typed, main }] = tests;
  const { kind } = typed;
  const at = kind.time === null ? 'NULL::TIMESTAMP' : identifier(kind.time);
  const actors = actorsOf(typed).map((name, i) => `, ${columnSql(main, kind, name)} AS "actor ${i}"`);
  const numbers = tests.map((_, k) => `SELECT number FROM ${flawsSql(k)}`).join(' UNION ALL ');
  await session.run(
    `CREATE OR REPLACE TEMP TABLE flawed AS SELECT file_row_number AS number, ${identifier(kind.key)} AS item, ${at} AS "at"${actors.join('')}
     FROM ${fileSql(main)} WHERE file_row_number IN (${numbers})`,
  );
}

/** The first of one test, deviations before unverified items, each in order of its key. */
export function listFlawed(session: Session, { typed }: Prepared, test: number, limit: number): Promise<SqlRow[]> {
  return session.rows(
    `SELECT * EXCLUDE (number) FROM (${rowsSql(typed, test)}) ORDER BY state = 'unverified', item LIMIT ${limit}`,
  );
}

/** Writes what did not simply pass in one test, in the order of the population. */
export async function writeFlawed(
  session: Session,
  { typed }: Prepared,
  test: number,
  file: string,
): Promise<{ sha256: string; rows: number }> {
  await writeParquet(session, `SELECT * EXCLUDE (number) FROM (${rowsSql(typed, test)}) ORDER BY number`, file);
  return describe(session, file);
}

function rowsSql(typed: TypedDefinition, test: number): string {
  const columns = typed.attributes.map((a, i) => `"state ${i}" AS ${identifier(attributeColumn(a.name))}`);
  return `SELECT number, item, "at", CASE WHEN ${deviates(typed)} THEN 'deviation' ELSE 'unverified' END AS state, ${columns.join(', ')}
    FROM ${flawsSql(test)} JOIN flawed USING (number)`;
}

/** Whether the deviations of one test lie with one person or subsystem. */
export function concentrationIn(
  session: Session,
  { typed, main }: Prepared,
  test: number,
  deviations: number,
): Promise<Concentration | null> {
  return concentrationOf(session, {
    typed,
    main,
    deviating: `SELECT flawed.* FROM ${flawsSql(test)} JOIN flawed USING (number) WHERE ${deviates(typed)}`,
    repeated: false,
    deviations,
  });
}

/** Whether a row of `flawsSql` is a deviation: some attribute certainly does not hold. */
function deviates({ attributes }: TypedDefinition): string {
  return `NOT (${attributes.map((_, i) => `"state ${i}"`).join(' AND ')})`;
}
