import { controlRank, criterionRank, forecastRank } from '../dry-runs/index.ts';
import type { ConclusionState, Standing } from './decisions.ts';

const ranks: Record<Standing['on'], Readonly<Record<string, number>>> = {
  control: controlRank,
  criterion: criterionRank,
  part: forecastRank,
};

/** How harsh a state is among those of its subject: 0 is the harshest. TypeError for a state of another kind of subject. */
export function rankOf(on: Standing['on'], state: ConclusionState): number {
  const rank = ranks[on][state];
  if (rank === undefined) throw new TypeError(`${state} is no state of a ${on}`);
  return rank;
}

/** Every state of a kind of subject, best first. */
export function statesOf(on: Standing['on']): ConclusionState[] {
  const states = Object.keys(ranks[on]) as ConclusionState[];
  return states.sort((a, b) => rankOf(on, b) - rankOf(on, a));
}
