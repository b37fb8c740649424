/** Repeatable draws from a text seed: xmur3 for the state, sfc32 for the sequence. Not for secrets. */
export interface Draws {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

export function seededDraws(seed: string): Draws {
  const word = mixer(seed);
  let [a, b, c, d] = [word(), word(), word(), word()];
  const next = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 16; i += 1) next();
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    pick: (list) => itemAt(list, int(0, list.length - 1)),
    chance: (probability) => next() < probability,
  };
}

/** The item at a place that the list is known to have. */
export function itemAt<T>(list: readonly T[], place: number): T {
  const item = list.at(place);
  if (item === undefined) throw new RangeError(`a list of ${list.length} has no place ${place}`);
  return item;
}

/** A hex text of the given length, for hashes and ids of the example. */
export function hexText(draws: Draws, length: number): string {
  let text = '';
  while (text.length < length) text += draws.int(0, 0xffff).toString(16).padStart(4, '0');
  return text.slice(0, length);
}

function mixer(seed: string): () => number {
  let h = 1_779_033_703 ^ seed.length;
  for (let i = 0; i < seed.length; i += 1) {
    h = Math.imul(h ^ seed.charCodeAt(i), 3_432_918_353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909);
    h ^= h >>> 16;
    return h | 0;
  };
}
