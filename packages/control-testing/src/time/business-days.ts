import { date as dateShape, mostHolidays, TickmarkError } from '@tickmark/core';
import { dayNumber } from './zone.ts';

/** Days that lie before the year 1, so that every date has a weekday of number 1 or more. */
const before = 721_000;

/**
 * Business days are Monday to Friday without the holidays of the organization. Days are numbers
 * since 1970-01-01; weekdays are numbered from long ago, so that counting them is arithmetic and
 * only holidays need a table.
 */
export interface BusinessCalendar {
  /** Holidays that fall on weekdays, ascending: their day, and how many business days come before. */
  holidays: readonly { day: number; businessDays: number }[];
}

/** Refuses holidays that are no dates, stand twice or out of order: `bad_input`. */
export function checkHolidays(holidays: readonly string[]): void {
  const wrong = holidays.find((day, i) => !dateShape.safeParse(day).success || day <= (holidays[i - 1] ?? ''));
  if (wrong !== undefined || holidays.length > mostHolidays) {
    throw new TickmarkError(
      'bad_input',
      wrong === undefined
        ? `There are more than ${mostHolidays} holidays.`
        : `The holiday ${wrong} is no date, stands twice or out of order.`,
      { field: 'holidays', action: 'Give each holiday around the period once, as 2026-12-25, in order.' },
    );
  }
}

/** The calendar of holidays given as dates, each once, in order. */
export function businessCalendar(holidays: readonly string[]): BusinessCalendar {
  const days = holidays.map(dayNumber).filter((day) => weekdaysThrough(day) > weekdaysThrough(day - 1));
  return { holidays: days.map((day, i) => ({ day, businessDays: weekdaysThrough(day) - 1 - i })) };
}

/** Number of weekdays up to a day, it included. */
function weekdaysThrough(day: number): number {
  const monday = day + before + 3;
  return Math.floor(monday / 7) * 5 + Math.min((monday % 7) + 1, 5);
}

/** Day of the n-th weekday. */
function weekday(n: number): number {
  return Math.floor((n - 1) / 5) * 7 + ((n - 1) % 5) - before - 3;
}

/** Number of business days up to a day, it included. */
function businessDaysThrough({ holidays }: BusinessCalendar, day: number): number {
  return weekdaysThrough(day) - countWhile(holidays, (h) => h.day <= day);
}

/** Business days after one day up to another, the last included; negative where the second comes first. */
export function businessDaysBetween(calendar: BusinessCalendar, from: number, to: number): number {
  return businessDaysThrough(calendar, to) - businessDaysThrough(calendar, from);
}

/**
 * The n-th business day after a day, or before it where n is negative; the day itself for 0. NaN
 * where it would lie before all that is counted.
 */
export function addBusinessDays(calendar: BusinessCalendar, day: number, n: number): number {
  if (n === 0) return day;
  const number = n > 0 ? businessDaysThrough(calendar, day) + n : businessDaysThrough(calendar, day - 1) + n + 1;
  if (number < 1) return Number.NaN;
  return weekday(number + countWhile(calendar.holidays, (h) => h.businessDays < number));
}

function countWhile<T>(list: readonly T[], holds: (entry: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
