import { TickmarkError, type FileReading } from '@tickmark/core';
import { closestName } from '../../names/closest.ts';
import type { FileRecord, FileSource } from '../source.ts';
import { Unreadable } from '../values.ts';
import { mergesOf, type Merges } from './merges.ts';
import { SheetRows, type SheetRow } from './sheet-rows.ts';
import { sharedStrings } from './strings.ts';
import { cellFormats } from './styles.ts';
import type { Workbook } from './workbook.ts';

/**
 * Opens a sheet of a workbook far enough to know its columns; rows without a value are no rows. Of
 * several sheets the first is taken unless `strict` or named: what is frozen must say which it was.
 * Throws `population_invalid` for a sheet that is not there or has no header.
 */
export async function openSheet(workbook: Workbook, reading: FileReading, strict: boolean): Promise<FileSource> {
  const { archive } = workbook;
  try {
    const { name, part } = chosenSheet(workbook, reading.sheet, strict);
    const rows = new SheetRows({
      strings: await sharedStrings(workbook),
      formats: await cellFormats(workbook),
      from1904: workbook.from1904,
    });
    const merges = await mergesOf(archive, part);
    const batches = rows.read(archive, part);
    const { columns, rest } = await header(batches, reading, name);
    return {
      columns,
      sheets: workbook.sheets.map((sheet) => sheet.name),
      sheet: name,
      batches: (used) => {
        rows.wanted = used;
        return records(rest, batches, columns.length, merges);
      },
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

function chosenSheet({ sheets }: Workbook, asked: string | undefined, strict: boolean): Workbook['sheets'][number] {
  const names = sheets.map(({ name }) => name);
  const listed = names.map((name) => `"${name}"`).join(', ');
  if (asked !== undefined) {
    const found = sheets.find(({ name }) => name === asked);
    if (found !== undefined) return found;
    const closest = closestName(asked, names);
    throw new TickmarkError('population_invalid', `The workbook has no sheet "${asked}". It has: ${listed}.`, {
      field: 'reading.sheet',
      action: closest === null ? 'Choose one of its sheets.' : `Did you mean "${closest}"?`,
    });
  }
  const [first] = sheets;
  if (first !== undefined && (sheets.length === 1 || !strict)) return first;
  throw new TickmarkError('population_invalid', `The workbook has ${sheets.length} sheets: ${listed}.`, {
    field: 'reading.sheet',
    action: 'Say which of them is to be read.',
  });
}

async function header(
  batches: AsyncGenerator<SheetRow[]>,
  reading: FileReading,
  sheet: string,
): Promise<{ columns: string[]; rest: SheetRow[] }> {
  if (reading.header !== undefined) return { columns: reading.header, rest: [] };
  for (;;) {
    const next = await batches.next();
    if (next.done === true) throw noHeader(reading, sheet);
    const at = next.value.findIndex(({ row }) => reading.headerRow === undefined || row >= reading.headerRow);
    const found = next.value[at];
    if (found === undefined) continue;
    if (reading.headerRow !== undefined && found.row !== reading.headerRow) throw noHeader(reading, sheet);
    return { columns: Array.from(found.cells, nameOf), rest: next.value.slice(at + 1) };
  }
}

function nameOf(cell: unknown, place: number): string {
  if (cell instanceof Unreadable) {
    throw new TickmarkError('population_invalid', `The name of column ${place + 1} ${cell.reason}.`, {
      field: 'file',
      action: 'Correct the row with the names of the columns, or say which row it is.',
    });
  }
  return String(cell ?? '').trim() || `column ${place + 1}`;
}

function noHeader({ headerRow }: FileReading, sheet: string): TickmarkError {
  return headerRow === undefined
    ? new TickmarkError('population_invalid', `The sheet "${sheet}" is empty: it has not even a header.`, {
        field: 'reading.sheet',
        action: 'Choose another sheet; a header without rows is a counted zero.',
      })
    : new TickmarkError('population_invalid', `Row ${headerRow} of the sheet "${sheet}" is empty.`, {
        field: 'reading.headerRow',
        action: 'Give the row that holds the names of the columns, as the spreadsheet counts it.',
      });
}

async function* records(
  rest: SheetRow[],
  batches: AsyncIterable<SheetRow[]>,
  width: number,
  merges: Merges,
): AsyncGenerator<FileRecord[]> {
  const record = ({ row, cells }: SheetRow): unknown[] => {
    // Cells at the end of a row that hold nothing are not written; those beyond the header are a fault of the row.
    const values: unknown[] = [];
    for (let place = 0; place < Math.max(width, cells.length); place += 1) values.push(cells[place] ?? null);
    merges.cover(row, values);
    return values;
  };
  yield rest.map(record);
  for await (const batch of batches) yield batch.map(record);
}
