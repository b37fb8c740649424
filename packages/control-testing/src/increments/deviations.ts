import type { Session } from '../duckdb/index.ts';

/** Items, or slices of a cadence, that are deviations since an increment and were not before it. */
export interface NewDeviations {
  count: number;
  /** The first hundred, by key. */
  first: string[];
}

const listed = 100;

/** Of what was judged now, what deviates and did not before; both have the columns `item` and `state`. */
export async function newDeviations(session: Session, now: string, before: string): Promise<NewDeviations> {
  const deviating = `SELECT item FROM ${now} WHERE state = 'deviation' AND item NOT IN (SELECT item FROM ${before} WHERE state = 'deviation')`;
  const [counted] = await session.rows(`SELECT count(*) AS items FROM (${deviating})`);
  const rows = await session.rows(`${deviating} ORDER BY item LIMIT ${listed}`);
  return { count: Number(counted?.items), first: rows.map(({ item }) => String(item)) };
}

export function newAmong(now: readonly string[], before: readonly string[]): NewDeviations {
  const known = new Set(before);
  const found = now.filter((one) => !known.has(one));
  return { count: found.length, first: found.slice(0, listed) };
}
