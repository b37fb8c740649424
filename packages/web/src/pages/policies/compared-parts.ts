import type { ComparedBlock, ComparedInline, ComparedLine, ComparedRow, TextChange } from '@tickmark/core';

interface Marked {
  change?: TextChange | undefined;
}

/** Both sides as one: what was removed stands before what was added, and what stands in both once. */
function zip<Part extends Marked>(
  before: readonly Part[],
  after: readonly Part[],
  both: (was: Part, is: Part) => Part,
): Part[] {
  const merged: Part[] = [];
  let to = 0;
  const added = (): void => {
    for (let part = after[to]; part?.change === 'added'; part = after[++to]) merged.push(part);
  };
  for (const part of before) {
    if (part.change === 'removed') {
      merged.push(part);
      continue;
    }
    added();
    const is = after[to++];
    merged.push(is === undefined ? part : both(part, is));
  }
  added();
  return merged;
}

const mergeLine = (before: readonly ComparedInline[], after: readonly ComparedInline[]): ComparedInline[] =>
  zip(before, after, (_, is) => is);

const mergeLines = (before: readonly ComparedLine[], after: readonly ComparedLine[]): ComparedLine[] =>
  zip(before, after, (was, is) => ({ ...is, line: mergeLine(was.line, is.line) }));

/** A block with what was removed and what was added in one; null where there is none. */
export function mergeRow({ before, after }: Pick<ComparedRow, 'before' | 'after'>): ComparedBlock | null {
  if (before === null || after === null) return after ?? before;
  if (before.kind === 'list' && after.kind === 'list') {
    const items = zip(before.items, after.items, (was, is) => ({
      ...is,
      line: mergeLine(was.line, is.line),
      below:
        was.below === null || is.below === null
          ? (is.below ?? was.below)
          : { ...is.below, items: mergeLines(was.below.items, is.below.items) },
    }));
    return { ...after, items };
  }
  if (before.kind === 'table' && after.kind === 'table') {
    const rows = zip(before.rows, after.rows, (was, is) => ({ ...is, cells: mergeLines(was.cells, is.cells) }));
    return { ...after, head: mergeLines(before.head, after.head), rows };
  }
  if ('line' in before && 'line' in after) return { ...after, line: mergeLine(before.line, after.line) };
  return after;
}

/** What of a block is another, beside its words: `Numbered now.`; null where nothing is. */
export function setOtherwise({ before, after }: Pick<ComparedRow, 'before' | 'after'>): string | null {
  if (before?.kind === 'heading' && after?.kind === 'heading' && before.level !== after.level)
    return after.level > before.level ? 'A lower heading now.' : 'A higher heading now.';
  if (before?.kind === 'list' && after?.kind === 'list' && before.ordered !== after.ordered)
    return after.ordered ? 'Numbered now.' : 'No longer numbered.';
  return null;
}

/** Whether anything in a row is another than before, beside its place. */
export function hasChanged(row: ComparedRow): boolean {
  if (row.before === null || row.after === null || row.kind === 'changed') return true;
  return linesOf(row.before).concat(linesOf(row.after)).some(isMarked) || setOtherwise(row) !== null;
}

const isMarked = (line: readonly ComparedInline[]): boolean => line.some(({ change }) => change !== undefined);

function linesOf(block: ComparedBlock): ComparedInline[][] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items.flatMap(({ line, below }) => [line, ...(below?.items ?? []).map((each) => each.line)]);
    case 'table':
      return [...block.head, ...block.rows.flatMap(({ cells }) => cells)].map(({ line }) => line);
  }
}

/** A stretch of rows that is shown, or folded because nothing in it has changed. */
export interface Stretch {
  from: number;
  end: number;
  /** What a folded one says of itself; null where it is shown. */
  folded: string | null;
}

/** Fewer rows are shown as they are. */
const least = 2;

/** The rows in stretches. The heading of what has changed is shown with it, and so is the heading of what moved. */
export function foldRows(rows: readonly ComparedRow[]): Stretch[] {
  const shown = shownRows(rows);
  const stretches: Stretch[] = [];
  // What is shown is of one kind, whatever its rows are.
  const kindOf = (at: number): string => (shown.has(at) ? 'shown' : (rows[at]?.kind ?? ''));
  for (let from = 0; from < rows.length;) {
    const kind = kindOf(from);
    let end = from + 1;
    while (end < rows.length && kindOf(end) === kind) end++;
    const folds = kind !== 'shown' && end - from >= least;
    const last = stretches.at(-1);
    if (!folds && last?.folded === null) last.end = end;
    else stretches.push({ from, end, folded: folds ? saidOf(rows.slice(from, end)) : null });
    from = end;
  }
  return stretches;
}

function shownRows(rows: readonly ComparedRow[]): Set<number> {
  const shown = new Set<number>();
  let heading: number | null = null;
  rows.forEach((row, at) => {
    const isHeading = (row.after ?? row.before)?.kind === 'heading';
    if (isHeading) heading = at;
    if (!hasChanged(row) && !(isHeading && row.kind === 'moved')) return;
    shown.add(at);
    if (heading !== null) shown.add(heading);
  });
  return shown;
}

function saidOf(rows: readonly ComparedRow[]): string {
  const text = rows.filter(({ after }) => after?.kind !== 'heading').length;
  const [count, one] = text === 0 ? [rows.length, 'heading'] : [text, 'paragraph'];
  const words = `unchanged ${one}${count === 1 ? '' : 's'}`;
  return rows[0]?.kind === 'moved' ? `${count} ${words} that moved` : `${count} ${words}`;
}
