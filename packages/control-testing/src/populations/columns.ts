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
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

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
      const millis =
        typeof value === 'string' && datePattern.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
      if (!Number.isNaN(millis) && value >= '0001' && new Date(millis).toISOString().startsWith(String(value))) {
        return new DuckDBDateValue(millis / dayMillis);
      }
      break;
    }
    case 'instant': {
      const millis = typeof value === 'string' && instantPattern.test(value) ? Date.parse(value) : Number.NaN;
      if (!Number.isNaN(millis) && value >= '0001') return new DuckDBTimestampValue(BigInt(millis) * 1000n);
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
