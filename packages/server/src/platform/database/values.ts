/**
 * How PostgreSQL values read in JavaScript, the same with both drivers: timestamptz a Date, bigint a
 * safe integer, date its text, jsonb parsed, bytea bytes, arrays of text string[].
 */
export const oid = { int8: 20, date: 1082 } as const;

/** count(*) and every bigint column: refused rather than rounded beyond 2^53 - 1. */
export function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} is beyond what a number holds exactly.`);
  return value;
}

/** A date is a calendar day and has no time zone; it stays YYYY-MM-DD. */
export function parseDate(text: string): string {
  return text;
}
