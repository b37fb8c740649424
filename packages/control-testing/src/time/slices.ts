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
}

const monthsOf: Partial<Record<string, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/**
 * Calendar slices of a period, clipped to it: weeks begin on Monday, quarters with January, April,
 * July and October. `P14D` counts from the first day of the period.
 */
export function slicesOf(every: Every, grace: string, period: Period): Slice[] {
  const graceDays = daysOf(grace);
  const out: Slice[] = [];
  let start = startOf(every, period.from);
  while (start <= period.to) {
    const next = nextStart(every, start);
    const to = earlier(addDays(next, -1), period.to);
    const dueBy = addDays(to, graceDays);
    const lateBy = later(addDays(nextStart(every, next), -1), addDays(dueBy, 1));
    out.push({ from: later(start, period.from), to, dueBy, lateBy });
    start = next;
  }
  return out;
}

function daysOf(duration: string): number {
  return Number(duration.slice(1, -1));
}

function startOf(every: Every, date: string): string {
  const months = monthsOf[every];
  if (months !== undefined) {
    const month = Number(date.slice(5, 7)) - 1;
    return `${date.slice(0, 5)}${String(month - (month % months) + 1).padStart(2, '0')}-01`;
  }
  if (every === 'week') return addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
  return date;
}

function nextStart(every: Every, start: string): string {
  const months = monthsOf[every];
  if (months !== undefined) {
    const date = new Date(`${start}T00:00:00Z`);
    date.setUTCMonth(date.getUTCMonth() + months);
    return date.toISOString().slice(0, 10);
  }
  return addDays(start, every === 'day' ? 1 : every === 'week' ? 7 : daysOf(every));
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
