import type { TestResult } from '@tickmark/core';
import { text, type Session } from '../duckdb/index.ts';
import { countOccurrences, governedSql, occurrencesSeen, type Prepared } from '../runs/index.ts';
import { newAmong, type NewDeviations } from './deviations.ts';

/**
 * Places the touched items of `now` in time and puts that in the place of what was known of them. Slices may
 * have become due by the time it was taken alone.
 */
export async function keepHappenings(session: Session, now: Prepared, takenAt: string): Promise<NewDeviations> {
  await session.run(
    `CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM (${governedSql(now)}) WHERE item IN (SELECT key FROM touched)`,
  );
  await session.run('CREATE TABLE IF NOT EXISTS kept.governed AS FROM found LIMIT 0');
  const [earlier] = await session.rows('SELECT count(*) AS increments FROM kept.increments');
  const before = Number(earlier?.increments) === 0 ? [] : deviating(await occurrencesSoFar(session, now));
  await session.run('DELETE FROM kept.governed WHERE item IN (SELECT key FROM earlier)');
  await session.run('INSERT INTO kept.governed FROM found');
  return newAmong(deviating(await occurrencesSoFar(session, now, takenAt)), before);
}

/** What became of each slice by what the increments saw, up to when the last of them was taken. */
export async function occurrencesSoFar(
  session: Session,
  prepared: Prepared,
  /** When an increment was taken that is not among those kept yet. */
  takenAt?: string,
): Promise<NonNullable<TestResult['occurrences']>> {
  await session.run('CREATE OR REPLACE TEMP VIEW governed AS FROM kept.governed');
  const taken = takenAt === undefined ? '' : ` UNION ALL SELECT ${text(takenAt)}`;
  const [last] = await session.rows(
    `SELECT max(extracted_at) AS "end" FROM (SELECT extracted_at FROM kept.increments${taken})`,
  );
  return countOccurrences(await occurrencesSeen(session, prepared, Date.parse(String(last?.end))));
}

function deviating({ list }: NonNullable<TestResult['occurrences']>): string[] {
  return list.filter(({ state }) => state === 'late' || state === 'missed').map(({ from, to }) => `${from}/${to}`);
}
