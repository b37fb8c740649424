import type { Inline, TextBlock } from '@tickmark/core';
import { textOf } from '../obligations.ts';
import type { Imported, Lost, LostKind } from './imported.ts';
import { cleaned, withoutStrong } from './line.ts';
import { isCatalogued, saysTitle, withoutNumber } from './words.ts';

/** A list of any depth. */
export interface DraftList {
  ordered: boolean;
  items: DraftItem[];
}
export interface DraftItem {
  line: Inline[];
  below: DraftList[];
}

type Piece =
  | Exclude<TextBlock, { kind: 'heading' }>
  | { kind: 'heading'; level: number; numbered: boolean; line: Inline[] };

/** A longer line that is bold throughout is a sentence that matters, and no heading. */
const longestBoldHeading = 80;

/** Gathers a text as it is read, and brings it to what blocks hold: levels, title, depth of lists. */
export class Draft {
  #pieces: Piece[] = [];
  #lost = new Map<LostKind, Lost>();
  #title: string | null = null;
  #under = '';

  /** `level`: 1 for the highest; which levels there are shows at the end. */
  heading(level: number, line: readonly Inline[]): void {
    const clean = withoutStrong(cleaned(line));
    const text = textOf(clean);
    if (text === '') return;
    const { text: words, numbered } = withoutNumber(text);
    this.#under = words;
    this.#pieces.push({ kind: 'heading', level, numbered, line: cutFront(clean, text.length - words.length) });
  }

  /** The first title counts; a further one is a paragraph. */
  title(line: readonly Inline[]): void {
    const text = textOf(cleaned(line));
    if (text === '') return;
    if (this.#title === null) this.#title = text;
    else this.paragraph(line);
  }

  paragraph(line: readonly Inline[]): void {
    const clean = cleaned(line);
    if (clean.length > 0) this.#pieces.push({ kind: 'paragraph', line: clean });
  }

  list(list: DraftList): void {
    const items = whole(list).items.map(({ line, below }) => {
      const [first, ...rest] = below;
      if (first === undefined) return { line, below: null };
      const flat = [first, ...rest].flatMap((each) => this.#flat(each));
      return { line, below: { ordered: first.ordered, items: flat } };
    });
    if (items.length > 0) this.#pieces.push({ kind: 'list', ordered: list.ordered, items });
  }

  /** Rows as they come; each gets as many cells as the widest. */
  table(head: readonly Inline[][], rows: readonly Inline[][][]): void {
    const columns = Math.max(head.length, ...rows.map((row) => row.length));
    const fill = (cells: readonly Inline[][]): Inline[][] =>
      Array.from({ length: columns }, (_, at) => cleaned(cells[at] ?? []));
    const set = fill(head);
    const bold = set.every((cell) => cell.length === 0 || withoutStrong(cell) !== cell);
    const kept = rows.map(fill).filter((row) => row.some((cell) => cell.length > 0));
    if (kept.length === 0 && set.every((cell) => cell.length === 0)) return;
    this.#pieces.push({ kind: 'table', head: bold ? set.map(withoutStrong) : set, rows: kept });
  }

  /** Something of the text that is not kept as it was, at this place; `count` is null where it can't be counted. */
  lose(what: LostKind, count: number | null = 1): void {
    const known = this.#lost.get(what) ?? { what, count: 0, under: [] };
    known.count = count === null || known.count === null ? null : known.count + count;
    if (count !== null && !known.under.includes(this.#under)) known.under.push(this.#under);
    this.#lost.set(what, known);
  }

  /** `title`: one that stands beside the text, such as in a front; it counts before any in the text. */
  end(title: string | null = null): Imported {
    this.#boldHeadings();
    const found = title ?? this.#title ?? this.#headingAsTitle();
    const [first] = this.#headings();
    if (found !== null && first !== undefined && sameWords(textOf(first.line), found)) this.#takeAsTitle(first);
    const levels = [...new Set(this.#headings().map(({ level }) => level))].sort((a, b) => a - b);
    const levelOf = (level: number): number => Math.min(4, 2 + levels.indexOf(level));
    const blocks = this.#pieces.map((piece): TextBlock => {
      if (piece.kind !== 'heading') return piece;
      this.#under = textOf(piece.line);
      if (levels.indexOf(piece.level) > 2) this.lose('deeperHeading');
      return { kind: 'heading', level: levelOf(piece.level), line: piece.line };
    });
    return { title: found, blocks, lost: [...this.#lost.values()] };
  }

  #headings(): Extract<Piece, { kind: 'heading' }>[] {
    return this.#pieces.filter((piece) => piece.kind === 'heading');
  }

  /** What was lost under it was lost before the first heading. */
  #takeAsTitle(heading: Extract<Piece, { kind: 'heading' }>): void {
    this.#pieces = this.#pieces.filter((each) => each !== heading);
    const text = textOf(heading.line);
    for (const lost of this.#lost.values())
      lost.under = [...new Set(lost.under.map((each) => (each === text ? '' : each)))];
  }

  /** The first heading, where nothing says that it is the heading of a part. */
  #headingAsTitle(): string | null {
    const [first, ...others] = this.#headings();
    if (first === undefined || first.numbered) return null;
    const text = textOf(first.line);
    const alone = others.length > 0 && others.every(({ level }) => level > first.level);
    if (!saysTitle(text) && (!alone || isCatalogued(text))) return null;
    return text;
  }

  /** Who sets a document without styles makes headings bold. */
  #boldHeadings(): void {
    if (this.#headings().length > 0) return;
    this.#pieces = this.#pieces.map((piece, at) => {
      if (piece.kind !== 'paragraph' || this.#pieces[at + 1] === undefined) return piece;
      const line = withoutStrong(piece.line);
      const text = textOf(line);
      if (line === piece.line || text.length > longestBoldHeading || /[.;:,]$/.test(text)) return piece;
      const { text: words, numbered } = withoutNumber(text);
      return { kind: 'heading', level: 1, numbered, line: cutFront(line, text.length - words.length) };
    });
  }

  /** All lines of a list below the second level, as lines of the second. */
  #flat({ items }: DraftList): Inline[][] {
    return items.flatMap(({ line, below }) => [
      line,
      ...below.flatMap((deeper) => {
        this.lose('deeperList');
        return this.#flat(deeper);
      }),
    ]);
  }
}

/** Without items that say nothing: what stands below one takes its place. */
function whole({ ordered, items }: DraftList): DraftList {
  return {
    ordered,
    items: items.flatMap((item): DraftItem[] => {
      const line = cleaned(item.line);
      const below = item.below.map(whole).filter((list) => list.items.length > 0);
      return line.length === 0 ? below.flatMap((list) => list.items) : [{ line, below }];
    }),
  };
}

function cutFront(line: readonly Inline[], length: number): Inline[] {
  let left = length;
  return line.flatMap((piece) => {
    const cut = Math.min(left, piece.text.length);
    left -= cut;
    return cut === piece.text.length ? [] : [{ ...piece, text: piece.text.slice(cut) }];
  });
}

function sameWords(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0;
}
