/** How words are found in what was read of a file: the same cut for text and for what is searched. */

/** Letters and digits in lower case with one space between: `Ana@Example.com` is `ana example com`. */
export function searchable(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * What is searched as a query of PostgreSQL: its words beside each other, the last by its beginning. Undefined where
 * there is no letter and no digit in it.
 */
export function tsQueryOf(word: string): string | undefined {
  const words = searchable(word).split(' ').filter(Boolean);
  if (words.length === 0) return undefined;
  return words.map((each, place) => (place === words.length - 1 ? `'${each}':*` : `'${each}'`)).join(' <-> ');
}

export interface Passage {
  text: string;
  hits: { from: number; to: number }[];
}

const before = 60;
const longest = 220;

/** The place of a text where words stand, cut at spaces, with each hit marked; undefined where none stands there. */
export function passageOf(text: string, words: readonly string[]): Passage | undefined {
  const begins = words.flatMap((word) => searchable(word).split(' ').filter(Boolean));
  if (begins.length === 0) return undefined;
  const flat = text.replaceAll(/\s+/gu, ' ').trim();
  const found = hitsOf(flat, begins);
  const first = found[0];
  if (first === undefined) return undefined;
  const from = startOfWord(flat, Math.max(0, first.from - before));
  const to = Math.max(first.to, endOfWord(flat, Math.min(flat.length, from + longest)));
  const lead = from > 0 ? '… ' : '';
  return {
    text: `${lead}${flat.slice(from, to)}${to < flat.length ? ' …' : ''}`,
    hits: found
      .filter((hit) => hit.to <= to)
      .map((hit) => ({ from: hit.from - from + lead.length, to: hit.to - from + lead.length })),
  };
}

function hitsOf(flat: string, begins: readonly string[]): { from: number; to: number }[] {
  const hits: { from: number; to: number }[] = [];
  for (const match of flat.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    // A word may be one letter in the text and two in the query, such as a ligature.
    const word = searchable(match[0]);
    if (begins.some((begin) => word.startsWith(begin)))
      hits.push({ from: match.index, to: match.index + match[0].length });
  }
  return hits;
}

function startOfWord(flat: string, at: number): number {
  if (at === 0) return 0;
  const space = flat.indexOf(' ', at);
  return space === -1 || space > at + before ? at : space + 1;
}

function endOfWord(flat: string, at: number): number {
  if (at === flat.length) return at;
  const space = flat.lastIndexOf(' ', at);
  return space <= at - before ? at : space;
}
