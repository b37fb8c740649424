import { createHash } from 'node:crypto';
import { TickmarkError } from '@tickmark/core';
import { identifier, text } from '../duckdb/index.ts';
import { requireColumn, type Source } from './source.ts';

/**
 * Places drawn by selection B from `items` items in order of time: n = min(size, items) runs, run i (from
 * 0) being the places from ⌊i·items/n⌋ to before ⌊(i+1)·items/n⌋. In a run of length L the place is
 * SHA-256 of `seed|index`, read as one unsigned big-endian number, modulo L; index is i plus `skip`, the
 * number of items drawn before.
 */
export function placesOverTime(seed: string, items: number, size: number, skip = 0): number[] {
  const runs = Math.min(size, items);
  return Array.from({ length: runs }, (_, i) => {
    const from = Number((BigInt(i) * BigInt(items)) / BigInt(runs));
    const to = Number((BigInt(i + 1) * BigInt(items)) / BigInt(runs));
    const hash = createHash('sha256')
      .update(`${seed}|${skip + i}`)
      .digest('hex');
    return from + Number(BigInt(`0x${hash}`) % BigInt(to - from));
  });
}

/**
 * Keys drawn by selection B, in order of time: earliest first, items without a time last, ties by the
 * bytes of the key. Items in `before` are left out and only the rest is parted into runs.
 */
export async function drawOverTime(
  source: Source,
  input: { seed: string; column: string; size: number; before: readonly string[] },
): Promise<string[]> {
  const { seed, column, size, before } = input;
  const order = timeOrder(source, column);
  const rest = `SELECT ${source.key} AS key, ${order} FROM ${source.from} WHERE ${notAmong(source, before)}`;
  const [counted] = await source.session.rows(`SELECT count(*) AS items FROM (${rest})`);
  const places = placesOverTime(seed, Number(counted?.items ?? 0), size, before.length);
  if (places.length === 0) return [];
  const rows = await source.session.rows(
    `SELECT key FROM (${rest}) WHERE place IN (${places.map((place) => place + 1).join(', ')}) ORDER BY place`,
  );
  return rows.map(({ key }) => String(key));
}

/** The first item in order of time after `from` that is not in `drawn`, going round at the end. */
export async function nextOverTime(
  source: Source,
  input: { column: string; from: string; drawn: readonly string[] },
): Promise<string | null> {
  const placed = `SELECT ${source.key} AS key, ${timeOrder(source, input.column)} FROM ${source.from}`;
  const [next] = await source.session.rows(
    `WITH placed AS (${placed}), void AS (SELECT place FROM placed WHERE key = ${text(input.from)})
      SELECT key FROM placed, void WHERE ${notIn('key', input.drawn)}
      ORDER BY placed.place < void.place, placed.place LIMIT 1`,
  );
  return next === undefined ? null : String(next.key);
}

function timeOrder(source: Source, column: string): string {
  requireColumn(source, 'column', column);
  const type = source.types.get(column) ?? '';
  if (!/^(TIMESTAMP|DATE)/.test(type)) {
    throw new TickmarkError('bad_input', `The column ${column} (${type}) is no time.`, {
      field: 'column',
      action: 'Name a column of instants or dates, or draw by hash alone.',
    });
  }
  return `row_number() OVER (ORDER BY ${identifier(column)} ASC NULLS LAST, ${source.key} ASC) AS place`;
}

function notAmong(source: Source, keys: readonly string[]): string {
  return notIn(source.key, keys);
}

function notIn(expression: string, keys: readonly string[]): string {
  return keys.length === 0 ? 'true' : `${expression} NOT IN (${keys.map(text).join(', ')})`;
}
