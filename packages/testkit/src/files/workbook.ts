import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { accountColumns, type AccountRow } from './accounts.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const dayMs = 86_400_000;
/** The day count that Excel gives 1970-01-01. */
const epochDay = 25_569;
const pieceLength = 64 * 1024;

/** Parts that are the same in every workbook; cell format 1 shows a moment. */
const fixedParts: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${spreadsheet}.sharedStrings+xml"/></Types>`,
  '_rels/.rels': `<Relationships ${relations}><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Accounts" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships ${relations}><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/><Relationship Id="r3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170" applyNumberFormat="1"/></cellXfs></styleSheet>`,
};

/**
 * Writes rows as a workbook of one sheet in the way of Excel: texts are shared, times are numbers that
 * a format shows as moments. The rows are gone through twice and not kept; texts must need no escapes.
 */
export async function writeWorkbook(path: string, rows: () => Iterable<AccountRow>): Promise<void> {
  const zip = new ZipFile();
  const addStream = (name: string, text: () => Iterable<string>): void =>
    zip.addReadStreamLazy(name, (give) => give(null, Readable.from(inPieces(text()), { objectMode: false })));
  for (const [name, content] of Object.entries(fixedParts)) zip.addBuffer(Buffer.from(head + content), name);
  addStream('xl/worksheets/sheet1.xml', () => sheetText(rows()));
  addStream('xl/sharedStrings.xml', () => sharedText(rows()));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

function* sheetText(rows: Iterable<AccountRow>): Generator<string> {
  const texts = new TextNumbers();
  let row = 1;
  yield `${head}<worksheet ${main}><sheetData>`;
  yield `<row r="1">${accountColumns.map((name, place) => textCell(place, row, name)).join('')}</row>`;
  for (const values of rows) {
    row += 1;
    const cells = accountColumns.map((name, place) => {
      const value = values[name];
      if (value === null) return '';
      if (name === 'observed_at') return `<c r="${letter(place)}${row}" s="1"><v>${serial(value)}</v></c>`;
      return `<c r="${letter(place)}${row}" t="s"><v>${texts.numberOf(value, name === 'id')}</v></c>`;
    });
    yield `<row r="${row}">${cells.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function textCell(place: number, row: number, text: string): string {
  return `<c r="${letter(place)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

/** The shared texts by their numbers, which a second pass over the rows gives again. */
function* sharedText(rows: Iterable<AccountRow>): Generator<string> {
  const texts = new TextNumbers();
  yield `${head}<sst ${main}>`;
  for (const values of rows) {
    for (const name of accountColumns) {
      const value = values[name];
      if (value === null || name === 'observed_at') continue;
      const known = texts.count;
      if (texts.numberOf(value, name === 'id') === known) yield `<si><t>${value}</t></si>`;
    }
  }
  yield '</sst>';
}

/** Numbers of texts in the order they come. Those that come only once are not remembered. */
class TextNumbers {
  readonly #numbers = new Map<string, number>();
  count = 0;

  numberOf(text: string, once: boolean): number {
    const known = once ? undefined : this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.count;
    this.count += 1;
    if (!once) this.#numbers.set(text, number);
    return number;
  }
}

function letter(place: number): string {
  return String.fromCharCode(65 + place);
}

/** `2026-01-31 06:15:00` as Excel counts days. */
function serial(moment: string): number {
  return Date.parse(`${moment.replace(' ', 'T')}Z`) / dayMs + epochDay;
}

function* inPieces(texts: Iterable<string>): Generator<string> {
  let pending = '';
  for (const text of texts) {
    pending += text;
    if (pending.length < pieceLength) continue;
    yield pending;
    pending = '';
  }
  yield pending;
}
