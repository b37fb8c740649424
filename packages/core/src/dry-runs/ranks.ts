import type { ControlState, CriterionStateKind, ForecastKind } from './dry-runs.ts';

/** Worst first: a control takes the worst of its results, and no state is better than its floor. */
export const controlRank: Record<ControlState, number> = {
  'not-effective': 0,
  'cannot-say': 1,
  'not-tested': 2,
  'effective-with-isolated-deviations': 3,
  'no-occurrence': 4,
  effective: 5,
};

/** Worst first. A criterion takes the lowest state among the controls it needs. */
export const criterionRank: Record<CriterionStateKind, number> = {
  'not-achieved': 0,
  'no-control': 1,
  'cannot-say': 2,
  'not-tested': 3,
  'partly-tested': 4,
  'achieved-with-deviations': 5,
  'no-occurrence': 6,
  achieved: 7,
};

/** Worst first. */
export const forecastRank: Record<ForecastKind, number> = {
  'at-risk-of-adverse': 0,
  'at-risk-of-qualification': 1,
  'cannot-say': 2,
  'unmodified-with-deviations': 3,
  'likely-unmodified': 4,
};

/** The lowest of some states, or `best` where there are none. */
export function lowest<State extends string>(
  states: readonly State[],
  rank: Readonly<Record<State, number>>,
  best: State,
): State {
  return states.reduce((low, state) => (rank[state] < rank[low] ? state : low), best);
}

/** What a criterion is at best while a control it needs has this state. */
export function criterionAtBest(state: ControlState, allUntested: boolean): CriterionStateKind {
  switch (state) {
    case 'not-effective':
      return 'not-achieved';
    case 'cannot-say':
      return 'cannot-say';
    case 'not-tested':
      return allUntested ? 'not-tested' : 'partly-tested';
    case 'effective-with-isolated-deviations':
      return 'achieved-with-deviations';
    case 'no-occurrence':
      return 'no-occurrence';
    case 'effective':
      return 'achieved';
  }
}
