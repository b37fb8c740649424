/** Calendar dates as text, `2026-11-23`; no clock and no time zone takes part. */

const dayMs = 86_400_000;

/** The same day some months later, or the last of its month where that has no such day. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}

/** The date itself where it is the first of a month, else the first of the next. */
export function monthBeginning(date: string): string {
  return date.endsWith('-01') ? date : addMonths(`${date.slice(0, 8)}01`, 1);
}

/** Days from the first to the last, both included. */
export function daysOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** A date some days on; before it where they are negative. */
export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}
