import { createReadStream } from 'node:fs';
import type { PreviewCell } from '@tickmark/core';
import { TickmarkError } from '@tickmark/core/errors';
import { BrokenRecord, csvRecords } from './csv.ts';
import { Unreadable } from './values.ts';
import { SheetRows } from './xlsx/sheet-rows.ts';
import { sharedStrings } from './xlsx/strings.ts';
import { cellFormats } from './xlsx/styles.ts';
import { openWorkbook } from './xlsx/workbook.ts';

/** What is read of a table to be looked at: nothing is judged, and nothing is left out in silence. */
export interface Look {
  /** Rows to pass over. */
  from: number;
  /** Rows, columns of a row, characters of a cell and characters together that are given at most. */
  limits: { rows: number; columns: number; cell: number; together: number };
}

export interface LookedAt {
  /** First record of a CSV file. */
  header: PreviewCell[] | null;
  /** Of the widest row that was read. */
  columns: number;
  rows: { row: number; cells: PreviewCell[] }[];
  /** Rows to pass over for those that follow; null at the end. */
  next: number | null;
}

export interface LookedAtWorkbook extends LookedAt {
  sheets: string[];
  sheet: string;
}

/**
 * Rows of a CSV file as they stand. `encoding` is a label of the Encoding Standard.
 * Throws `population_invalid` where quotes don't close, and for a record longer than a mebibyte.
 */
export async function lookAtCsv(
  path: string,
  { encoding, delimiter }: { encoding: string; delimiter: string },
  look: Look,
): Promise<LookedAt> {
  const shown = new Shown(look);
  let header: PreviewCell[] | null = null;
  let row = 0;
  for await (const records of csvRecords(decoded(path, encoding), delimiter)) {
    for (const record of records) {
      const cells = record instanceof BrokenRecord ? [new Unreadable(`The record ${record.reason}.`)] : record;
      if (header === null) header = shown.cellsOf(cells);
      else if (!shown.take((row += 1), cells)) return { header, ...shown.taken() };
    }
  }
  return { header, ...shown.taken() };
}

/**
 * Rows of a sheet as they stand; formulas are shown by the value that is stored with them.
 * Throws `population_invalid`, `unsupported_media`, `too_large` for what can't be read as a workbook, and
 * `not_found` for a sheet that it does not have.
 */
export async function lookAtWorkbook(path: string, sheet: string | undefined, look: Look): Promise<LookedAtWorkbook> {
  const workbook = await openWorkbook(path);
  const { archive, sheets, from1904 } = workbook;
  try {
    const chosen = sheet === undefined ? sheets[0] : sheets.find(({ name }) => name === sheet);
    if (chosen === undefined) {
      throw new TickmarkError('not_found', `The workbook has no sheet "${sheet}".`, {
        field: 'sheet',
        action: `It has: ${sheets.map(({ name }) => `"${name}"`).join(', ')}.`,
      });
    }
    const [strings, formats] = [await sharedStrings(workbook), await cellFormats(workbook)];
    const shown = new Shown(look);
    const names = { sheets: sheets.map(({ name }) => name), sheet: chosen.name, header: null };
    for await (const batch of new SheetRows({ strings, formats, from1904 }).read(archive, chosen.part)) {
      for (const { row, cells } of batch) if (!shown.take(row, cells)) return { ...names, ...shown.taken() };
    }
    return { ...names, ...shown.taken() };
  } finally {
    archive.close();
  }
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

/** Takes rows until one is too many. */
class Shown {
  readonly #look: Look;
  readonly #rows: LookedAt['rows'] = [];
  #passed = 0;
  #characters = 0;
  #columns = 0;
  #full = false;

  constructor(look: Look) {
    this.#look = look;
  }

  /** Whether more may be taken. */
  take(row: number, values: readonly unknown[]): boolean {
    const { from, limits } = this.#look;
    if (this.#passed < from) {
      this.#passed += 1;
      return true;
    }
    this.#full = this.#rows.length >= limits.rows || this.#characters >= limits.together;
    if (this.#full) return false;
    this.#rows.push({ row, cells: this.cellsOf(values) });
    return true;
  }

  cellsOf(values: readonly unknown[]): PreviewCell[] {
    const { limits } = this.#look;
    this.#columns = Math.max(this.#columns, values.length);
    return Array.from(values.slice(0, limits.columns), (value) => {
      if (value instanceof Unreadable) return { unreadable: value.reason };
      const text = String(value ?? '');
      this.#characters += Math.min(text.length, limits.cell) + 1;
      if (text.length <= limits.cell) return text;
      return { text: text.slice(0, limits.cell).toWellFormed(), length: text.length };
    });
  }

  taken(): Omit<LookedAt, 'header'> {
    const next = this.#full ? this.#look.from + this.#rows.length : null;
    return { columns: this.#columns, rows: this.#rows, next };
  }
}
