const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const cacheLimit = 20_000;

/** What a wall-clock time means in a zone: one instant, two (clocks put back), or none (put forward). */
export interface LocalReading {
  instants: number[];
}

/**
 * Civil time of one IANA zone. Offsets come from the runtime's zone data; all instants are
 * milliseconds since 1970 in UTC, and a local time is written as the UTC instant with the same
 * wall-clock digits.
 */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #hours = new Map<number, number | null>();

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Local time minus UTC at an instant, in milliseconds. */
  offset(instant: number): number {
    const slot = Math.floor(instant / hourMs);
    let offset = this.#hours.get(slot);
    if (offset === undefined) {
      const atStart = this.#measure(slot * hourMs);
      offset = atStart === this.#measure(slot * hourMs + hourMs - 1) ? atStart : null;
      if (this.#hours.size >= cacheLimit) this.#hours.clear();
      this.#hours.set(slot, offset);
    }
    return offset ?? this.#measure(instant);
  }

  /** The instants at which the clocks of the zone show a local time, earliest first. */
  read(local: number): LocalReading {
    const before = this.offset(local - dayMs);
    const after = this.offset(local + dayMs);
    const candidates = before === after ? [before] : [before, after];
    const instants = candidates.map((offset) => local - offset).filter((t) => t + this.offset(t) === local);
    instants.sort((a, b) => a - b);
    return { instants };
  }

  /** First instant of a date `YYYY-MM-DD`; where midnight is skipped, the instant the clocks jump. */
  startOfDay(date: string): number {
    const local = Date.parse(`${date}T00:00:00Z`);
    const reading = this.read(local);
    return reading.instants[0] ?? local - this.offset(local - dayMs);
  }

  /** First instant after a date. */
  endOfDay(date: string): number {
    return this.startOfDay(addDays(date, 1));
  }

  /** Date in the zone at an instant. */
  dateAt(instant: number): string {
    return new Date(instant + this.offset(instant)).toISOString().slice(0, 10);
  }

  #measure(instant: number): number {
    const part: Record<string, string> = {};
    for (const { type, value } of this.#format.formatToParts(instant)) part[type] = value;
    const year = part['era'] === 'BC' ? 1 - Number(part['year']) : Number(part['year']);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(part['month']) - 1, Number(part['day']));
    local.setUTCHours(Number(part['hour']), Number(part['minute']), Number(part['second']));
    return local.getTime() - Math.floor(instant / 1000) * 1000;
  }
}

/** The date some days later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
