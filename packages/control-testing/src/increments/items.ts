import type { Session } from '../duckdb/index.ts';
import { itemsSql, type Prepared } from '../runs/index.ts';

/** Items as they were judged last, in the columns of `items.parquet`. */
export const judgedItems = 'kept.judged';

/** Judges the touched items of `now` and puts what was found in the place of what was known of them. */
export async function keepItems(session: Session, now: Prepared): Promise<void> {
  await session.run(
    `CREATE OR REPLACE TEMP TABLE found AS SELECT * FROM (${itemsSql(now)}) WHERE item IN (SELECT key FROM touched)`,
  );
  await session.run(`CREATE TABLE IF NOT EXISTS ${judgedItems} AS FROM found LIMIT 0`);
  await session.run(`DELETE FROM ${judgedItems} WHERE item IN (SELECT key FROM touched)`);
  await session.run(`INSERT INTO ${judgedItems} FROM found`);
}
