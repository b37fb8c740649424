import { dayStarts, type Zone } from '../time/index.ts';

/** SQL of local time at an instant in a zone: a search tree over the zone's table. */
export function localSql(zone: Zone, instant: string): string {
  return tree(
    zone.transitions,
    ({ at }) => `${instant} < make_timestamp(${BigInt(at) * 1000n})`,
    ({ offset }) => `(${instant} + to_seconds(${offset / 1000}))`,
  );
}

/** SQL of the date of an instant in a zone; NULL outside the years 1 to 9999. */
export function dateSql(zone: Zone, instant: string): string {
  return tree(
    zone.transitions,
    ({ at }) => `${instant} < make_timestamp(${BigInt(at) * 1000n})`,
    ({ offset }, end) => {
      const local = `(${instant} + to_seconds(${offset / 1000}))`;
      if (!end) return `${local}::DATE`;
      return `(CASE WHEN ${local} >= TIMESTAMP '0001-01-01' AND ${local} < TIMESTAMP '10000-01-01' THEN ${local}::DATE END)`;
    },
  );
}

/** SQL of the first instant of a date in a zone. */
export function startOfDaySql(zone: Zone, date: string): string {
  return tree(
    dayStarts(zone),
    ({ from }) => `${date} < DATE '${from}'`,
    ({ offset, notBefore }) => {
      const start = `(${date}::TIMESTAMP - to_seconds(${offset / 1000}))`;
      if (!Number.isFinite(notBefore)) return start;
      const change = `make_timestamp(${BigInt(notBefore) * 1000n})`;
      return `CASE WHEN ${start} < ${change} THEN ${change} ELSE ${start} END`;
    },
  );
}

/** A search tree; `leaf` is told whether its entry stands at an end of the table. */
export function tree<T>(
  entries: readonly T[],
  before: (entry: T) => string,
  leaf: (entry: T, end: boolean) => string,
): string {
  const branch = (from: number, to: number): string => {
    if (to - from === 1) return leaf(entries[from] as T, from === 0 || to === entries.length);
    const middle = from + Math.floor((to - from) / 2);
    return `CASE WHEN ${before(entries[middle] as T)} THEN ${branch(from, middle)} ELSE ${branch(middle, to)} END`;
  };
  if (entries.length === 0) throw new TypeError('A search tree has at least one entry.');
  return branch(0, entries.length);
}
