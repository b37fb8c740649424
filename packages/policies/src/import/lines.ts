import { Draft } from './draft.ts';
import type { Imported } from './imported.ts';
import { ItemGatherer, markerOf } from './line-items.ts';
import { withoutPages } from './pages.ts';
import { isCatalogued, saysTitle } from './words.ts';

/** How much of the width a line fills at least that is wrapped, and one where a sentence ends that may be the last. */
const [filled, filledAtEnd] = [0.72, 0.88];
const longestHeading = 80;
const mostWordsOfHeading = 9;

/** The lines of a PDF or of a plain text as blocks: what is a heading, a list or one paragraph shows in them alone. */
export function readLines(text: string): Imported {
  const draft = new Draft();
  // Columns of a table are words beside words here, and nothing tells them from others.
  draft.lose('table', null);
  const { lines, left } = withoutPages(text);
  if (left > 0) draft.lose('page', left);
  new LineReader(draft, lines).read();
  return draft.end();
}

class LineReader {
  readonly #draft: Draft;
  readonly #lines: readonly string[];
  readonly #width: number;
  readonly #items: ItemGatherer;
  /** Words that have a hyphen of their own. */
  readonly #hyphenated: ReadonlySet<string>;
  readonly #strong: boolean;
  /** What is gathered of a paragraph; of an item it is in `#items`. */
  #paragraph: string[] = [];
  /** The line before, and whether an empty one came since. */
  #last = '';
  #gap = true;
  #afterHeading = false;

  constructor(draft: Draft, lines: readonly string[]) {
    this.#draft = draft;
    this.#lines = lines;
    const lengths = lines.flatMap((line) => (line === '' ? [] : [line.length])).sort((a, b) => a - b);
    this.#width = Math.max(40, lengths[Math.floor(lengths.length * 0.9)] ?? 0);
    this.#items = new ItemGatherer(draft, (some) => this.#joined(some));
    this.#hyphenated = new Set(lines.flatMap((line) => line.match(/\p{L}+-\p{Ll}+/gu) ?? []));
    this.#strong = hasStrongHeadings(lines);
  }

  read(): void {
    const title = this.#titleAt();
    this.#lines.forEach((line, at) => {
      if (line === '') this.#gap = true;
      else {
        this.#line(line, at, at === title);
        [this.#last, this.#gap] = [line, false];
      }
    });
    this.#end();
  }

  /** The first lines that name a document, or the very first where it is short. */
  #titleAt(): number {
    const first = this.#lines.flatMap((line, at) => (line === '' ? [] : [at])).slice(0, 5);
    const isShort = (at: number): boolean => {
      const line = this.#lines[at] ?? '';
      return line.length <= longestHeading && !/[.,;:]$/.test(line) && markerOf(line) === null && !isNumbered(line);
    };
    const named = first.find((at) => isShort(at) && saysTitle(this.#lines[at] ?? ''));
    const [top] = first;
    if (named !== undefined || top === undefined) return named ?? -1;
    return isShort(top) && !isCatalogued(this.#lines[top] ?? '') && first.length > 1 ? top : -1;
  }

  #line(line: string, at: number, isTitle: boolean): void {
    if (/\.{4,}\s*\d+$/.test(line)) {
      this.#draft.lose('contents');
      return;
    }
    const level = isTitle ? null : this.#headingLevel(line, at);
    if (isTitle || level !== null) {
      this.#end();
      if (level === null) this.#draft.title([{ text: line }]);
      else this.#draft.heading(level, [{ text: line }]);
      this.#afterHeading = true;
      return;
    }
    const marker = markerOf(line);
    if (marker !== null) {
      this.#endParagraph();
      this.#items.begin(marker);
    } else if (!this.#afterHeading && this.#goesOn(line)) this.#goOn(line);
    else {
      this.#end();
      this.#paragraph = [line];
    }
    this.#afterHeading = false;
  }

  #goesOn(line: string): boolean {
    if (this.#paragraph.length === 0 && !this.#items.isOpen()) return false;
    const [ended, begins] = [/[.!?:;]["”’)]?$/.test(this.#last), /^[\p{Ll}\p{Pd}(,]/u.test(line)];
    if (this.#gap) return begins && !ended;
    if (begins) return true;
    if (/^\d{1,2}(?:\.\d{1,2})+[.)]?\s+\p{Lu}/u.test(line)) return false;
    return this.#last.length >= (ended ? filledAtEnd : filled) * this.#width || (!ended && /[,-]$/.test(this.#last));
  }

  #goOn(line: string): void {
    if (this.#items.isOpen()) this.#items.goOn(line);
    else this.#paragraph.push(line);
  }

  /** Lines as one text, with words whole that were divided. */
  #joined(lines: readonly string[]): string {
    return lines
      .map((line, at) => {
        const next = lines[at + 1];
        if (next === undefined) return line;
        const [, before, hyphen] = /(\p{L}+)([-\u00ad])$/u.exec(line) ?? [];
        const [after] = /^\p{Ll}+/u.exec(next) ?? [];
        if (before === undefined || after === undefined) return `${line} `;
        // A hyphen that the word has elsewhere too is its own.
        return hyphen === '-' && this.#hyphenated.has(`${before}-${after}`) ? line : line.slice(0, -1);
      })
      .join('');
  }

  #end(): void {
    this.#endParagraph();
    this.#items.end();
  }

  #endParagraph(): void {
    if (this.#paragraph.length > 0) this.#draft.paragraph([{ text: this.#joined(this.#paragraph) }]);
    this.#paragraph = [];
  }

  /** 1 for the highest; null where it is none. */
  #headingLevel(line: string, at: number): number | null {
    const next = this.#lines.slice(at + 1, at + 6).find((each) => each !== '');
    if (next === undefined || line.length > longestHeading || /[.,;:!?]$/.test(line)) return null;
    const [, number, words = line] = /^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(.*)$/.exec(line) ?? [];
    if (words.split(/\s+/).length > mostWordsOfHeading || !/^[\p{Lu}\p{Lo}]/u.test(words)) return null;
    if (number !== undefined) {
      const depth = number.split('.').length;
      // One of several numbers in a row is an item.
      const counts = depth === 1 && (this.#items.comesBefore(Number(number)) || /^\d{1,2}[.)]\s/.test(next));
      return counts ? null : depth;
    }
    if (markerOf(line) !== null) return null;
    const letters = line.match(/\p{L}/gu)?.length ?? 0;
    if (letters >= 4 && !/\p{Ll}|\p{Lo}/u.test(line)) return 1;
    return this.#isShortHeading(line, next) ? (this.#strong ? 3 : 1) : null;
  }

  /** A short line without a full stop, after the end of one sentence and before the beginning of another. */
  #isShortHeading(line: string, next: string): boolean {
    const free = this.#gap || this.#afterHeading || /[.!?:;]$/.test(this.#last);
    if (!free || line.length > 60 || line.length > filled * this.#width) return false;
    return (
      markerOf(next) !== null || (/^[\p{Lu}\p{Lo}]/u.test(next) && (next.length > line.length || /[.:]$/.test(next)))
    );
  }
}

function isNumbered(line: string): boolean {
  return /^\d{1,2}(?:\.\d{1,2})*[.)]?\s/.test(line);
}

/** Whether headings are numbered or in capitals; a short line is below those then. */
function hasStrongHeadings(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /^\d{1,2}[.)]?\s+\p{Lu}[^.;:,]{0,70}$/u.test(line) || /^(?=.*\p{Lu}{4})[^\p{Ll}\p{Lo}]{4,80}$/u.test(line),
  );
}
