import {
  addBusinessDays,
  businessDaysBetween,
  dateOfDay,
  dayNumber,
  offsetAt,
  startOfDay,
  type BusinessCalendar,
  type Zone,
} from '../time/index.ts';
import type { Builtin } from './functions.ts';
import { dateRange } from './node.ts';
import type { Result } from './values.ts';

/** Most days that are added at once: more leaves the calendar from anywhere. */
const mostDays = 4_000_000n;

/** Instant in whole milliseconds, rounded down. */
function millisOf(micros: bigint): number {
  return Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n);
}

/** Date of an instant in a zone; unknown outside the years 1 to 9999. */
export function dateOf(zone: Zone, micros: bigint): Result {
  const millis = millisOf(micros);
  return dateIn(Math.floor((millis + offsetAt(zone, millis)) / 86_400_000));
}

/** First instant of a date in a zone, in microseconds. */
export function startOf(zone: Zone, date: string): bigint {
  return BigInt(startOfDay(zone, date)) * 1000n;
}

/** A part of a date, of an instant as a zone sees it, or of a duration, as CEL counts it. */
export function part(
  name: Builtin,
  value: bigint | string,
  type: 'date' | 'timestamp' | 'duration',
  zone: Zone,
): bigint {
  if (type === 'duration') return durationPart(name, value as bigint);
  const millis = typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : millisOf(value);
  const local = new Date(typeof value === 'string' ? millis : millis + offsetAt(zone, millis));
  return BigInt(localPart(name, local));
}

function localPart(name: Builtin, local: Date): number {
  switch (name) {
    case 'getFullYear':
      return local.getUTCFullYear();
    case 'getMonth':
      return local.getUTCMonth();
    case 'getDate':
      return local.getUTCDate();
    case 'getDayOfMonth':
      return local.getUTCDate() - 1;
    case 'getDayOfWeek':
      return local.getUTCDay();
    case 'getDayOfYear': {
      const newYear = new Date(local);
      newYear.setUTCMonth(0, 1);
      return Math.round((local.getTime() - newYear.getTime()) / 86_400_000);
    }
    case 'getHours':
      return local.getUTCHours();
    case 'getMinutes':
      return local.getUTCMinutes();
    case 'getSeconds':
      return local.getUTCSeconds();
    default:
      return local.getUTCMilliseconds();
  }
}

function durationPart(name: Builtin, micros: bigint): bigint {
  switch (name) {
    case 'getHours':
      return micros / 3_600_000_000n;
    case 'getMinutes':
      return micros / 60_000_000n;
    case 'getSeconds':
      return micros / 1_000_000n;
    default:
      return (micros % 1_000_000n) / 1000n;
  }
}

/** A date some days on; unknown outside the years 1 to 9999. */
export function plusDays(date: string, days: bigint): Result {
  return isFar(days) ? undefined : dateIn(dayNumber(date) + Number(days));
}

/** A date some business days on. */
export function plusBusinessDays(calendar: BusinessCalendar, date: string, days: bigint): Result {
  return isFar(days) ? undefined : dateIn(addBusinessDays(calendar, dayNumber(date), Number(days)));
}

/** Days from one date to another. */
export function daysFrom(from: string, to: string): bigint {
  return BigInt(dayNumber(to) - dayNumber(from));
}

/** Business days after one date up to another. */
export function businessDaysFrom(calendar: BusinessCalendar, from: string, to: string): bigint {
  return BigInt(businessDaysBetween(calendar, dayNumber(from), dayNumber(to)));
}

function isFar(days: bigint): boolean {
  return days < -mostDays || days > mostDays;
}

function dateIn(day: number): Result {
  return day >= dateRange.from && day <= dateRange.to ? dateOfDay(day) : undefined;
}
