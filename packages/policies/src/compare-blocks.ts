import type { ComparedBlock, ComparedLine, Inline, TextBlock, TextChange } from '@tickmark/core';
import { align, bags, gapsOf, type Bag, type Pair } from './align.ts';
import { compareLines, countRead, keyOfLine, onlyLine, wordsOf } from './compare-lines.ts';
import { linesOf } from './obligations.ts';

type Line = readonly Inline[];
type List = Extract<TextBlock, { kind: 'list' }>;
type Item = List['items'][number];
type Below = NonNullable<Item['below']>;
type Table = Extract<TextBlock, { kind: 'table' }>;
type ComparedList = Extract<ComparedBlock, { kind: 'list' }>;
type ComparedTable = Extract<ComparedBlock, { kind: 'table' }>;

/** What is said line by line while blocks are compared: lines of both texts that belong together, or of one alone. */
export interface Notes {
  words: { added: number; removed: number };
  lines: { before: Line | null; after: Line | null }[];
}

/** What a block is, with its lines as they are set. */
export function keyOfBlock(block: TextBlock): string {
  switch (block.kind) {
    case 'heading':
      return JSON.stringify([block.kind, block.level, keyOfLine(block.line)]);
    case 'paragraph':
      return JSON.stringify([block.kind, keyOfLine(block.line)]);
    case 'list':
      return JSON.stringify([block.kind, block.ordered, block.items.map(keyOfItem)]);
    case 'table':
      return JSON.stringify([block.kind, block.head.map(keyOfLine), block.rows.map((row) => row.map(keyOfLine))]);
  }
}

const keyOfItem = ({ line, below }: Item): string =>
  JSON.stringify([keyOfLine(line), below === null ? null : [below.ordered, below.items.map(keyOfLine)]]);

/** The words of a block, apart from the same words in a block of another kind. */
export function wordsOfBlock(block: TextBlock): string[] {
  const words = linesOf(block).flatMap((line) => wordsOf(line));
  return words.length === 0 ? [block.kind] : words.map((word) => `${block.kind} ${word}`);
}

/** A block that stands in one text alone, or in both as it is. */
export function onlyBlock(block: TextBlock, change: TextChange | undefined, notes: Notes): ComparedBlock {
  const line = (own: Line): ReturnType<typeof onlyLine> => {
    if (change !== undefined) noteOnly(own, change, notes);
    return onlyLine(own, change);
  };
  const marked = (own: Line): ComparedLine => mark({ line: line(own) }, change);
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { ...block, line: line(block.line) };
    case 'list':
      return {
        ...block,
        items: block.items.map((item) => ({
          ...marked(item.line),
          below: item.below === null ? null : { ...item.below, items: item.below.items.map(marked) },
        })),
      };
    case 'table':
      return {
        ...block,
        head: block.head.map(marked),
        rows: block.rows.map((row) => mark({ cells: row.map(marked) }, change)),
      };
  }
}

function mark<Part extends object>(part: Part, change: TextChange | undefined): Part & { change?: TextChange } {
  return change === undefined ? part : { ...part, change };
}

function noteOnly(line: Line, change: TextChange, { words, lines }: Notes): void {
  words[change] += countRead(line);
  lines.push(change === 'added' ? { before: null, after: line } : { before: line, after: null });
}

/** Two blocks of a kind, word by word; null where they are of different kinds. */
export function compareBlock(
  before: TextBlock,
  after: TextBlock,
  notes: Notes,
): { before: ComparedBlock; after: ComparedBlock } | null {
  if (
    (before.kind === 'heading' && after.kind === 'heading') ||
    (before.kind === 'paragraph' && after.kind === 'paragraph')
  ) {
    const lines = compareLine(before.line, after.line, notes);
    return { before: { ...before, line: lines.before.line }, after: { ...after, line: lines.after.line } };
  }
  if (before.kind === 'list' && after.kind === 'list') return compareList(before, after, notes);
  return before.kind === 'table' && after.kind === 'table' ? compareTable(before, after, notes) : null;
}

function compareLine(before: Line, after: Line, notes: Notes): { before: ComparedLine; after: ComparedLine } {
  const lines = compareLines(before, after);
  notes.words.added += lines.words.added;
  notes.words.removed += lines.words.removed;
  notes.lines.push({ before, after });
  return { before: { line: lines.before }, after: { line: lines.after } };
}

/**
 * Both sides of two sequences whose pairs are known: `both` compares a pair, `one` shows what stands alone. In the order of
 * the later one as far as there is a pair.
 */
function sides<Part, Shown>(
  before: readonly Part[],
  after: readonly Part[],
  pairs: readonly Pair[],
  both: (one: Part, other: Part) => { before: Shown; after: Shown },
  one: (part: Part, change: TextChange) => Shown,
): { before: Shown[]; after: Shown[] } {
  const shown: { before: Shown[]; after: Shown[] } = { before: [], after: [] };
  gapsOf(pairs, before.length, after.length).forEach((gap, at) => {
    for (const part of before.slice(...gap.before)) shown.before.push(one(part, 'removed'));
    for (const part of after.slice(...gap.after)) shown.after.push(one(part, 'added'));
    const [was, is] = [before[pairs[at]?.[0] ?? -1], after[pairs[at]?.[1] ?? -1]];
    if (was === undefined || is === undefined) return;
    const compared = both(was, is);
    shown.before.push(compared.before);
    shown.after.push(compared.after);
  });
  return shown;
}

