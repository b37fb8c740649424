import { ExpressionFault } from './fault.ts';
import { timestampRange } from './node.ts';

/** Microseconds of an RFC 3339 instant with at most six digits of a second. */
export function parseTimestamp(text: string, offset: number): bigint {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  const seconds = parts ? Date.parse(`${parts[1]}${parts[3]}`) : Number.NaN;
  if (!parts || Number.isNaN(seconds) || !isDate(text.slice(0, 10))) {
    throw new ExpressionFault(offset, `"${text}" is not an instant.`, '2026-01-31T00:00:00Z');
  }
  const micros = BigInt(seconds) * 1000n + BigInt((parts[2] ?? '').padEnd(6, '0'));
  if (micros < timestampRange.from || micros > timestampRange.to) {
    throw new ExpressionFault(offset, `"${text}" lies outside the years 1 to 9999.`);
  }
  return micros;
}

const unitMicros: Record<string, number> = { h: 3_600_000_000, m: 60_000_000, s: 1_000_000, ms: 1000, us: 1 };

/** Microseconds of a CEL duration such as `36h` or `1h30m`, up to a hundred years. */
export function parseDuration(text: string, offset: number): bigint {
  const parts = /^([+-])?((?:\d{1,9}(?:\.\d{1,6})?(?:h|ms|us|m|s))+)$/.exec(text);
  if (!parts) throw new ExpressionFault(offset, `"${text}" is not a duration.`, '72h');
  let micros = 0;
  for (const [, count, unit] of (parts[2] ?? '').matchAll(/(\d+(?:\.\d+)?)(h|ms|us|m|s)/g)) {
    micros += Math.round(Number(count) * (unitMicros[unit ?? ''] ?? 0));
  }
  if (micros > 100 * 366 * 24 * 3_600_000_000)
    throw new ExpressionFault(offset, `"${text}" is more than a hundred years.`);
  return BigInt(parts[1] === '-' ? -micros : micros);
}

/** A date that exists in the calendar. */
export function parseDate(text: string, offset: number): string {
  if (!isDate(text)) throw new ExpressionFault(offset, `"${text}" is not a date.`, '2026-01-31');
  return text;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
