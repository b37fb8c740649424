import type { ColumnType } from 'kysely';

declare const jsonText: unique symbol;

/** JSON as text, on its way into a jsonb column; made by `json`. */
export type JsonText = string & { readonly [jsonText]: true };

/** A jsonb column: read as a parsed value of unknown shape, written through `json(value)`. */
export type JsonColumn = ColumnType<unknown, JsonText, JsonText>;
export type NullableJsonColumn = ColumnType<unknown, JsonText | null | undefined, JsonText | null>;

/**
 * A value for a jsonb column. Text on purpose: one driver would send a plain array as a PostgreSQL
 * array and the other as JSON.
 */
export function json(value: unknown): JsonText {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('undefined has no JSON form');
  return text as JsonText;
}
