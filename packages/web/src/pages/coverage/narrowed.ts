import type { CoverageState, CriterionCoverage } from '@tickmark/core';
import { coverageStates, holeCodes, type HoleCode } from '@tickmark/core/coverage-words';

/** What narrows the criteria down, as it stands in the address. */
export interface Narrowed {
  /** A state, the code of a hole, or `holes` for all that miss something. */
  show?: string | undefined;
  category?: string | undefined;
  search?: string | undefined;
}

/** Criteria that match, in their order. */
export function narrowed(criteria: readonly CriterionCoverage[], by: Narrowed): CriterionCoverage[] {
  const words = (by.search ?? '').toLowerCase().split(/\s+/);
  return criteria.filter((each) => {
    const text = [each.criterion, each.summary, each.seriesName, ...each.controls].join(' ').toLowerCase();
    return (
      isShown(each, by.show) &&
      (by.category === undefined || each.category === by.category) &&
      words.every((word) => text.includes(word))
    );
  });
}

function isShown({ state, holes }: CriterionCoverage, show: string | undefined): boolean {
  if (show === undefined) return true;
  if (show === 'holes') return state !== 'supported' && state !== 'not-relevant';
  if (isState(show)) return state === show;
  return isHole(show) ? state !== 'not-relevant' && holes.some(({ code }) => code === show) : true;
}

export function isState(word: string): word is CoverageState {
  return coverageStates.some((each) => each === word);
}

export function isHole(word: string): word is HoleCode {
  return holeCodes.some((each) => each === word);
}
