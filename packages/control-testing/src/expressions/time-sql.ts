import type { BusinessCalendar, Zone } from '../time/index.ts';
import { bind } from './bind-sql.ts';
import type { Builtin } from './functions.ts';
import { dateRange } from './node.ts';
import { localSql, tree } from './zone-sql.ts';

const mostDays = 4_000_000;

type Part = Extract<Builtin, `get${string}`>;
type DurationPart = Extract<Part, 'getHours' | 'getMinutes' | 'getSeconds' | 'getMilliseconds'>;

const dayParts: Record<Part, (local: string) => string> = {
  getFullYear: (local) => `year(${local})`,
  getMonth: (local) => `(month(${local}) - 1)`,
  getDate: (local) => `day(${local})`,
  getDayOfMonth: (local) => `(day(${local}) - 1)`,
  getDayOfWeek: (local) => `dayofweek(${local})`,
  getDayOfYear: (local) => `(dayofyear(${local}) - 1)`,
  getHours: (local) => `hour(${local})`,
  getMinutes: (local) => `minute(${local})`,
  getSeconds: (local) => `second(${local})`,
  getMilliseconds: (local) => `(millisecond(${local}) % 1000)`,
};

const durationParts: Record<DurationPart, (micros: string) => string> = {
  getHours: (micros) => `(${micros} // 3600000000)`,
  getMinutes: (micros) => `(${micros} // 60000000)`,
  getSeconds: (micros) => `(${micros} // 1000000)`,
  getMilliseconds: (micros) => `(${micros} % 1000000 // 1000)`,
};

/** SQL of a part of a date, of an instant in a zone, or of a duration. */
export function partSql(name: Part, value: string, type: string, zone: Zone): string {
  if (type === 'duration') return durationParts[name as DurationPart](value);
  return dayParts[name](type === 'timestamp' ? bind([value], (instant) => localSql(zone, instant)) : value);
}

/** SQL of a date some days on; NULL outside the years 1 to 9999. */
export function plusDaysSql(date: string, days: string): string {
  return dateOfSql(`(${dayNumberSql(date)} + ${nearSql(days)})`);
}

/** SQL of the days from one date to another. */
export function daysFromSql(from: string, to: string): string {
  return `((${to}) - (${from}))`;
}

/** SQL of the business days after one date up to another. */
export function businessDaysFromSql(calendar: BusinessCalendar, from: string, to: string): string {
  const through = (date: string) => bind([dayNumberSql(date)], (day) => throughSql(calendar, day));
  return `(${through(to)} - ${through(from)})`;
}

/** SQL of a date some business days on. */
export function plusBusinessDaysSql(calendar: BusinessCalendar, date: string, days: string): string {
  const later = bind([dayNumberSql(date), nearSql(days)], (day, n) => {
    const number = `CASE WHEN ${n} > 0 THEN ${throughSql(calendar, day)} + ${n} ELSE ${throughSql(calendar, `(${day} - 1)`)} + ${n} + 1 END`;
    return `CASE WHEN ${n} = 0 THEN ${day} ELSE ${bind([`(${number})`], (k) => dayOfNumberSql(calendar, k))} END`;
  });
  return dateOfSql(`(${later})`);
}

function dayNumberSql(date: string): string {
  return `((${date}) - DATE '1970-01-01')`;
}

/** Days that can be added without leaving every range at once. */
function nearSql(days: string): string {
  return bind([days], (n) => `(CASE WHEN ${n} BETWEEN -${mostDays} AND ${mostDays} THEN ${n} END)`);
}

function dateOfSql(day: string): string {
  return bind(
    [day],
    (d) =>
      `(CASE WHEN ${d} BETWEEN ${dateRange.from} AND ${dateRange.to} THEN DATE '1970-01-01' + (${d})::INTEGER END)`,
  );
}

/** Business days up to a day, counted as `business-days.ts` counts them. */
function throughSql({ holidays }: BusinessCalendar, day: string): string {
  const monday = `(${day} + 721003)`;
  const weekdays = `(${monday} // 7 * 5 + least(${monday} % 7 + 1, 5))`;
  const passed = tree(
    [{ day: 0, count: 0 }, ...holidays.map((h, i) => ({ day: h.day, count: i + 1 }))],
    (h) => `${day} < ${h.day}`,
    (h) => String(h.count),
  );
  return `(${weekdays} - ${passed})`;
}

/** Day of the business day of a number. */
function dayOfNumberSql({ holidays }: BusinessCalendar, number: string): string {
  const passed = tree(
    [{ businessDays: 0, count: 0 }, ...holidays.map((h, i) => ({ businessDays: h.businessDays, count: i + 1 }))],
    (h) => `${number} <= ${h.businessDays}`,
    (h) => String(h.count),
  );
  return bind([`(${number} + ${passed} - 1)`], (n) => `(${n} // 5 * 7 + ${n} % 5 - 721003)`);
}
