import { diffArrays } from 'diff';

/** Places of two sequences that belong together, both growing. */
export type Pair = readonly [before: number, after: number];

/** Beyond it, sequences of one order are called different ones: what it takes grows with its square. */
const mostEdits = 600;
/** How many pairs of parts are held against each other at most; beyond it, only those at the same place. */
const mostPairs = 1_000_000;
/** From which share of words in common two parts are one that was changed. */
const enough = 0.5;
/** From which share on they need not be held against others. */
const plenty = 0.8;

/** What is equal in both and stands in the same order, as much of it as there is. */
export function inOrder(before: readonly string[], after: readonly string[]): Pair[] {
  const [those, these] = [new Set(before), new Set(after)];
  const left = before.flatMap((key, place) => (these.has(key) ? [{ key, place }] : []));
  const right = after.flatMap((key, place) => (those.has(key) ? [{ key, place }] : []));
  const runs = diffArrays(
    left.map(({ key }) => key),
    right.map(({ key }) => key),
    { maxEditLength: mostEdits },
  );
  const pairs: Pair[] = [];
  let [from, to] = [0, 0];
  for (const { added, removed, count } of runs ?? []) {
    if (!added && !removed) {
      for (let at = 0; at < count; at++) {
        const [one, other] = [left[from + at], right[to + at]];
        if (one !== undefined && other !== undefined) pairs.push([one.place, other.place]);
      }
    }
    if (!added) from += count;
    if (!removed) to += count;
  }
  return pairs;
}

/** The stretches between pairs, each with its first place and the one behind its last in both sequences. */
export function gapsOf(
  pairs: readonly Pair[],
  before: number,
  after: number,
): { before: readonly [number, number]; after: readonly [number, number] }[] {
  return [...pairs, [before, after] as const].map((pair, at) => {
    const [from, to] = pairs[at - 1] ?? [-1, -1];
    return { before: [from + 1, pair[0]], after: [to + 1, pair[1]] };
  });
}

/** A part of a text as numbers of its words, sorted. */
export type Bag = Uint32Array;

/** Makes bags of words that can be held against each other. */
export function bags(): (words: readonly string[]) => Bag {
  const numbers = new Map<string, number>();
  return (words) =>
    Uint32Array.from(words, (word) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    }).sort();
}

/** Which share of their words two parts have in common: 0 to 1. */
function likeness(one: Bag, other: Bag): number {
  const all = one.length + other.length;
  if (all === 0) return 1;
  if (2 * Math.min(one.length, other.length) < enough * all) return 0;
  let [same, at, to] = [0, 0, 0];
  while (at < one.length && to < other.length) {
    const difference = (one[at] ?? 0) - (other[to] ?? 0);
    if (difference === 0) same++;
    if (difference <= 0) at++;
    if (difference >= 0) to++;
  }
  return (2 * same) / all;
}

/** Whether two parts are one that was changed. */
export function isLike(one: Bag, other: Bag): boolean {
  return likeness(one, other) >= enough;
}

/** What is alike in both and stands in the same order: what has plenty in common at both ends, and between it the pairs that have most together. */
export function likeInOrder(before: readonly Bag[], after: readonly Bag[]): Pair[] {
  const least = Math.min(before.length, after.length);
  const hasPlenty = (one: Bag | undefined, other: Bag | undefined): boolean =>
    one !== undefined && other !== undefined && likeness(one, other) >= plenty;
  let [start, end] = [0, 0];
  while (start < least && hasPlenty(before[start], after[start])) start++;
  while (end < least - start && hasPlenty(before.at(-1 - end), after.at(-1 - end))) end++;
  const between = mostAlike(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [
    ...Array.from({ length: start }, (_, at): Pair => [at, at]),
    ...between.map(([one, other]): Pair => [one + start, other + start]),
    ...Array.from({ length: end }, (_, at): Pair => [before.length - end + at, after.length - end + at]),
  ];
}

function mostAlike(before: readonly Bag[], after: readonly Bag[]): Pair[] {
  const [height, width] = [before.length, after.length];
  if (height * width > mostPairs) return samePlaces(before, after);
  // `best` at (i, j): what is in common from there to the ends.
  const step = width + 1;
  const best = new Float32Array((height + 1) * step);
  const like = new Float32Array(height * width);
  const at = (from: number, to: number): number => best[from * step + to] ?? 0;
  for (let from = height - 1; from >= 0; from--) {
    for (let to = width - 1; to >= 0; to--) {
      const [one, other] = [before[from], after[to]];
      const share = one === undefined || other === undefined ? 0 : likeness(one, other);
      like[from * width + to] = share;
      const taken = share >= enough ? share + at(from + 1, to + 1) : 0;
      best[from * step + to] = Math.max(taken, at(from + 1, to), at(from, to + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let [from, to] = [0, 0]; from < height && to < width;) {
    const value = at(from, to);
    if (value === at(from + 1, to)) from++;
    else if (value === at(from, to + 1)) to++;
    else pairs.push([from++, to++]);
  }
  return pairs;
}

function samePlaces(before: readonly Bag[], after: readonly Bag[]): Pair[] {
  return before.flatMap((one, place): Pair[] => {
    const other = after[place];
    return other !== undefined && isLike(one, other) ? [[place, place]] : [];
  });
}

/** Pairs what is equal, and between that what is alike. */
export function align(
  before: readonly { key: string; bag: Bag }[],
  after: readonly { key: string; bag: Bag }[],
): Pair[] {
  const equal = inOrder(
    before.map(({ key }) => key),
    after.map(({ key }) => key),
  );
  const alike = gapsOf(equal, before.length, after.length).flatMap((gap) =>
    likeInOrder(
      before.slice(...gap.before).map(({ bag }) => bag),
      after.slice(...gap.after).map(({ bag }) => bag),
    ).map(([one, other]): Pair => [one + gap.before[0], other + gap.after[0]]),
  );
  return [...equal, ...alike].sort(([one], [other]) => one - other);
}
