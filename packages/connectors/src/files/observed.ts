import { CivilTime } from './civil.ts';
import { Unreadable } from './values.ts';
import type { FileRecord } from './source.ts';

const looked = 1000;

/** What the columns of a file hold, as far as its first thousand records show. */
export class ObservedTypes {
  readonly #found: Set<string>[];
  #records = 0;

  constructor(columns: number) {
    this.#found = Array.from({ length: columns }, () => new Set());
  }

  look(record: FileRecord): void {
    if (this.#records >= looked || !Array.isArray(record)) return;
    this.#records += 1;
    for (const [place, types] of this.#found.entries()) {
      const type = typeOf(record[place]);
      if (type !== null) types.add(type);
    }
  }

  /** `text`, `number`, `text or number` …; `nothing` for a column without a value. */
  types(): string[] {
    return this.#found.map((types) => (types.size === 0 ? 'nothing' : [...types].toSorted().join(' or ')));
  }
}

function typeOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.trim() === '' ? null : 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'truth';
  if (value instanceof CivilTime) return value.day === null ? 'time of day' : value.time === null ? 'day' : 'time';
  if (value instanceof Unreadable) return 'error';
  return Array.isArray(value) ? 'list' : 'object';
}
