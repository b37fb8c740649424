const dayMillis = 86_400_000;
const first = Date.UTC(1970, 0, 1);
const last = Date.UTC(2100, 0, 1);

/** From `at` (UTC milliseconds) on, local time is UTC plus `offset` milliseconds. */
export interface Transition {
  at: number;
  offset: number;
}

/**
 * A time zone as a table, from the runtime's own data, so that the interpreter and the SQL read the
 * same one. Before 1970 and after 2100 the nearest offset holds.
 */
export interface Zone {
  name: string;
  /** Ascending; the first holds from the beginning of time. */
  transitions: readonly [Transition, ...Transition[]];
}

const zones = new Map<string, Zone>();

/** Table of an IANA zone. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const localOffset = (at: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  };
  const transitions: [Transition, ...Transition[]] = [{ at: Number.NEGATIVE_INFINITY, offset: localOffset(first) }];
  let offset = transitions[0].offset;
  // Two changes of one zone never lie closer together than a week.
  for (let at = first; at < last; at += 7 * dayMillis) {
    const next = localOffset(at + 7 * dayMillis);
    if (next === offset) continue;
    let low = at;
    let high = at + 7 * dayMillis;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (localOffset(middle) === offset) low = middle;
      else high = middle;
    }
    transitions.push({ at: high, offset: next });
    offset = next;
  }
  const zone = { name, transitions };
  zones.set(name, zone);
  return zone;
}

function lastBefore<T>(list: readonly [T, ...T[]], holds: (entry: T) => boolean): T {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(list[middle] as T)) low = middle;
    else high = middle - 1;
  }
  return list[low] as T;
}

/** Milliseconds that local time is ahead of UTC at an instant (UTC milliseconds). */
export function offsetAt(zone: Zone, millis: number): number {
  return lastBefore(zone.transitions, (t) => t.at <= millis).offset;
}

/** Date of an instant (UTC milliseconds) in the zone. */
export function dateAt(zone: Zone, millis: number): string {
  return isoDate(millis + offsetAt(zone, millis));
}

/** A zone of one offset for ever, such as `+05:30`. */
export function fixedZone(name: string, offset: number): Zone {
  return { name, transitions: [{ at: Number.NEGATIVE_INFINITY, offset }] };
}

/** One stretch of dates whose days begin at UTC midnight minus `offset`, but not before `notBefore`. */
export interface DayStarts {
  from: string;
  offset: number;
  notBefore: number;
}

const starts = new WeakMap<Zone, readonly [DayStarts, ...DayStarts[]]>();

/** When days begin: a day lost in a clock change begins with that change. */
export function dayStarts(zone: Zone): readonly [DayStarts, ...DayStarts[]] {
  const known = starts.get(zone);
  if (known) return known;
  const [start, ...changes] = zone.transitions;
  const out: [DayStarts, ...DayStarts[]] = [
    { from: '0000-01-01', offset: start.offset, notBefore: Number.NEGATIVE_INFINITY },
  ];
  let before = start.offset;
  for (const { at, offset } of changes) {
    const midnight = Math.ceil((at + before) / dayMillis) * dayMillis;
    out.push({ from: isoDate(midnight), offset, notBefore: at });
    before = offset;
  }
  starts.set(zone, out);
  return out;
}

/** First instant of a date in the zone, in UTC milliseconds. */
export function startOfDay(zone: Zone, date: string): number {
  const { offset, notBefore } = lastBefore(dayStarts(zone), (d) => d.from <= date);
  return Math.max(Date.parse(`${date}T00:00:00Z`) - offset, notBefore);
}

/** The date some days after another. */
export function addDays(date: string, days: number): string {
  return isoDate(Date.parse(`${date}T00:00:00Z`) + days * dayMillis);
}

/** Days from 1970-01-01 to a date. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMillis);
}

/** The date some days after 1970-01-01. */
export function dateOfDay(day: number): string {
  return isoDate(day * dayMillis);
}

/** Days from one date to another: 0 for the same date. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMillis);
}

function isoDate(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}
