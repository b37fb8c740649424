import { CivilTime } from '../files/civil.ts';
import { SheetRows } from '../files/xlsx/sheet-rows.ts';
import { sharedStrings } from '../files/xlsx/strings.ts';
import { cellFormats } from '../files/xlsx/styles.ts';
import { openWorkbook } from '../files/xlsx/workbook.ts';
import { readXml, type XmlReader } from '../files/xlsx/xml.ts';
import { Archive } from '../files/xlsx/zip.ts';
import { KeptText, type FileText } from './kept-text.ts';

/**
 * The text of an Office document (XLSX, DOCX, PPTX), at most `most` bytes of it: the cells of a workbook row by row, the
 * paragraphs of a document with its headers, footers, notes and comments, the slides of a presentation with their notes. Any other archive holds nothing that is read.
 * Errors: population_invalid for a damaged archive, too_large for one that is made to burst.
 */
export async function officeText(path: string, most: number): Promise<FileText> {
  const kept = new KeptText(most);
  const archive = await Archive.open(path);
  try {
    if (archive.has('word/document.xml')) await paragraphs(archive, wordParts, kept);
    else if (archive.has('ppt/presentation.xml')) await paragraphs(archive, slideParts, kept);
    else if (archive.has('xl/workbook.xml')) await cells(path, kept);
    else return { state: 'nothing', reason: 'It is an archive; the files in it are not read.', text: '' };
  } finally {
    archive.close();
  }
  return kept.end('There is no text in it.');
}

/** What comes first stands first; numbers have gaps where something was removed. */
const wordParts = /^word\/(?<order>document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/;
const slideParts = /^ppt\/(?:slides\/slide|notesslides\/notesslide)(?<order>\d+)\.xml$/;

async function paragraphs(archive: Archive, parts: RegExp, kept: KeptText): Promise<void> {
  const orderOf = (name: string): string => parts.exec(name)?.groups?.['order'] ?? '';
  const names = archive
    .names()
    .filter((name) => parts.test(name))
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b), 'en', { numeric: true }) || (a < b ? 1 : -1));
  let room = true;
  for (const part of names) {
    for await (const _ of readXml(archive.part(part), part, new Paragraphs((text) => (room = kept.add(text))))) {
      void _;
      if (!room) return;
    }
  }
}

class Paragraphs implements XmlReader {
  readonly #add: (text: string) => void;
  #inText = false;

  constructor(add: (text: string) => void) {
    this.#add = add;
  }

  open(name: string): void {
    if (name === 't') this.#inText = true;
    if (name === 'tab') this.#add('\t');
    if (name === 'br') this.#add('\n');
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    if (name === 'p') this.#add('\n');
  }

  text(text: string): void {
    if (this.#inText) this.#add(text);
  }
}

async function cells(path: string, kept: KeptText): Promise<void> {
  const workbook = await openWorkbook(path);
  try {
    const parts = {
      strings: await sharedStrings(workbook),
      formats: await cellFormats(workbook),
      from1904: workbook.from1904,
    };
    for (const { name, part } of workbook.sheets) {
      if (!kept.add(`${name}\n`)) return;
      for await (const rows of new SheetRows(parts).read(workbook.archive, part)) {
        for (const row of rows) {
          const line = row.cells.map(written).filter(Boolean).join('\t');
          if (!kept.add(`${line}\n`)) return;
        }
      }
    }
  } finally {
    workbook.archive.close();
  }
}

/** A cell as it is read; what it does not hold (an error, a formula without a value) is left out. */
function written(cell: unknown): string {
  const isWritten = cell instanceof CivilTime || ['string', 'number', 'boolean'].includes(typeof cell);
  return isWritten ? String(cell) : '';
}