function alignBy<Part>(
  before: readonly Part[],
  after: readonly Part[],
  of: (part: Part) => { key: string; words: string[] },
  bag: (words: readonly string[]) => Bag,
): Pair[] {
  const known = (part: Part): { key: string; bag: Bag } => {
    const { key, words } = of(part);
    return { key, bag: bag(words) };
  };
  return align(before.map(known), after.map(known));
}

function onlyMarked(line: Line, change: TextChange, notes: Notes): ComparedLine {
  noteOnly(line, change, notes);
  return { line: onlyLine(line, change), change };
}

function compareList(before: List, after: List, notes: Notes): { before: ComparedList; after: ComparedList } {
  const pairs = alignBy(
    before.items,
    after.items,
    (item) => ({ key: keyOfItem(item), words: [item.line, ...(item.below?.items ?? [])].flatMap(wordsOf) }),
    bags(),
  );
  const items = sides(
    before.items,
    after.items,
    pairs,
    (was, is) => {
      const lines = compareLine(was.line, is.line, notes);
      const below = compareBelow(was.below, is.below, notes);
      return { before: { ...lines.before, below: below.before }, after: { ...lines.after, below: below.after } };
    },
    (item, change) => ({ ...onlyMarked(item.line, change, notes), below: onlyBelow(item.below, change, notes) }),
  );
  return { before: { ...before, items: items.before }, after: { ...after, items: items.after } };
}

type ComparedBelow = ComparedList['items'][number]['below'];

function onlyBelow(below: Below | null, change: TextChange, notes: Notes): ComparedBelow {
  return below === null
    ? null
    : { ordered: below.ordered, items: below.items.map((line) => onlyMarked(line, change, notes)) };
}

function compareBelow(
  before: Below | null,
  after: Below | null,
  notes: Notes,
): { before: ComparedBelow; after: ComparedBelow } {
  if (before === null || after === null)
    return { before: onlyBelow(before, 'removed', notes), after: onlyBelow(after, 'added', notes) };
  const pairs = alignBy(before.items, after.items, (line) => ({ key: keyOfLine(line), words: wordsOf(line) }), bags());
  const items = sides(
    before.items,
    after.items,
    pairs,
    (was, is) => compareLine(was, is, notes),
    (line, change) => onlyMarked(line, change, notes),
  );
  return { before: { ...before, items: items.before }, after: { ...after, items: items.after } };
}

function compareTable(before: Table, after: Table, notes: Notes): { before: ComparedTable; after: ComparedTable } {
  const columns = pairColumns(before, after);
  const cells = (was: readonly Line[], is: readonly Line[]): { before: ComparedLine[]; after: ComparedLine[] } =>
    sides(
      was,
      is,
      columns.filter(([one, other]) => one < was.length && other < is.length),
      (one, other) => compareLine(one, other, notes),
      (line, change) => onlyMarked(line, change, notes),
    );
  const head = cells(before.head, after.head);
  const rows = sides(
    before.rows,
    after.rows,
    alignBy(
      before.rows,
      after.rows,
      (row) => ({ key: JSON.stringify(row.map(keyOfLine)), words: row.flatMap(wordsOf) }),
      bags(),
    ),
    (was, is) => {
      const both = cells(was, is);
      return { before: { cells: both.before }, after: { cells: both.after } };
    },
    (row, change) => ({ cells: row.map((line) => onlyMarked(line, change, notes)), change }),
  );
  return {
    before: { kind: 'table', head: head.before, rows: rows.before },
    after: { kind: 'table', head: head.after, rows: rows.after },
  };
}

/** Columns that belong together: of one name or alike, and between them those of another name where as many stand. */
function pairColumns(before: Table, after: Table): Pair[] {
  const columnsOf = ({ head, rows }: Table): Line[][] =>
    Array.from({ length: Math.max(head.length, ...rows.map((row) => row.length)) }, (_, at) =>
      [head, ...rows].map((row) => row[at] ?? []),
    );
  const [left, right] = [columnsOf(before), columnsOf(after)];
  const pairs = alignBy(
    left,
    right,
    (column) => ({ key: keyOfLine(column[0] ?? []), words: column.flatMap(wordsOf) }),
    bags(),
  );
  const between = gapsOf(pairs, left.length, right.length).flatMap((gap): Pair[] => {
    const [from, end] = gap.before;
    if (end - from !== gap.after[1] - gap.after[0]) return [];
    return Array.from({ length: end - from }, (_, at) => [from + at, gap.after[0] + at]);
  });
  return [...pairs, ...between].sort(([one], [other]) => one - other);
}
