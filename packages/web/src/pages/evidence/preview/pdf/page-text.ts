import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Pieces of text that a page may have to be selected and searched: each is an element of the page. */
const mostPieces = 20_000;

export type PageText = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;

/** The text of a page in its pieces, or undefined where it has too many. */
export async function textOfPage(page: PDFPageProxy): Promise<PageText | undefined> {
  const reader = page.streamTextContent().getReader();
  const all: PageText = { items: [], styles: Object.create(null), lang: null };
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value: PageText };
    if (done) return all;
    all.lang ??= value.lang;
    Object.assign(all.styles, value.styles);
    all.items.push(...value.items);
    if (all.items.length <= mostPieces) continue;
    await reader.cancel(new Error('too many pieces'));
    return undefined;
  }
}

export function joined({ items }: PageText): string {
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

/** How often the words stand in a text, whatever their case and the kind of space between them. */
export function countOf(text: string, words: string): number {
  const wanted = evened(words.trim());
  return wanted === '' ? 0 : evened(text).split(wanted).length - 1;
}

/** Each character stays at its place. */
function evened(text: string): string {
  return text.replaceAll(/\s/g, ' ').toLowerCase();
}

/** Marks the words where they stand in the layer of a page; browsers that can't mark show the page alone. */
export function markWords(elements: readonly HTMLElement[], words: string): void {
  if (!('highlights' in CSS)) return;
  const wanted = evened(words.trim());
  const ranges: Range[] = [];
  const nodes = elements.flatMap(({ firstChild }) => (firstChild instanceof Text ? [firstChild] : []));
  const starts: number[] = [];
  let whole = '';
  for (const { data } of nodes) {
    starts.push(whole.length);
    whole += evened(data);
  }
  if (wanted !== '') {
    for (let at = whole.indexOf(wanted); at !== -1; at = whole.indexOf(wanted, at + wanted.length)) {
      const [first, last] = [placeIn(starts, at), placeIn(starts, at + wanted.length - 1)];
      const [from, to] = [nodes[first], nodes[last]];
      if (from === undefined || to === undefined) continue;
      const range = new Range();
      range.setStart(from, at - (starts[first] ?? 0));
      range.setEnd(to, at + wanted.length - (starts[last] ?? 0));
      ranges.push(range);
    }
  }
  CSS.highlights.set('tm-found', new Highlight(...ranges));
}

function placeIn(starts: readonly number[], at: number): number {
  let place = starts.length - 1;
  while (place > 0 && (starts[place] ?? 0) > at) place -= 1;
  return place;
}
