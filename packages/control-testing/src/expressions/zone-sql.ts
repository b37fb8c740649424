import { addDays, dayStarts, type DayStarts, type Zone } from '../time/index.ts';

/** SQL of local time at an instant in a zone. */
export function localSql(zone: Zone, instant: string): string {
  return `(${instant} + to_seconds(${offsetSql(zone, instant)}))`;
}

/** SQL of the date of an instant in a zone; NULL outside the years 1 to 9999. */
export function dateSql(zone: Zone, instant: string): string {
  const [first] = zone.transitions;
  const last = zone.transitions.at(-1) ?? first;
  const from = Date.parse('0001-01-01T00:00:00Z') - first.offset;
  const until = Date.parse('9999-12-31T00:00:00Z') + 86_400_000 - last.offset;
  return `(CASE WHEN ${instant} >= ${instantSql(from)} AND ${instant} < ${instantSql(until)} THEN ${localSql(zone, instant)}::DATE END)`;
}

/** Seconds that local time is ahead: a search tree over the zone's table, with no more than a number at its leaves, for it is long. */
function offsetSql(zone: Zone, instant: string): string {
  return tree(
    zone.transitions,
    ({ at }) => `${instant} < ${instantSql(at)}`,
    ({ offset }) => `${offset / 1000}`,
  );
}

/** SQL of an instant, of its UTC milliseconds. */
export function instantSql(millis: number): string {
  return `make_timestamp(${BigInt(millis) * 1000n})`;
}

/** SQL of the first instant of a date in a zone. */
export function startOfDaySql(zone: Zone, date: string): string {
  const offset = tree(
    dayStarts(zone).flatMap(withLateDay),
    ({ from }) => `${date} < DATE '${from}'`,
    (stretch) => `${stretch.offset / 1000}`,
  );
  return `(${date}::TIMESTAMP - to_seconds(${offset}))`;
}

/** A day that begins with a clock change, as a stretch of its own. */
function withLateDay({ from, offset, notBefore }: DayStarts): { from: string; offset: number }[] {
  const late = notBefore - (Date.parse(`${from}T00:00:00Z`) - offset);
  if (late <= 0) return [{ from, offset }];
  return [
    { from, offset: offset - late },
    { from: addDays(from, 1), offset },
  ];
}

/** A search tree over entries in order, one at least. */
export function tree<T>(entries: readonly T[], before: (entry: T) => string, leaf: (entry: T) => string): string {
  const branch = (from: number, to: number): string => {
    if (to - from === 1) return leaf(entries[from] as T);
    const middle = from + Math.floor((to - from) / 2);
    return `CASE WHEN ${before(entries[middle] as T)} THEN ${branch(from, middle)} ELSE ${branch(middle, to)} END`;
  };
  return branch(0, entries.length);
}
