import { TickmarkError } from '@tickmark/core/errors';

/** A record that can't be told apart into fields, with the reason. */
export class BrokenRecord {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export type CsvRecord = string[] | BrokenRecord;

/** Longest record, in characters: a quote that is never closed would otherwise swallow the file. */
const maxRecord = 1024 * 1024;

const quote = 34;
const lf = 10;
const cr = 13;

/**
 * Records of a CSV file (RFC 4180, any delimiter, line ends CRLF, LF or CR), a batch for each
 * chunk of input. Empty lines are no records. A stray quote inside a field breaks only its record;
 * quoting that leaves open where records end is a fault of the whole file and throws
 * `population_invalid` with the line.
 */
export async function* csvRecords(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRecord[]> {
  if (/["\r\n]/.test(delimiter)) {
    throw new TickmarkError('bad_input', 'A delimiter can be neither a quote nor a line end.', {
      field: 'reading.delimiter',
      action: 'Use the character that stands between the columns: , ; | a tab or a space.',
    });
  }
  const reader = new RecordReader(delimiter);
  for await (const chunk of chunks) yield reader.read(chunk, false);
  yield reader.read('', true);
}

class RecordReader {
  readonly #delimiter: string;
  #text = '';
  /** Line on which the record at the start of `#text` begins. */
  #line = 1;
  /** The last line ended with CR, so an LF that follows belongs to it. */
  #afterCr = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that end in the text so far; with `last`, also the one that the file ends in. */
  read(chunk: string, last: boolean): CsvRecord[] {
    const text = this.#text === '' ? chunk : this.#text + chunk;
    const records: CsvRecord[] = [];
    let at = 0;
    // Next places of the characters that matter, looked up again only once they are passed.
    let nextQuote = -2;
    let nextLf = -2;
    let nextCr = -2;
    const place = (known: number, character: string): number =>
      known === -1 || known >= at ? known : text.indexOf(character, at);
    while (at < text.length) {
      const from = at;
      nextLf = place(nextLf, '\n');
      nextCr = place(nextCr, '\r');
      nextQuote = place(nextQuote, '"');
      const end = nextLf === -1 || (nextCr !== -1 && nextCr < nextLf) ? nextCr : nextLf;
      const plain = nextQuote === -1 || (end !== -1 && end < nextQuote);
      if (plain) {
        if (end === -1 && !last) break;
        const stop = end === -1 ? text.length : end;
        if (stop > at) records.push(text.slice(at, stop).split(this.#delimiter));
        this.#checkLength(stop - at, false);
        at = stop;
      } else {
        const found = this.#quoted(text, at, end, last);
        if (found === undefined) break;
        records.push(found.record);
        this.#checkLength(found.stop - at, true);
        this.#line += found.lines;
        at = found.stop;
      }
      if (at > from) this.#afterCr = false;
      if (at < text.length) {
        const character = text.charCodeAt(at);
        if (!(character === lf && this.#afterCr)) this.#line += 1;
        this.#afterCr = character === cr;
        at += 1;
        // The LF of a CRLF is no line of its own.
        if (this.#afterCr && text.charCodeAt(at) === lf) {
          this.#afterCr = false;
          at += 1;
        }
      }
    }
    this.#text = at === 0 ? text : text.slice(at);
    this.#checkLength(this.#text.length, this.#text.includes('"'));
    return records;
  }

  /** A record with a quote in it, field by field; undefined when its end has not been read yet. */
  #quoted(
    text: string,
    start: number,
    firstEnd: number,
    last: boolean,
  ): { record: CsvRecord; stop: number; lines: number } | undefined {
    const record: string[] = [];
    let stray = false;
    let lines = 0;
    let at = start;
    let lineEnd = firstEnd;
    for (;;) {
      if (text.charCodeAt(at) === quote) {
        const close = closingQuote(text, at + 1);
        if (close === -1) {
          if (last)
            throw this.#broken(`A quote opened in the record that starts at line ${this.#line} is never closed`);
          return undefined;
        }
        // Whether this quote closes, or the file goes on with a second one, is not known yet.
        if (close + this.#delimiter.length >= text.length && !last) return undefined;
        const value = text.slice(at + 1, close);
        lines += lineEnds(value);
        record.push(value.includes('"') ? value.replaceAll('""', '"') : value);
        at = close + 1;
      } else {
        if (lineEnd !== -1 && lineEnd < at) lineEnd = nextLineEnd(text, at);
        const delimiter = text.indexOf(this.#delimiter, at);
        const ends = delimiter === -1 || (lineEnd !== -1 && lineEnd < delimiter);
        if (ends && lineEnd === -1 && !last) return undefined;
        const stop = !ends ? delimiter : lineEnd === -1 ? text.length : lineEnd;
        const value = text.slice(at, stop);
        stray ||= value.includes('"');
        record.push(value);
        at = stop;
      }
      if (at >= text.length || isLineEnd(text.charCodeAt(at))) {
        if (at >= text.length && !last) return undefined;
        return { record: stray ? new BrokenRecord('has a quote in the middle of a field') : record, stop: at, lines };
      }
      if (!text.startsWith(this.#delimiter, at)) {
        throw this.#broken(`In the record that starts at line ${this.#line} something follows a closing quote`);
      }
      at += this.#delimiter.length;
    }
  }

  #checkLength(length: number, quoted: boolean): void {
    if (length <= maxRecord) return;
    const why = quoted ? ': a quote in it is probably never closed' : '';
    throw this.#broken(`The record that starts at line ${this.#line} is longer than a mebibyte${why}`);
  }

  #broken(what: string): TickmarkError {
    return new TickmarkError('population_invalid', `${what}, so where later records begin can't be told.`, {
      field: 'file',
      action: `Correct the quotes at line ${this.#line} (a quote inside a quoted field is written twice), or check the delimiter.`,
    });
  }
}

/** The quote that ends a quoted field whose text begins at `from`; a doubled quote does not end it. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== quote) return at;
  }
  return -1;
}

function nextLineEnd(text: string, from: number): number {
  const [toLf, toCr] = [text.indexOf('\n', from), text.indexOf('\r', from)];
  return toLf === -1 || (toCr !== -1 && toCr < toLf) ? toCr : toLf;
}

function isLineEnd(code: number): boolean {
  return code === lf || code === cr;
}

function lineEnds(value: string): number {
  return value.includes('\n') || value.includes('\r') ? value.split(/\r\n|\n|\r/).length - 1 : 0;
}
