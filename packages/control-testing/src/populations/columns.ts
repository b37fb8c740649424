import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBTimestampValue,
  LIST,
  TIMESTAMP,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { TickmarkError, type ColumnType, type Value } from '@tickmark/core';

export const duckDbType: Record<ColumnType, DuckDBType> = {
  string: VARCHAR,
  integer: BIGINT,
  number: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  instant: TIMESTAMP,
  strings: LIST(VARCHAR),
};

/** SQL name of a column type. Instants are UTC. */
export const sqlType: Record<ColumnType, string> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  instant: 'TIMESTAMP',
  strings: 'VARCHAR[]',
};

const dayMillis = 86_400_000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const canonicalTime = /T\d\d:\d\d:\d\d\.\d\d\dZ$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Sources repeat the same days row after row. */
const knownDays = new Map<string, number>();
const knownLimit = 10_000;

/** Milliseconds of the midnight in UTC of a day `YYYY-MM-DD`; NaN when the calendar has no such day. */
function midnightOf(day: string): number {
  let found = knownDays.get(day);
  if (found === undefined) {
    const millis = datePattern.test(day) && day >= '0001' ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    found = !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(day) ? millis : Number.NaN;
    if (knownDays.size >= knownLimit) knownDays.clear();
    knownDays.set(day, found);
  }
  return found;
}

/** Milliseconds of an instant; the form that connectors write, `2026-03-04T08:00:00.000Z`, is read fastest. */
function instantOf(text: string): number {
  if (text.length === 24 && canonicalTime.test(text)) {
    const [hours, minutes, seconds] = [digits(text, 11), digits(text, 14), digits(text, 17)];
    const millis = digits(text, 20) * 10 + (text.charCodeAt(22) - 48);
    if (hours < 24 && minutes < 60 && seconds < 60) {
      return midnightOf(text.slice(0, 10)) + ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
    }
  }
  return instantPattern.test(text) && text >= '0001' ? Date.parse(text) : Number.NaN;
}

/** Two digits at a place, as a number. */
function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + (text.charCodeAt(at + 1) - 48);
}

/** A row's value as DuckDB keeps it; throws `population_invalid` when it is not of the column's type. */
export function toDuckDb(type: ColumnType, value: Value | undefined, where: () => string): DuckDBValue {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'string':
      if (typeof value === 'string' && isText(value)) return value;
      break;
    case 'integer':
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
      break;
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'date': {
      const millis = typeof value === 'string' ? midnightOf(value) : Number.NaN;
      if (!Number.isNaN(millis)) return new DuckDBDateValue(millis / dayMillis);
      break;
    }
    case 'instant': {
      const millis = typeof value === 'string' ? instantOf(value) : Number.NaN;
      // Microseconds of the years that rows may have are exact in a double.
      if (!Number.isNaN(millis)) return new DuckDBTimestampValue(BigInt(millis * 1000));
      break;
    }
    case 'strings':
      if (Array.isArray(value) && value.every((v) => typeof v === 'string' && isText(v))) {
        return new DuckDBListValue(value as string[]);
      }
      break;
  }
  throw new TickmarkError('population_invalid', `${where()} holds ${JSON.stringify(value)}, which is no ${type}.`, {
    action: 'Correct the source, or map another column.',
  });
}

function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** A value from DuckDB in the form rows have: instants and dates as ISO text. */
export function fromDuckDb(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampValue) return new Date(Number(value.micros / 1000n)).toISOString();
  if (value instanceof DuckDBListValue) return value.items.map(String);
  return String(value);
}
