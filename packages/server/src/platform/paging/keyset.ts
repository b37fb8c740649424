import { TickmarkError } from '@tickmark/core';
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { brokenCursor, decodeCursor, encodeCursor } from './cursor.ts';

export interface PageInput {
  cursor?: string | undefined;
  limit: number;
  sort?: string | undefined;
}

export interface Page<T> {
  items: T[];
  total: number;
  nextCursor: string | null;
}

/** How a list may be ordered: SQL expression and type of each sort name; none of them is ever null. */
export interface Order {
  sorts: Record<string, { by: RawBuilder<unknown>; type: 'text' | 'timestamptz' | 'bigint' | 'date' }>;
  /** Used when the caller names none; a leading `-` sorts descending. */
  initial: string;
  /** Unique column that breaks ties. */
  id: { by: RawBuilder<unknown>; type: 'uuid' | 'bigint' };
}

const invalidText = /^22/;

/**
 * One page of a list by keyset: rows after the cursor in (sort value, id) order, and the count of
 * all that match. The value travels as PostgreSQL's own text, so no precision is lost.
 */
export async function readPage<TB extends keyof Schema, Row>(
  query: SelectQueryBuilder<Schema, TB, Row>,
  order: Order,
  input: PageInput,
): Promise<Page<Row>> {
  const chosen = input.sort ?? order.initial;
  const direction = chosen.startsWith('-') ? 'desc' : 'asc';
  const column = order.sorts[chosen.replace(/^-/, '')];
  if (column === undefined)
    throw new TickmarkError('bad_input', `This list does not sort by ${chosen}.`, { field: 'sort' });

  let rows = query.select([
    sql<string>`(${column.by})::text`.as('pageValue'),
    sql<string>`(${order.id.by})::text`.as('pageId'),
  ]);
  if (input.cursor !== undefined) {
    const at = decodeCursor(input.cursor, chosen);
    const after = direction === 'asc' ? sql`>` : sql`<`;
    rows = rows.where(
      sql<boolean>`(${column.by}, ${order.id.by}) ${after} (${at.value}::${sql.raw(column.type)}, ${at.id}::${sql.raw(order.id.type)})`,
    );
  }
  const ordered = rows
    .orderBy(column.by, direction)
    .orderBy(order.id.by, direction)
    .limit(input.limit + 1);
  try {
    const counted = await query
      .clearSelect()
      .select(sql<string>`count(*)`.as('total'))
      .executeTakeFirstOrThrow();
    const found = await ordered.execute();
    const items = found.slice(0, input.limit);
    const last = found.length > input.limit ? items.at(-1) : undefined;
    return {
      items,
      total: Number((counted as { total: string }).total),
      nextCursor: last === undefined ? null : encodeCursor({ sort: chosen, value: last.pageValue, id: last.pageId }),
    };
  } catch (error) {
    // Class 22, data exception: a forged cursor value, or text the database can't hold.
    if (!isDataException(error)) throw error;
    if (input.cursor !== undefined) throw brokenCursor();
    throw new TickmarkError('bad_input', 'The words to search for hold a character that no text can have.', {
      field: 'search',
    });
  }
}

function isDataException(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && invalidText.test(code);
}

/** Every word of the search appears in one of the columns, whatever its case. */
export function matchesWords(search: string, columns: RawBuilder<unknown>[]): RawBuilder<boolean> {
  const text = sql`concat_ws(' ', ${sql.join(columns)})`;
  const words = wordsOf(search).map((word) => sql`${text} ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  return words.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(words, sql` and `)})`;
}

export function wordsOf(search: string): string[] {
  return search.split(/\s+/).filter((word) => word !== '');
}
