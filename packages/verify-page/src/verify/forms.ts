import { Misfit, object, textThat, type Shape } from './shape.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const nilOrMax = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** A UUID (RFC 9562). */
export const id = textThat((value) => uuid.test(value) || nilOrMax.includes(value));

/** SHA-256 in lowercase hex. */
export const sha256 = textThat((value) => /^[0-9a-f]{64}$/.test(value));

/** A day of the calendar: `2026-11-23`. */
export const date = textThat(isDate);

/** An instant in UTC: `2026-11-23T09:30:00.000Z`. */
export const instant = textThat((value) => {
  const [day = '', time = '', ...rest] = value.split('T');
  return rest.length === 0 && isDate(day) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/.test(time);
});

/** A name of the IANA time zone database that this browser knows. */
export const timeZone = textThat((value) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
});

/** A written line of at most 200 characters; space around it does not count. */
export const line: Shape<string> = (value) => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  if (trimmed === '' || trimmed.length > 200) throw new Misfit();
  return trimmed;
};

const days = object({ from: date, to: date });

/** Days from the first to the last, both included. */
export const period: typeof days = (value) => {
  const read = days(value);
  if (read.from > read.to) throw new Misfit(['to']);
  return read;
};

function isDate(value: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (year === '') return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1];
  return length !== undefined && Number(day) >= 1 && Number(day) <= length;
}
