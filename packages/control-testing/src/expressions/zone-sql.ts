import { dayStarts, type Zone } from '../time/index.ts';

/** SQL of the date of an instant in a zone: a search tree over the zone's table. */
export function dateSql(zone: Zone, instant: string): string {
  return tree(
    zone.transitions,
    ({ at }) => `${instant} < make_timestamp(${BigInt(at) * 1000n})`,
    ({ offset }) => `(${instant} + to_seconds(${offset / 1000}))::DATE`,
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

function tree<T>(entries: readonly T[], before: (entry: T) => string, leaf: (entry: T) => string): string {
  const [only] = entries;
  if (only === undefined) throw new TypeError('A zone has at least one offset.');
  if (entries.length === 1) return leaf(only);
  const middle = Math.floor(entries.length / 2);
  const split = entries[middle] as T;
  const low = tree(entries.slice(0, middle), before, leaf);
  const high = tree(entries.slice(middle), before, leaf);
  return `CASE WHEN ${before(split)} THEN ${low} ELSE ${high} END`;
}
