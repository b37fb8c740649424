import type { Inline } from '@tickmark/core';
import { cleaned, withoutStrong } from './line.ts';

export interface Cell {
  line: Inline[];
  head: boolean;
  /** How many columns and rows it covers. */
  columns: number;
  rows: number;
}

/** Word has no more columns. */
const maxColumns = 63;

/**
 * Rows of one cell in each place. A cell over several rows or columns says its text in each of them, so that each row can be
 * read by itself; one over the whole table says it once.
 */
export function rowsOf(cells: readonly (readonly Cell[])[]): { head: Inline[][]; body: Inline[][][]; merged: number } {
  const grid: Inline[][][] = cells.map(() => []);
  let merged = 0;
  cells.forEach((row, y) => {
    let x = 0;
    for (const cell of row) {
      while (grid[y]?.[x] !== undefined) x += 1;
      const columns = limited(cell.columns, maxColumns - x);
      const rows = limited(cell.rows, cells.length - y);
      if (columns > 1 || rows > 1) merged += 1;
      const whole = row.length === 1 && rows === 1;
      for (let down = 0; down < rows; down += 1)
        for (let right = 0; right < columns; right += 1) {
          const target = grid[y + down];
          if (target !== undefined) target[x + right] = whole && right > 0 ? [] : cell.line;
        }
      x += columns;
    }
  });
  const even = grid.map((row) => Array.from(row, (cell) => cell ?? []));
  const [first, ...rest] = even;
  if (first === undefined || !isHead(cells[0] ?? [], rest)) return { head: [], body: even, merged };
  return { head: first, body: rest, merged };
}

function limited(span: number, most: number): number {
  return Math.max(1, Math.min(most, Number.isInteger(span) ? span : 1));
}

/** A row that says so, or one that is bold above others that are not. */
function isHead(cells: readonly Cell[], rest: readonly (readonly Inline[][])[]): boolean {
  if (cells.every(({ head }) => head)) return true;
  return isBold(cells.map(({ line }) => line)) && rest.length > 0 && !rest.some(isBold);
}

function isBold(row: readonly Inline[][]): boolean {
  const said = row.map(cleaned).filter((line) => line.length > 0);
  return said.length > 1 && said.every((line) => withoutStrong(line) !== line);
}
