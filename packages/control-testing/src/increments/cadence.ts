import type { TestResult } from '@tickmark/core';
import type { Session } from '../duckdb/index.ts';
import { countOccurrences, governedSql, occurrencesSeen, type Prepared } from '../runs/index.ts';

/** Places the touched items of `now` in time and puts that in the place of what was known of them. */
export async function keepHappenings(session: Session, now: Prepared): Promise<void> {
  await session.run(
    `CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM (${governedSql(now)}) WHERE item IN (SELECT key FROM touched)`,
  );
  await session.run('CREATE TABLE IF NOT EXISTS kept.governed AS FROM found LIMIT 0');
  await session.run('DELETE FROM kept.governed WHERE item IN (SELECT key FROM earlier)');
  await session.run('INSERT INTO kept.governed FROM found');
}

/** What became of each slice by what the increments saw, up to when the last of them was taken. */
export async function occurrencesSoFar(
  session: Session,
  prepared: Prepared,
): Promise<NonNullable<TestResult['occurrences']>> {
  await session.run('CREATE OR REPLACE TEMP VIEW governed AS FROM kept.governed');
  const [last] = await session.rows('SELECT max(extracted_at) AS "end" FROM kept.increments');
  return countOccurrences(await occurrencesSeen(session, prepared, Date.parse(String(last?.end))));
}
