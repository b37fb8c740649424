import { createHash } from 'node:crypto';

/** Order of selection A: SHA-256 of `seed|key` in lowercase hex, ties by key. */
export function compareDraws(a: { hash: string; key: string }, b: { hash: string; key: string }): number {
  if (a.hash !== b.hash) return a.hash < b.hash ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

export function draw(seed: string, key: string): { hash: string; key: string } {
  return { hash: createHash('sha256').update(`${seed}|${key}`).digest('hex'), key };
}

/**
 * Keys of a sample (selection A): ordered by SHA-256 of `seed|key`, `size` of them after the first
 * `skip`. An extension skips what was drawn before, so that nothing is drawn again.
 */
export function selectKeys(seed: string, keys: Iterable<string>, size: number, skip = 0): string[] {
  const draws = Array.from(keys, (key) => draw(seed, key)).sort(compareDraws);
  return draws.slice(skip, skip + size).map((d) => d.key);
}
