import type { Draft, DraftList } from './draft.ts';

/** How an item of a list begins, and what it says. */
export interface Marker {
  /** Items of one list have the same. */
  kind: string;
  ordered: boolean;
  /** As written: `3`, `b`, `iv`; a bullet. */
  sign: string;
  /** Lines; more may follow. */
  lines: string[];
}

const bullet = /^([•◦▪‣●○■□–—*·\uf0b7\uf0a7-])\s*(?=\S)(.*)$/u;
const letterO = /^(o)\s+(.*)$/;
const counted = /^(\(?)(\d{1,2}|[a-z]|[ivx]{1,4})([.)])\s+(.*)$/;

/** Null where a line is none of a list. */
export function markerOf(line: string): Marker | null {
  const [, sign = '', text = ''] = bullet.exec(line) ?? letterO.exec(line) ?? [];
  // A hyphen without a space is a part of a word or a number.
  if (sign !== '')
    return /^[-–—*]$/.test(sign) && !/^.\s/.test(line) ? null : { kind: sign, ordered: false, sign, lines: [text] };
  const [, before = '', number, after = '', words = ''] = counted.exec(line) ?? [];
  if (number === undefined) return null;
  const way = /\d/.test(number) ? '1' : /^[ivx]+$/.test(number) ? 'i' : 'a';
  return { kind: `${before}${way}${after}`, ordered: true, sign: number, lines: [words] };
}

interface Item extends Marker {
  level: number;
}

/** Gathers items until something else comes, and gives them to a draft as one list. */
export class ItemGatherer {
  readonly #draft: Draft;
  readonly #join: (lines: readonly string[]) => string;
  #items: Item[] = [];
  /** Kinds of the levels that are open. */
  #kinds: string[] = [];

  /** `join`: lines as one text. */
  constructor(draft: Draft, join: (lines: readonly string[]) => string) {
    this.#draft = draft;
    this.#join = join;
  }

  isOpen(): boolean {
    return this.#items.length > 0;
  }

  /** Whether this number is the next of the list that is open. */
  comesBefore(number: number): boolean {
    const last = this.#items.findLast(({ sign }) => /^\d+$/.test(sign));
    return last !== undefined && Number(last.sign) + 1 === number;
  }

  begin(marker: Marker): void {
    const read = this.#settled(marker);
    const known = this.#kinds.indexOf(read.kind);
    if (known === -1) this.#kinds.push(read.kind);
    else this.#kinds.length = known + 1;
    this.#items.push({ ...read, level: this.#kinds.length - 1 });
  }

  goOn(line: string): void {
    this.#items.at(-1)?.lines.push(line);
  }

  end(): void {
    if (this.#items.length > 0) this.#draft.list(this.#listOf(this.#items, 0));
    this.#items = [];
    this.#kinds = [];
  }

  /** `i` comes after `h`, or counts in Roman numbers. */
  #settled(marker: Marker): Marker {
    if (marker.sign.length > 1 || !marker.kind.includes('i')) return marker;
    const asLetter = marker.kind.replace('i', 'a');
    const last = this.#items.findLast(({ kind }) => kind === asLetter)?.sign;
    const follows = last !== undefined && last.charCodeAt(0) + 1 === marker.sign.charCodeAt(0);
    return follows ? { ...marker, kind: asLetter } : marker;
  }

  #listOf(items: readonly Item[], level: number): DraftList {
    const list: DraftList = { ordered: items[0]?.ordered ?? false, items: [] };
    for (let at = 0; at < items.length;) {
      const [item] = items.slice(at, at + 1);
      let end = at + 1;
      while ((items[end]?.level ?? level) > level) end += 1;
      const deeper = items.slice(at + 1, end);
      list.items.push({
        line: [{ text: this.#join(item?.lines ?? []) }],
        below: deeper.length === 0 ? [] : [this.#listOf(deeper, level + 1)],
      });
      at = end;
    }
    return list;
  }
}
