import { TickmarkError } from '@tickmark/core';

const maxValue = 16 * 1024 * 1024;
const maxDepth = 200;
const namesNoted = 20;

/** A place in a JSON text that arrives in chunks. Only the value at hand is kept. */
export class JsonCursor {
  /** Names of members that were passed, the first twenty. */
  seen: string[] = [];
  readonly #chunks: AsyncIterator<string>;
  #text = '';
  #at = 0;
  #line = 1;
  /** Place of the next line end, so that lines are counted without looking at the text twice. */
  #newline = -1;

  constructor(chunks: AsyncIterable<string>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Refuses a file with nothing in it. */
  async open(): Promise<void> {
    if (!(await this.#fill())) {
      throw new TickmarkError('population_invalid', 'The file is empty.', {
        field: 'file',
        action: 'Export it again; an empty array [] is a counted zero.',
      });
    }
  }

  note(name: string): void {
    if (this.seen.length < namesNoted) this.seen.push(name);
  }

  /** The next character that is no space, without passing it. A file that ends here is cut. */
  async peek(): Promise<string> {
    if (!(await this.#fill())) throw this.#cut();
    return this.#text.charAt(this.#at);
  }

  /** The first character of the value that comes next. Refuses what starts no value. */
  async valueStart(): Promise<string> {
    const first = await this.peek();
    if (!/[-{["0-9tfn]/.test(first)) throw this.fault(`"${first}" where a value belongs`);
    return first;
  }

  /** The character of `peek`, or undefined when more input is needed. */
  peekNow(): string | undefined {
    this.#skipSpace();
    return this.#at < this.#text.length ? this.#text.charAt(this.#at) : undefined;
  }

  skip(): void {
    this.#at += 1;
  }

  async expect(character: string): Promise<void> {
    const found = this.peekNow() ?? (await this.peek());
    if (found !== character) throw this.fault(`"${found}" where "${character}" belongs`);
    this.#at += 1;
  }

  /** The name of a member and the colon after it. */
  async key(): Promise<string> {
    if ((await this.peek()) !== '"') throw this.fault('a member without a name in quotes');
    const text = await this.value();
    await this.expect(':');
    try {
      return JSON.parse(text) as string;
    } catch {
      throw this.fault('a name that is no text');
    }
  }

  /** Text of the next value. */
  async value(): Promise<string> {
    const parts: string[] = [];
    let length = 0;
    await this.#walkValue((part) => {
      parts.push(part);
      length += part.length;
      if (length > maxValue) throw this.#tooLong();
    });
    return parts.join('');
  }

  /** The same, or undefined when the value has not arrived whole. */
  valueNow(): string | undefined {
    this.#skipSpace();
    const end = new ValueScan().run(this.#text, this.#at, this.#tooDeep);
    if (end === undefined) return undefined;
    if (end === this.#at) throw this.fault('no value where one belongs');
    if (end - this.#at > maxValue) throw this.#tooLong();
    const text = this.#text.slice(this.#at, end);
    this.#pass(end);
    return text;
  }

  /** Passes the next value, however long, keeping nothing of it. */
  async skipValue(): Promise<void> {
    await this.#walkValue(() => undefined);
  }

  async #walkValue(take: (part: string) => void): Promise<void> {
    const scan = new ValueScan();
    await this.peek();
    for (;;) {
      const end = scan.run(this.#text, this.#at, this.#tooDeep);
      if (end === this.#at && !scan.begun) throw this.fault('no value where one belongs');
      take(this.#text.slice(this.#at, end));
      this.#pass(end ?? this.#text.length);
      if (end !== undefined) return;
      if (!(await this.#read())) throw this.#cut();
    }
  }

  /** Refuses anything after the document. */
  async expectEnd(): Promise<void> {
    if (await this.#fill()) throw this.fault('something after its end');
  }

  fault(what: string): TickmarkError {
    return new TickmarkError('population_invalid', `The file is not JSON: line ${this.#line} has ${what}.`, {
      field: 'file',
      action: 'Export it again as one JSON document, or choose the format that the file has.',
    });
  }

  #tooDeep = (): TickmarkError => this.fault(`more than ${maxDepth} levels`);

  #cut(): TickmarkError {
    return new TickmarkError('population_invalid', `The file ends in line ${this.#line}, before the JSON does.`, {
      field: 'file',
      action: 'It was cut on its way: export or copy it again.',
    });
  }

  #tooLong(): TickmarkError {
    return new TickmarkError('population_invalid', `The value that starts in line ${this.#line} is over 16 MiB.`, {
      field: 'reading.pointer',
      action: 'Say with the pointer where the array of objects stands.',
    });
  }

  async #fill(): Promise<boolean> {
    this.#skipSpace();
    while (this.#at >= this.#text.length) {
      if (!(await this.#read())) return false;
      this.#skipSpace();
    }
    return true;
  }

  /** Replaces text that was passed by the next chunk. */
  async #read(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#text = this.#text.slice(this.#at) + next.value;
    this.#at = 0;
    this.#newline = this.#text.indexOf('\n');
    return true;
  }

  #skipSpace(): void {
    let at = this.#at;
    for (; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
    }
    this.#pass(at);
  }

  #pass(end: number): void {
    while (this.#newline !== -1 && this.#newline < end) {
      this.#line += 1;
      this.#newline = this.#text.indexOf('\n', this.#newline + 1);
    }
    this.#at = end;
  }
}

/** Finds where a value ends by its brackets and quotes; what is between them is left to JSON.parse. */
class ValueScan {
  begun = false;
  /** In a number, true, false or null, which ends at the first character that can't belong to it. */
  #bare = false;
  #depth = 0;
  #inText = false;
  #escaped = false;

  /** Place after the value, or undefined when it goes on after the text. May be called again with more. */
  run(text: string, from: number, tooDeep: () => TickmarkError): number | undefined {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 92) this.#escaped = true;
        else if (code === 34) {
          this.#inText = false;
          if (this.#depth === 0) return at + 1;
        }
        continue;
      }
      if (code === 34) {
        if (this.#bare) return at;
        this.#inText = true;
      } else if (code === 123 || code === 91) {
        if (this.#bare) return at;
        this.#depth += 1;
        if (this.#depth > maxDepth) throw tooDeep();
      } else if (code === 125 || code === 93) {
        if (this.#depth === 0) return at;
        // A bracket of the other kind ends the value too; JSON.parse then says what is wrong with it.
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      } else if (this.#depth === 0) {
        if (code === 44 || code === 58 || code === 32 || code === 10 || code === 13 || code === 9) return at;
        this.#bare = true;
      }
      this.begun = true;
    }
    return undefined;
  }
}
