import type { Increment } from '@tickmark/core';

interface Series {
  seriesId: string;
  /** The newest first. */
  increments: Increment[];
}

/** Increments that add up, together; the series that was added to last comes first. Expects the newest first. */
export function bySeries(increments: readonly Increment[]): Series[] {
  const found = new Map<string, Increment[]>();
  for (const increment of increments) {
    const known = found.get(increment.seriesId);
    if (known === undefined) found.set(increment.seriesId, [increment]);
    else known.push(increment);
  }
  return [...found].map(([seriesId, members]) => ({ seriesId, increments: members }));
}
