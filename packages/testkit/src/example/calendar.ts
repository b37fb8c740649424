const dayMs = 86_400_000;

/** The days of the example's period, and wall-clock times on them in the company's time zone. */
export interface Calendar {
  from: string;
  to: string;
  days: string[];
  /** ISO instant at a time of day in the zone; minutes may run past the day's end. */
  at(day: string, hour: number, minute?: number, second?: number): string;
  /** Last instant of the period, as an ISO text. */
  end: string;
}

export function calendar(from: string, to: string, timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offset = (instant: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
  };
  const noon = new Map<string, number>();
  const at = (day: string, hour: number, minute = 0, second = 0): string => {
    const local = Date.parse(`${day}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000;
    const civilDay = new Date(local).toISOString().slice(0, 10);
    // One offset a day is enough: the example's times lie between four in the morning and midnight.
    let shift = noon.get(civilDay);
    if (shift === undefined) {
      shift = offset(Date.parse(`${civilDay}T12:00:00Z`));
      noon.set(civilDay, shift);
    }
    return new Date(local - shift).toISOString();
  };
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return { from, to, days, at, end: at(to, 23, 59, 59) };
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** The same day some months later, or the last day of that month where it has no such day. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

export function addMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}
