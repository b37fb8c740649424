import { DuckDBDateValue, DuckDBListValue, DuckDBTimestampValue, type DuckDBValue } from '@duckdb/node-api';
import type { PopulationKind, Row } from '@tickmark/core';
import { identifier, text, type Session } from '../../src/duckdb/index.ts';
import {
  columnsOf,
  interpret,
  toSql,
  type Cells,
  type Node,
  type Scope,
  type Value,
} from '../../src/expressions/index.ts';
import { sqlType } from '../../src/populations/index.ts';
import { businessCalendar, zoneOf } from '../../src/time/index.ts';

export const period = { from: '2026-01-01', to: '2026-06-30' };

export function scopeOf(columns: PopulationKind['columns']): Scope {
  return {
    rows: new Map([['item', { kind: 'things', columns: columnsOf(columns) }]]),
    relations: new Map(),
    elements: new Set(),
  };
}

/** Makes the table `item` of some rows. */
export async function fill(session: Session, columns: PopulationKind['columns'], rows: readonly Row[]): Promise<void> {
  const value = (v: Row[string] | undefined): string => {
    if (v === null || v === undefined) return 'NULL';
    if (Array.isArray(v)) return `[${v.map(String).map(text).join(', ')}]::VARCHAR[]`;
    return text(Object.is(v, -0) ? '-0.0' : String(v).replace(/Z$/, ''));
  };
  const types = columns.map((c) => `${identifier(c.name)} ${sqlType[c.type]}`);
  await session.run(`CREATE OR REPLACE TABLE item (n0 INTEGER, ${types.join(', ')})`);
  const lines = rows.map((r, i) => `(${i}, ${columns.map((c) => value(r[c.name])).join(', ')})`);
  await session.run(`INSERT INTO item VALUES ${lines.join(', ')}`);
}

/** Values of each expression for each row of the table `item`, by the interpreter and by SQL. */
export async function both(
  session: Session,
  nodes: readonly Node[],
  options: { timeZone: string; holidays: readonly string[] },
): Promise<{ interpreted: (Value | undefined)[][]; compiled: (Value | undefined)[][] }> {
  const zone = zoneOf(options.timeZone);
  const calendar = businessCalendar(options.holidays);
  const names = {
    column: (_: string, name: string) => `item.${identifier(name)}`,
    relation: () => {
      throw new TypeError('There are no relations here.');
    },
    zone,
    calendar,
    period,
  };
  const cells = (await session.rows('SELECT * FROM item ORDER BY n0')).map((row): Cells =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, valueOf(value) ?? null])),
  );
  const interpreted = cells.map((item) =>
    nodes.map((node) => interpret(node, { rows: { item }, elements: {}, relations: {}, zone, calendar, period })),
  );
  const list = nodes.map((node, i) => `${toSql(node, names)} AS c${i}`).join(', ');
  const rows = await session.rows(`SELECT ${list} FROM item ORDER BY n0`);
  const compiled = rows.map((row) => nodes.map((node, i) => ofType(node, valueOf(row[`c${i}`] ?? null))));
  return { interpreted, compiled };
}

function valueOf(value: DuckDBValue): Value | undefined {
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBListValue) return value.items.map(String);
  return value === null ? undefined : (value as Value);
}

/** A whole number may come in a wider or narrower type of DuckDB; -0 and 0 are one number. */
function ofType({ type }: Node, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  if ((type === 'int' || type === 'duration') && typeof value === 'number') return BigInt(value);
  return value === 0 ? 0 : value;
}
