import type { Concentration } from '../conclusions/markers.ts';
import { identifier, type Queries, type SqlRow } from '../duckdb/index.ts';
import { actorsOf, concentrationOf } from './counts.ts';
import { attributeColumn, writeNamed, type FileFacts } from './files.ts';
import type { Prepared } from './sources.ts';

/** The first of one test of `judged` that did not simply pass: deviations before unverified items, each in order of its key. */
export function listFlawed(session: Queries, prepared: Prepared, test: number, limit: number): Promise<SqlRow[]> {
  return session.rows(`${rowsSql(prepared, test)} ORDER BY state = 'unverified', item LIMIT ${limit}`);
}

/** Writes what did not simply pass in one test, in the order of the population. */
export function writeFlawed(session: Queries, prepared: Prepared, test: number, file: string): Promise<FileFacts> {
  return writeNamed(session, `${rowsSql(prepared, test)} ORDER BY number`, file);
}

function rowsSql({ typed }: Prepared, test: number): string {
  const columns = typed.attributes.map((a, i) => `"attribute ${test} ${i}" AS ${identifier(attributeColumn(a.name))}`);
  return `SELECT item, "at", CASE WHEN NOT "holds ${test}" THEN 'deviation' ELSE 'unverified' END AS state, ${columns.join(', ')}
    FROM judged WHERE "flawed ${test}"`;
}

/** Whether the deviations of one test lie with one person or subsystem. */
export function concentrationIn(
  session: Queries,
  { typed, main }: Prepared,
  test: number,
  deviations: number,
): Promise<Concentration | null> {
  return concentrationOf(session, {
    typed,
    main,
    deviating: `SELECT ${['item', ...actorsOf(typed).map((_, i) => `"actor ${i}"`)].join(', ')} FROM judged WHERE "flawed ${test}" AND NOT "holds ${test}"`,
    repeated: false,
    deviations,
  });
}
