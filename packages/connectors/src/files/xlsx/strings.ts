import { TickmarkError } from '@tickmark/core/errors';
import { readWhole } from './xml.ts';
import type { Workbook } from './workbook.ts';

const maxBytes = 256 * 1024 ** 2;
const maxStrings = 16 * 1024 ** 2;

/**
 * The shared texts of a workbook by number. Kept as one block of UTF-8 outside the heap, since a
 * sheet may point at any of them from any cell.
 */
export class SharedStrings {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #ends = new Uint32Array(1024);
  #count = 0;

  add(text: string): void {
    const start = this.#end(this.#count - 1);
    const size = Buffer.byteLength(text);
    if (start + size > maxBytes || this.#count >= maxStrings) throw tooMuch();
    if (start + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(start + size, this.#bytes.length * 2)));
      this.#bytes.copy(larger, 0, 0, start);
      this.#bytes = larger;
    }
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#bytes.write(text, start);
    this.#ends[this.#count] = start + size;
    this.#count += 1;
  }

  get(number: number): string | undefined {
    if (!Number.isInteger(number) || number < 0 || number >= this.#count) return undefined;
    return this.#bytes.toString('utf8', this.#end(number - 1), this.#end(number));
  }

  #end(number: number): number {
    return number < 0 ? 0 : (this.#ends[number] ?? 0);
  }
}

export async function sharedStrings({ archive, strings }: Workbook): Promise<SharedStrings> {
  const found = new SharedStrings();
  if (strings === undefined || !archive.has(strings)) return found;
  const item = new RichText();
  await readWhole(archive.part(strings), strings, {
    open: (name) => item.open(name),
    text: (text) => item.text(text),
    close: (name) => {
      item.close(name);
      if (name === 'si') found.add(item.take());
    },
  });
  return found;
}

/** Text in runs of different looks. How it is pronounced (`rPh`) is no part of it. */
export class RichText {
  #parts: string[] = [];
  #inText = false;
  #inPhonetic = false;

  open(name: string): void {
    if (name === 'rPh') this.#inPhonetic = true;
    if (name === 't') this.#inText = !this.#inPhonetic;
  }

  close(name: string): void {
    if (name === 'rPh') this.#inPhonetic = false;
    if (name === 't') this.#inText = false;
  }

  text(text: string): void {
    if (this.#inText) this.#parts.push(text);
  }

  take(): string {
    const text = unescaped(this.#parts.length === 1 ? (this.#parts[0] ?? '') : this.#parts.join(''));
    this.#parts = [];
    return text;
  }
}

/** Characters that XML can't hold stand as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function tooMuch(): TickmarkError {
  return new TickmarkError('too_large', 'The workbook has more than 256 MiB of different texts.', {
    field: 'file',
    action: 'Save the sheet as CSV (UTF-8) and give that.',
  });
}
