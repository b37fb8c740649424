import type { Inline, TextBlock } from '../../policies/index.ts';

/** Text of a line, or what is not written down: that is marked as such wherever it is shown. */
type Cell = string | readonly Inline[] | null;

export const notWritten: Inline = { text: 'not written down', missing: true };

function lineOf(cell: Cell): Inline[] {
  if (cell === null) return [notWritten];
  return typeof cell === 'string' ? [{ text: cell }] : [...cell];
}

export function paragraph(...cells: Cell[]): TextBlock {
  return { kind: 'paragraph', line: cells.flatMap((cell) => lineOf(cell)) };
}

/** Below the heading of a part, which is of the second level. */
export function heading(text: string, level: 3 | 4 = 3): TextBlock {
  return { kind: 'heading', level, line: [{ text }] };
}

export function list(items: readonly Cell[]): TextBlock[] {
  if (items.length === 0) return [];
  return [{ kind: 'list', ordered: false, items: items.map((item) => ({ line: lineOf(item), below: null })) }];
}

/** Nothing where there are no rows. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): TextBlock[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      head: head.map((text) => lineOf(text)),
      rows: rows.map((row) => row.map((cell) => lineOf(cell))),
    },
  ];
}

/** A name, and in the same cell what is written of it. */
export function named(name: string, description: string | undefined): Inline[] {
  return [{ text: name, strong: true }, ...(description === undefined ? [] : [{ text: `: ${description}` }])];
}

/** Names in one cell; a dash where there are none and none have to be. */
export function names(all: readonly string[]): string {
  return all.length === 0 ? '–' : all.join(', ');
}
