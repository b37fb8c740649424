import type { Occurrence, Reason, ReasonOf, TestResult } from '@tickmark/core';

/** Deviations that lie with one person or subsystem. */
export interface Concentration {
  column: string;
  value: string;
  deviations: number;
}

/** Rate of more than five percent of a population of at least ten. */
export function rateMarker(deviations: number, population: number, of: ReasonOf<'rate'>['of']): Reason | null {
  if (population < 10 || deviations * 20 <= population) return null;
  return { code: 'rate', deviations, population, of };
}

/** Deviations in at least three quarters of the months that have items, and in three months at least. */
export function persistenceMarker(timeline: TestResult['timeline']): Reason | null {
  return persistent(
    timeline.map(({ date, deviations }) => ({ date, deviates: deviations > 0 })),
    'items',
  );
}

/** The same of occurrences, by the month in which the slice ends. What is not due has not deviated yet. */
export function occurrencePersistenceMarker(list: readonly Occurrence[]): Reason | null {
  const due = list.filter((o) => o.state !== 'not-due');
  return persistent(
    due.map(({ to, state }) => ({ date: to, deviates: state === 'late' || state === 'missed' })),
    'occurrences',
  );
}

function persistent(
  found: readonly { date: string; deviates: boolean }[],
  what: ReasonOf<'persistence'>['what'],
): Reason | null {
  const months = new Map<string, boolean>();
  for (const { date, deviates } of found) {
    const month = date.slice(0, 7);
    months.set(month, (months.get(month) ?? false) || deviates);
  }
  const deviating = [...months.values()].filter(Boolean).length;
  if (deviating < 3 || deviating * 4 < months.size * 3) return null;
  return { code: 'persistence', months: deviating, of: months.size, what };
}

/**
 * Late each time, of two at least, or three times and in three quarters of those due. Under ten
 * occurrences this is no rate: it says that the control never settled into its rhythm.
 */
export function persistentlyLateMarker(late: number, due: number): Reason | null {
  const always = late === due && due > 1;
  return always || (late > 2 && late * 4 >= due * 3) ? { code: 'persistently-late', late, due } : null;
}

/** At least three deviations, two thirds of all, with one person or subsystem. */
export function concentrationMarker(found: Concentration | null, deviations: number): Reason | null {
  if (!found || found.deviations < 3 || found.deviations * 3 < deviations * 2) return null;
  return { code: 'concentration', ...found, of: deviations };
}
