/** W3C Web Annotation TextQuoteSelector: what is meant is found again by its words, in whatever version of the text. */
export interface Passage {
  exact: string;
  prefix: string;
  suffix: string;
}

/** A part of a text; offsets in UTF-16 units, `to` after its end. */
export interface Span {
  from: number;
  to: number;
}

/** How much is kept of what stands around a passage, in UTF-16 units. */
const surroundings = 32;

/** Where a passage stands: its exact words, and of several places the one whose surroundings are most alike. null where they are gone. */
export function findPassage(text: string, { exact, prefix, suffix }: Passage): Span | null {
  if (exact === '') return null;
  let best: { from: number; alike: number } | null = null;
  for (let from = text.indexOf(exact); from !== -1; from = text.indexOf(exact, from + 1)) {
    const after = from + exact.length;
    const alike =
      alikeAtEnd(text.slice(Math.max(0, from - prefix.length), from), prefix) +
      alikeAtStart(text.slice(after, after + suffix.length), suffix);
    if (best === null || alike > best.alike) best = { from, alike };
  }
  return best === null ? null : { from: best.from, to: best.from + exact.length };
}

/** A part of a text as a passage. */
export function passageOf(text: string, { from, to }: Span): Passage {
  const before = text.slice(Math.max(0, from - surroundings), from);
  const after = text.slice(to, to + surroundings);
  return {
    exact: text.slice(from, to),
    // Half of a character is none.
    prefix: isLow(before.charCodeAt(0)) ? before.slice(1) : before,
    suffix: isHigh(after.charCodeAt(after.length - 1)) ? after.slice(0, -1) : after,
  };
}

/** What differs between two texts: how much is the same at their start and, of the rest, at their end. No character is cut in two. */
export function differing(before: string, after: string): { start: number; end: number } {
  let start = alikeAtStart(before, after);
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start -= 1;
  const rest = Math.min(before.length, after.length) - start;
  let end = Math.min(rest, alikeAtEnd(before, after));
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end -= 1;
  return { start, end };
}

function alikeAtStart(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let alike = 0;
  while (alike < most && left[alike] === right[alike]) alike++;
  return alike;
}

function alikeAtEnd(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let alike = 0;
  while (alike < most && left[left.length - 1 - alike] === right[right.length - 1 - alike]) alike++;
  return alike;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
