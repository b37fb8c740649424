import { damaged } from './zip.ts';

const maxRow = 1_048_576;
export const maxColumn = 16_384;

/** Column of a place such as `C17`, from 0. */
export function columnOf(ref: string): number {
  let column = 0;
  let at = 0;
  for (; at < ref.length; at += 1) {
    const letter = ref.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > maxColumn) break;
  }
  if (column < 1 || column > maxColumn) throw damaged(`"${ref.slice(0, 40)}" is no place in a sheet`);
  return column - 1;
}

/** Row of a place such as `C17`, from 1. */
export function rowOf(ref: string): number {
  return rowNumber(ref.replace(/^[A-Z]+/, ''), ref);
}

/** A row number as the sheet writes it. */
export function rowNumber(text: string, ref = text): number {
  const row = Number(text);
  if (!/^\d+$/.test(text) || row < 1 || row > maxRow) throw damaged(`"${ref.slice(0, 40)}" is no row of a sheet`);
  return row;
}

/** Letters of a column counted from 0. */
export function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
