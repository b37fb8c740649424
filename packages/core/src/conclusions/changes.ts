import {
  changed,
  type ControlState,
  type CriterionStateKind,
  type DryRunChanges,
  type ForecastKind,
  type OpinionPart,
} from '../dry-runs/index.ts';
import type { Standing } from './decisions.ts';

/** What is concluded otherwise of two dry runs of one engagement, decisions of people included, in the order of the later one. */
export function changedStandings(
  before: readonly Standing[],
  now: readonly Standing[],
): Pick<DryRunChanges, 'criteria' | 'controls' | 'parts'> {
  const states = <State>(on: Standing['on']) => {
    const of = (standings: readonly Standing[]) => standings.filter((standing) => standing.on === on);
    return changed(of(before), of(now), ({ subject, concluded }) => [subject, concluded as State]);
  };
  return {
    criteria: states<CriterionStateKind>('criterion').map(([id, states]) => ({ id, ...states })),
    controls: states<ControlState>('control').map(([code, states]) => ({ code, ...states })),
    parts: states<ForecastKind>('part').map(([part, states]) => ({ part: part as OpinionPart, ...states })),
  };
}
