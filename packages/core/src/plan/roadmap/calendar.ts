import { isHolidayDate } from '../../holidays/index.ts';

/** First and last date, both included. */
export interface Span {
  from: string;
  to: string;
}

const dayMs = 86_400_000;
/** Working days that are looked ahead at most; what would take longer ends nowhere. */
export const furthestDay = 26_000;

/**
 * Working days of an organization, Monday to Friday without its holidays, counted: 0 is the first on or after `from`, -1 the
 * one before it. Dates are read and written as `2026-11-23`; nothing here knows the time of day.
 */
export class WorkCalendar {
  readonly #holidays: ReadonlySet<number>;
  /** Days since 1970-01-01, by number of the working day. */
  readonly #ahead: number[] = [];
  /** The same backwards: at 0 stands the working day -1. */
  readonly #back: number[] = [];
  readonly #from: number;

  constructor(from: string, holidays: readonly string[]) {
    this.#from = epochDay(from);
    this.#holidays = new Set(holidays.map(epochDay));
  }

  /** The date of a working day. */
  dateOf(day: number): string {
    return dateText(this.#epochOf(day));
  }

  /** The first working day on or after a date. */
  onOrAfter(date: string): number {
    const wanted = epochDay(date);
    return wanted > this.#epochOf(0) ? this.#search(wanted) : this.#searchBack(wanted);
  }

  /** The last working day on or before a date. */
  onOrBefore(date: string): number {
    const found = this.onOrAfter(date);
    return this.#epochOf(found) === epochDay(date) ? found : found - 1;
  }

  #works(epoch: number): boolean {
    // 1970-01-01 was a Thursday; Saturday is 2 and Sunday 3 days after it.
    const weekday = ((epoch % 7) + 7) % 7;
    return weekday !== 2 && weekday !== 3 && !this.#holidays.has(epoch);
  }

  #epochOf(day: number): number {
    const [list, place, step] = day >= 0 ? [this.#ahead, day, 1] : [this.#back, -day - 1, -1];
    while (list.length <= place) {
      let next = list.at(-1) ?? (day >= 0 ? this.#from - 1 : this.#epochOf(0));
      do next += step;
      while (!this.#works(next));
      list.push(next);
    }
    return list[place] ?? 0;
  }

  #search(epoch: number): number {
    while (this.#epochOf(Math.max(0, this.#ahead.length - 1)) < epoch) this.#epochOf(this.#ahead.length);
    let [low, high] = [0, this.#ahead.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ahead[middle] ?? 0) < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #searchBack(epoch: number): number {
    let day = 0;
    while (this.#epochOf(day - 1) >= epoch) day -= 1;
    return day;
  }
}

function epochDay(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (!isHolidayDate(date) || Number.isNaN(at)) throw new RangeError(`${date} is no date from 1970 to 2199.`);
  return at / dayMs;
}

function dateText(epoch: number): string {
  return new Date(epoch * dayMs).toISOString().slice(0, 10);
}
