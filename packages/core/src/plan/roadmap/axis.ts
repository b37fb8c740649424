import type { Span, WorkCalendar } from './calendar.ts';
import { furthestDay } from './calendar.ts';

/** Work is counted in tenths of a person-day, so that half days of effort and half days of a week are whole numbers. */
export const unitsOfDay = 10;

/** Units of a person who works so many days of a week. */
export function unitsPerDay(daysPerWeek: number): number {
  return Math.round((daysPerWeek * unitsOfDay) / 5);
}

/**
 * The time of one person as a line of units without gaps: unit 0 is the first of working day 0. A day on which they are absent
 * has none, so work that spans it goes on after it. Days before 0 are as long as any other, for what should have begun then.
 */
export class Axis {
  readonly perDay: number;
  readonly #absent: readonly [number, number][];
  /** Units until the end of each working day. */
  readonly #until: number[] = [];

  constructor(calendar: WorkCalendar, perDay: number, absences: readonly Span[]) {
    this.perDay = perDay;
    this.#absent = absences
      .map(({ from, to }): [number, number] => [calendar.onOrAfter(from), calendar.onOrBefore(to)])
      .filter(([from, to]) => from <= to && to >= 0);
  }

  /** Units that lie before the end of this working day. */
  until(day: number): number {
    if (day < 0) return (day + 1) * this.perDay;
    while (this.#until.length <= day) {
      const next = this.#until.length;
      const away = this.#absent.some(([from, to]) => from <= next && next <= to);
      this.#until.push((this.#until.at(-1) ?? 0) + (away ? 0 : this.perDay));
    }
    return this.#until[day] ?? 0;
  }

  /** Units that lie before this working day begins. */
  before(day: number): number {
    return this.until(day - 1);
  }

  /** The working day of a unit; null where it lies further ahead than is looked. */
  dayOf(unit: number): number | null {
    if (unit < 0) return Math.floor(unit / this.perDay);
    while ((this.#until.at(-1) ?? 0) <= unit) {
      if (this.#until.length > furthestDay) return null;
      this.until(this.#until.length);
    }
    let [low, high] = [0, this.#until.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#until[middle] ?? 0) > unit) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
