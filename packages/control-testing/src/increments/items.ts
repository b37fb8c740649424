import type { Session } from '../duckdb/index.ts';
import { countNames, countsSql, itemsSql, type Prepared } from '../runs/index.ts';
import { newDeviations, type NewDeviations } from './deviations.ts';
import { keyMark, lookUp, markSql } from './marks.ts';

/** Items as they were judged last, in the columns of `items.parquet` and with a mark of their key. */
export const judgedItems = 'kept.judged';

/** One row of the counts of all judged items. */
export const judgedCounts = 'kept.counts';

/** Judges the touched items of `now` and puts what was found in the place of what was known of them, in the counts as well. */
export async function keepItems(session: Session, now: Prepared): Promise<NewDeviations> {
  const { typed } = now;
  await session.run(
    `CREATE OR REPLACE TEMP TABLE found AS SELECT *, ${markSql(['item'])} AS ${keyMark} FROM (${itemsSql(now)}) WHERE item IN (SELECT key FROM touched)`,
  );
  await session.run(`CREATE TABLE IF NOT EXISTS ${judgedItems} AS FROM found LIMIT 0`);
  await session.run(`CREATE TABLE IF NOT EXISTS ${judgedCounts} AS ${countsSql(typed, judgedItems)}`);
  await lookUp(session, {
    into: 'gone',
    table: judgedItems,
    mark: keyMark,
    among: `SELECT ${markSql(['key'])} FROM earlier`,
  });
  await session.run('DELETE FROM gone WHERE item NOT IN (SELECT key FROM earlier)');
  const sums = countNames(typed).map((name) => `known.${name} + new.${name} - gone.${name} AS ${name}`);
  await session.run(
    `CREATE OR REPLACE TABLE ${judgedCounts} AS SELECT ${sums.join(', ')}
     FROM ${judgedCounts} AS known, (${countsSql(typed, 'found')}) AS new, (${countsSql(typed, 'gone')}) AS gone`,
  );
  await session.run(`DELETE FROM ${judgedItems} WHERE rowid IN (SELECT place FROM gone)`);
  await session.run(`INSERT INTO ${judgedItems} FROM found`);
  return newDeviations(session, 'found', 'gone');
}
