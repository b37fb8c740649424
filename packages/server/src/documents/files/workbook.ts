import { escaped, officeRelations as office, packageRelations as relations, packed } from './office.ts';

/** What a cell holds: text, a number, or a date as `2026-11-23`. */
export type Cell = string | number | { date: string } | null;

export interface Sheet {
  /** At most 31 characters, none of []:*?/\ */
  name: string;
  columns: readonly { title: string; width: number }[];
  rows: readonly (readonly Cell[])[];
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Characters that one cell takes in Excel. */
const longestText = 32_767;
/** The day count that Excel gives 1970-01-01. */
const epochDay = 25_569;
const dayMs = 86_400_000;

/** Cell formats: 0 plain, 1 a heading, 2 a date, 3 wrapped text, 4 text that begins like a formula and is none. */
const styles = `<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0" applyFont="1"/><xf numFmtId="170" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" quotePrefix="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;

/**
 * A workbook (Office Open XML, ECMA-376). Every text is a text to whoever opens it, never a formula; one that begins like a
 * formula is marked so that it stays one when it is edited. The same sheets give the same bytes.
 */
export function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const numbered = sheets.map((sheet, place) => ({ sheet, n: place + 1 }));
  const overrides = [
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/styles.xml', 'styles'],
    ...numbered.map(({ n }) => [`/xl/worksheets/sheet${n}.xml`, 'worksheet']),
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${spreadsheet}.${type}+xml"/>`);
  const named = numbered.map(({ sheet, n }) => `<sheet name="${escaped(sheet.name)}" sheetId="${n}" r:id="r${n}"/>`);
  const related = numbered.map(
    ({ n }) => `<Relationship Id="r${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `<Relationships ${relations}><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships ${relations}>${related.join('')}<Relationship Id="r${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
    ...Object.fromEntries(numbered.map(({ sheet, n }) => [`xl/worksheets/sheet${n}.xml`, sheetText(sheet)])),
  };
  return packed(parts);
}

function sheetText({ columns, rows }: Sheet): string {
  const widths = columns.map(
    ({ width }, place) => `<col min="${place + 1}" max="${place + 1}" width="${width}" customWidth="1"/>`,
  );
  const heading = columns.map(({ title }, place) => textCell(title, place, 1, 1)).join('');
  const body = rows.map((row, place) => {
    const n = place + 2;
    return `<row r="${n}">${row.map((cell, column) => cellText(cell, column, n)).join('')}</row>`;
  });
  const all = `A1:${letters(columns.length - 1)}${rows.length + 1}`;
  return `<worksheet ${main}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${heading}</row>${body.join('')}</sheetData><autoFilter ref="${all}"/></worksheet>`;
}

function cellText(cell: Cell, column: number, row: number): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${letters(column)}${row}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') return textCell(cell, column, row, /^[=+\-@\t\r]/.test(cell) ? 4 : 3);
  return `<c r="${letters(column)}${row}" s="2"><v>${Date.parse(cell.date) / dayMs + epochDay}</v></c>`;
}

function textCell(text: string, column: number, row: number, style: number): string {
  return `<c r="${letters(column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, longestText))}</t></is></c>`;
}

/** 0 is A, 26 is AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${letters(Math.floor(column / 26) - 1)}${last}`;
}
