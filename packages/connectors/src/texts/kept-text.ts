/** What could be read of a file; `reason` says why it is not all of it, or why there is nothing. */
export interface FileText {
  state: 'indexed' | 'in-part' | 'nothing';
  reason: string | null;
  text: string;
}

/** Gathers text up to a number of bytes in UTF-8. */
export class KeptText {
  readonly #most: number;
  #parts: string[] = [];
  #size = 0;
  #full = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Answers whether there is room for more. */
  add(text: string): boolean {
    if (this.#full) return false;
    const clean = withoutControls(text);
    const size = Buffer.byteLength(clean);
    if (this.#size + size > this.#most) {
      this.#full = true;
      this.#parts.push(shortened(clean, this.#most - this.#size));
      return false;
    }
    this.#size += size;
    this.#parts.push(clean);
    return true;
  }

  /** With why there is nothing, where no letter and no digit came. */
  end(nothing: string, partly: string | null = null): FileText {
    const text = this.#parts.join('').trim();
    if (!/[\p{L}\p{N}]/u.test(text)) return { state: 'nothing', reason: nothing, text: '' };
    const reason = this.#full ? `Only the first ${inWords(this.#most)} of its text can be searched.` : partly;
    return { state: reason === null ? 'indexed' : 'in-part', reason, text };
  }
}

/** Characters that no text of a database holds, or that only steer a printer. */
function withoutControls(text: string): string {
  return text.replaceAll(/(?![\t\n])\p{Cc}/gu, ' ').toWellFormed();
}

/** The longest beginning of at most so many bytes in UTF-8, of whole characters. */
function shortened(text: string, most: number): string {
  const bytes = Buffer.from(text);
  let end = Math.max(0, Math.min(most, bytes.length));
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

function inWords(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${Math.round(bytes / 1024 ** 2)} MiB` : `${Math.round(bytes / 1024)} KiB`;
}
