import type { Occurrence } from '@tickmark/core';
import type { Slice } from '../time/index.ts';

/** Something that happened, on a local date. `sure` is false when it could not be told whether it counts. */
export interface Happening {
  item: string;
  day: string;
  /** Instant in ISO form, where the time is one. */
  at: string | null;
  sure: boolean;
}

/**
 * Which slice each occurrence satisfies. One occurrence serves one slice, the earliest it can: first
 * every slice takes the earliest occurrence in time that is left, then slices without one take the
 * earliest that came late. What is left without any is missed once its last day and grace have
 * passed by `through`, and not due before, nor where the slice ends after the period; it is unverified while something that could not be placed
 * might have served it.
 */
export function occurrencesOf(
  slices: readonly Slice[],
  happenings: readonly Happening[],
  /** `closed` tells whether a date had ended when the population was taken. */
  known: { closed(date: string): boolean; unplaced: number },
): Occurrence[] {
  const left = new Set(happenings.filter((h) => h.sure).toSorted(byDay));
  const take = (from: string, to: string): Happening | undefined => {
    for (const h of left) {
      if (h.day > to) return undefined;
      if (h.day < from) continue;
      left.delete(h);
      return h;
    }
    return undefined;
  };
  const inTime = slices.map((s) => take(s.from, s.dueBy));
  const doubtful = happenings.filter((h) => !h.sure);
  const late = slices.map((slice, i) => (inTime[i] || !slice.whole ? undefined : take(slice.from, slice.lateBy)));
  for (const [i, slice] of slices.entries()) giveEarlier(slice, i);

  /** A late slice takes the earlier occurrence of the next slice where that one can use the later. */
  function giveEarlier(slice: Slice, i: number): void {
    const [mine, next, theirs] = [late[i], slices[i + 1], inTime[i + 1]];
    if (!mine || !next || !theirs || theirs.day >= mine.day || theirs.day <= slice.dueBy || mine.day > next.dueBy)
      return;
    late[i] = theirs;
    inTime[i + 1] = mine;
  }

  return slices.map((slice, i): Occurrence => {
    const { from, to, dueBy } = slice;
    const span = { from, to, dueBy };
    const met = inTime[i];
    if (met) return { ...span, state: 'met', item: met.item, at: met.at };
    const maybe = doubtful.find((h) => h.day >= from && h.day <= dueBy);
    if (maybe) return { ...span, state: 'unverified', item: maybe.item, at: maybe.at };
    const tardy = late[i];
    if (tardy) return { ...span, state: 'late', item: tardy.item, at: tardy.at };
    const open = !slice.whole || !known.closed(dueBy);
    return { ...span, state: open ? 'not-due' : known.unplaced > 0 ? 'unverified' : 'missed', item: null, at: null };
  });
}

function byDay(a: Happening, b: Happening): number {
  return a.day < b.day ? -1 : a.day > b.day ? 1 : a.item < b.item ? -1 : a.item > b.item ? 1 : 0;
}
