import { decodeCursor, encodeCursor } from './cursor.ts';
import { wordsOf, type Page, type PageInput } from './keyset.ts';

/** The same paging over a list that lies in memory: a catalogue. `id` is unique; sort values are text. */
export function pageOf<T>(
  all: readonly T[],
  order: {
    sorts: Record<string, (row: T) => string>;
    initial: string;
    id: (row: T) => string;
    words: (row: T) => string;
  },
  input: PageInput & { search?: string | undefined },
): Page<T> {
  const chosen = input.sort ?? order.initial;
  const sign = chosen.startsWith('-') ? -1 : 1;
  const value = order.sorts[chosen.replace(/^-/, '')] ?? order.id;
  const words = wordsOf((input.search ?? '').toLowerCase());
  const compare = (a: readonly [string, string], b: readonly [string, string]): number =>
    sign * (a[0] === b[0] ? inOrder(a[1], b[1]) : inOrder(a[0], b[0]));
  const matching = all
    .filter((row) => words.every((word) => order.words(row).toLowerCase().includes(word)))
    .map((row) => ({ row, at: [value(row), order.id(row)] as const }))
    .sort((a, b) => compare(a.at, b.at));
  const from = input.cursor === undefined ? undefined : decodeCursor(input.cursor, chosen);
  const rest = from === undefined ? matching : matching.filter((row) => compare(row.at, [from.value, from.id]) > 0);
  const items = rest.slice(0, input.limit);
  const last = rest.length > input.limit ? items.at(-1) : undefined;
  return {
    items: items.map((item) => item.row),
    total: matching.length,
    nextCursor: last === undefined ? null : encodeCursor({ sort: chosen, value: last.at[0], id: last.at[1] }),
  };
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
