import type { TestResult } from '@tickmark/core';

export interface Month {
  month: string;
  pass: number;
  deviations: number;
  unverified: number;
}

/** Items of the timeline added up by calendar month, in order. */
export function byMonth(timeline: TestResult['timeline']): Month[] {
  const months = new Map<string, Month>();
  for (const { date, pass, deviations, unverified } of timeline) {
    const month = date.slice(0, 7);
    const sum = months.get(month) ?? { month, pass: 0, deviations: 0, unverified: 0 };
    sum.pass += pass;
    sum.deviations += deviations;
    sum.unverified += unverified;
    months.set(month, sum);
  }
  return [...months.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

const dayMs = 86_400_000;

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** First days of the months within a period, each with its distance in days from the first day. */
export function monthStarts(period: { from: string; to: string }): { month: string; day: number }[] {
  const starts: { month: string; day: number }[] = [];
  let [year = 0, month = 1] = period.from.split('-').map(Number);
  for (;;) {
    const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
    if (date > period.to) return starts;
    if (date >= period.from) starts.push({ month: date.slice(0, 7), day: daysBetween(period.from, date) });
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

/** The most items of one day that pass, and the most that deviate or are unverified; 0 where there are none. */
export function busiestDays(timeline: TestResult['timeline']): { most: number; mostBelow: number } {
  return {
    most: Math.max(0, ...timeline.map(({ pass }) => pass)),
    mostBelow: Math.max(0, ...timeline.map(({ deviations, unverified }) => deviations + unverified)),
  };
}
