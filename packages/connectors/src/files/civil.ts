import { iso } from './calendar.ts';

const dayMs = 86_400_000;

/**
 * A date and time of day as a workbook or Parquet file holds them: digits of a wall clock, without
 * a zone. `time` is null for a day alone, `day` for a time of day alone.
 */
export class CivilTime {
  readonly day: string | null;
  readonly time: string | null;

  constructor(day: string | null, time: string | null) {
    this.day = day;
    this.time = time;
  }

  /** `2026-03-04`, `08:30:00` or both with a space between. */
  toString(): string {
    return [this.day, this.time].filter((part) => part !== null).join(' ');
  }

  get isMidnight(): boolean {
    return this.time === null || /^00:00:00(\.0+)?$/.test(this.time);
  }
}

/** A civil time from milliseconds since 1970 of a clock without a zone. */
export function civilTime(ms: number, shows: 'day' | 'moment' | 'time'): CivilTime {
  const moment = iso(ms);
  const time = ms % 1000 === 0 ? moment.slice(11, 19) : moment.slice(11, 23);
  if (shows === 'time') return new CivilTime(null, time);
  return new CivilTime(moment.slice(0, 10), shows === 'day' && ms % dayMs === 0 ? null : time);
}
