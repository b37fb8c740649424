import type { SampleMethod } from '@tickmark/core';
import { compareDraws, draw } from './select.ts';
import { nextOverTime } from './over-time.ts';
import { keysOf, withSource } from './source.ts';
import { stratumSeed } from './strata.ts';

/**
 * The item that replaces a void one: the first in the order of the selection that was not drawn. By hash
 * alone that is what an extension by one would draw; in strata the same within the stratum of the void
 * item; over time the next in time, going round at the end. null when none is left.
 */
export async function nextInOrder(input: {
  file: string;
  key: string;
  seed: string;
  method: SampleMethod | undefined;
  /** Every key drawn so far, void ones and replacements included. */
  drawn: readonly string[];
  /** Key of the void item. */
  from: string;
}): Promise<string | null> {
  const { seed, method, from } = input;
  return withSource(input.file, input.key, async (source) => {
    if (method?.by === 'time') return nextOverTime(source, { column: method.column, from, drawn: input.drawn });
    const drawn = new Set(input.drawn);
    const column = method?.column;
    const inStrata = new Map<string, { hash: string; key: string }>();
    let stratum = '';
    for await (const item of keysOf(source, column)) {
      if (item.key === from) stratum = item.stratum;
      if (drawn.has(item.key)) continue;
      const hashed = draw(column === undefined ? seed : stratumSeed(seed, column, item.stratum), item.key);
      const first = inStrata.get(item.stratum);
      if (first === undefined || compareDraws(hashed, first) < 0) inStrata.set(item.stratum, hashed);
    }
    return inStrata.get(stratum)?.key ?? null;
  });
}
