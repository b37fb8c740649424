import type { TestResult } from '@tickmark/core';

/** Deviations that lie with one person or subsystem. */
export interface Concentration {
  column: string;
  value: string;
  deviations: number;
}

/** `1 item`, `2 items`. */
export function quantity(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Rate of more than five percent of a population of at least ten. */
export function rateMarker(deviations: number, population: number, of: string): string | null {
  if (population < 10 || deviations * 20 <= population) return null;
  return `${deviations} of ${quantity(population, of)} deviate, more than five percent.`;
}

/** Deviations in at least three quarters of the months that have items, and in three months at least. */
export function persistenceMarker(timeline: TestResult['timeline']): string | null {
  const months = new Map<string, boolean>();
  for (const { date, deviations } of timeline) {
    const month = date.slice(0, 7);
    months.set(month, (months.get(month) ?? false) || deviations > 0);
  }
  const deviating = [...months.values()].filter(Boolean).length;
  if (deviating < 3 || deviating * 4 < months.size * 3) return null;
  return `Deviations occur in ${deviating} of ${months.size} months with items, across the period.`;
}

/** At least three deviations, two thirds of all, with one person or subsystem. */
export function concentrationMarker(found: Concentration | null, deviations: number): string | null {
  if (!found || found.deviations < 3 || found.deviations * 3 < deviations * 2) return null;
  return `${found.deviations} of ${quantity(deviations, 'deviation')} lie with the ${found.column.replaceAll('_', ' ')} ${found.value}.`;
}
