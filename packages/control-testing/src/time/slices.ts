import type { Every, Period } from '@tickmark/core';
import { addDays } from './zone.ts';

/** A span in which one occurrence is expected. */
export interface Slice {
  from: string;
  to: string;
  /** Last day on which it still counts as in time. */
  dueBy: string;
  /** Last day on which it counts as late; after it, as missed. The last day of the next slice. */
  lateBy: string;
  /** The slice lies in the period as a whole; one that does not is not due in it. */
  whole: boolean;
}

const monthsOf: Partial<Record<string, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/**
 * A period cut from its first day into slices of the control's frequency, so that twelve months hold
 * four quarters wherever they begin. What remains at the end and is shorter than a slice is not due
 * within the period; it is kept, as `whole: false`.
 */
export function slicesOf(every: Every, grace: string, period: Period): Slice[] {
  const graceDays = daysOf(grace);
  const out: Slice[] = [];
  for (let n = 0; startOf(every, period.from, n) <= period.to; n += 1) {
    const from = startOf(every, period.from, n);
    const last = addDays(startOf(every, period.from, n + 1), -1);
    const whole = last <= period.to;
    const to = whole ? last : period.to;
    const dueBy = whole ? addDays(to, graceDays) : to;
    const nextLast = addDays(startOf(every, period.from, n + 2), -1);
    out.push({ from, to, dueBy, lateBy: later(nextLast, addDays(dueBy, 1)), whole });
  }
  return out;
}

function daysOf(duration: string): number {
  return Number(duration.slice(1, -1));
}

/** First day of the n-th slice. A month without that day ends a day early: 31 January, 28 February. */
function startOf(every: Every, first: string, n: number): string {
  const months = monthsOf[every];
  if (months === undefined) return addDays(first, n * (every === 'day' ? 1 : every === 'week' ? 7 : daysOf(every)));
  const [year = 0, month = 1, day = 1] = first.split('-').map(Number);
  const begin = month - 1 + n * months;
  const lastDay = new Date(Date.UTC(year, begin + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, begin, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
