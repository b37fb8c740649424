import { compareDraws, draw } from './select.ts';

/**
 * Takes the first `size` after `skip` in the order of selection A from a stream of keys. Memory holds
 * what is kept, not the population.
 */
export function firstInOrder(seed: string, skip: number, size: number) {
  const keep = skip + size;
  let kept: { hash: string; key: string }[] = [];
  return {
    add(key: string): void {
      kept.push(draw(seed, key));
      if (kept.length >= 2 * keep + 10_000) kept = kept.sort(compareDraws).slice(0, keep);
    },
    taken: (): string[] =>
      kept
        .sort(compareDraws)
        .slice(skip, keep)
        .map((each) => each.key),
  };
}
