import { cellValue, type RawCell } from './cells.ts';
import { columnOf, lettersOf, maxColumn, rowNumber } from './refs.ts';
import { RichText, type SharedStrings } from './strings.ts';
import type { Shows } from './styles.ts';
import { readXml, type Attributes, type XmlReader } from './xml.ts';
import { damaged, type Archive } from './zip.ts';

/** A row with at least one value; `cells` by column, with nothing where the sheet has none. */
export interface SheetRow {
  row: number;
  cells: unknown[];
}

interface SheetParts {
  strings: SharedStrings;
  formats: Shows[];
  from1904: boolean;
}

/** Reads the cells of a sheet from the top. Which columns are wanted may change while it reads. */
export class SheetRows implements XmlReader {
  /** Columns whose values are wanted; all while undefined. Of others only whether they hold something. */
  wanted: ReadonlySet<number> | undefined;
  readonly #parts: SheetParts;
  #ready: SheetRow[] = [];
  #inData = false;
  #row = 0;
  #cells: unknown[] = [];
  #column = -1;
  #cell: RawCell | undefined;
  #inValue = false;
  #inline: RichText | undefined;

  constructor(parts: SheetParts) {
    this.#parts = parts;
  }

  /** Rows in batches, as the part is unpacked. */
  async *read(archive: Archive, part: string): AsyncGenerator<SheetRow[]> {
    for await (const _ of readXml(archive.part(part), part, this)) {
      void _;
      if (this.#ready.length === 0) continue;
      yield this.#ready;
      this.#ready = [];
    }
  }

  open(name: string, attributes: Attributes): void {
    if (this.#inline !== undefined) this.#inline.open(name);
    else if (name === 'sheetData') this.#inData = true;
    else if (!this.#inData) return;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'c') this.#openCell(attributes);
    else if (this.#cell === undefined) return;
    else if (name === 'v') this.#inValue = true;
    else if (name === 'f') this.#cell.formula = true;
    else if (name === 'is') this.#inline = new RichText();
  }

  text(text: string): void {
    if (this.#inline !== undefined) this.#inline.text(text);
    else if (this.#inValue && this.#cell !== undefined) this.#cell.stored = (this.#cell.stored ?? '') + text;
  }

  close(name: string): void {
    if (name === 'is' && this.#cell !== undefined) {
      this.#cell.stored = this.#inline?.take() ?? '';
      this.#inline = undefined;
    } else if (this.#inline !== undefined) this.#inline.close(name);
    else if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row' && this.#inData) this.#closeRow();
    else if (name === 'sheetData') this.#inData = false;
  }

  #openRow(attributes: Attributes): void {
    const row = attributes['r'] === undefined ? this.#row + 1 : rowNumber(attributes['r']);
    if (row <= this.#row) throw damaged(`row ${row} comes after row ${this.#row}`);
    this.#row = rowNumber(String(row));
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(attributes: Attributes): void {
    const ref = attributes['r'];
    const column = ref === undefined ? this.#column + 1 : columnOf(ref);
    if (column <= this.#column || column >= maxColumn) {
      throw damaged(`the cells of row ${this.#row} are not in the order of their columns`);
    }
    this.#column = column;
    this.#cell = {
      ref: ref ?? `${lettersOf(column)}${this.#row}`,
      type: attributes['t'],
      shows: this.#parts.formats[Number(attributes['s'] ?? 0)] ?? 'number',
      formula: false,
      stored: null,
    };
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = undefined;
    if (cell === undefined) return;
    const wanted = this.wanted === undefined || this.wanted.has(this.#column);
    // A cell beyond the header counts even when nothing is read from it.
    const value = wanted ? cellValue(cell, this.#parts.strings, this.#parts.from1904) : cell.stored;
    if (value !== null && value !== '') this.#cells[this.#column] = value;
  }

  #closeRow(): void {
    if (this.#cells.length > 0) this.#ready.push({ row: this.#row, cells: this.#cells });
  }
}
