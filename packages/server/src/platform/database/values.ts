import { types } from 'pg';
import type { CustomTypesConfig } from 'pg';

const oid = { int8: 20, date: 1082 } as const;

/**
 * How PostgreSQL values read in JavaScript: timestamptz a Date, bigint a safe integer, date its text,
 * jsonb parsed, bytea bytes, arrays of text string[].
 */
export const getTypeParser: CustomTypesConfig['getTypeParser'] = (id: number, format?: 'text' | 'binary') => {
  if (id === oid.int8) return parseBigint;
  if (id === oid.date) return parseDate;
  return types.getTypeParser(id, format);
};

/** count(*) and every bigint column: refused rather than rounded beyond 2^53 - 1. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} is beyond what a number holds exactly.`);
  return value;
}

/** A date is a calendar day and has no time zone; it stays YYYY-MM-DD. */
function parseDate(text: string): string {
  return text;
}
