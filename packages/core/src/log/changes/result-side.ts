import { quantity } from '../../reasons/index.ts';
import { proposalTitles } from '../../results/index.ts';
import type { ChangeSide } from './changes.ts';
import type { BriefResult } from './told.ts';

/** What a result proposes and what it counted; each state keeps its own word, and what is not there is not named. */
export function resultSide({ proposal, items, occurrences, days }: BriefResult): ChangeSide {
  const { kind } = proposal;
  const counted =
    occurrences === undefined
      ? `${quantity(items.inScope, 'item')}${listed([
          [items.pass, 'pass', 'pass'],
          [items.deviations, 'deviation', 'deviations'],
          [items.unverified, 'unverified', 'unverified'],
        ])}`
      : `${quantity(occurrences.expected, 'occurrence')} expected${listed([
          [occurrences.met, 'met', 'met'],
          [occurrences.late, 'late', 'late'],
          [occurrences.missed, 'missed', 'missed'],
          [occurrences.notDue, 'not due', 'not due'],
          [occurrences.unverified, 'unverified', 'unverified'],
        ])}`;
  const observed = days === undefined ? '' : `; ${days.observed} of ${quantity(days.expected, 'day')} observed`;
  return { state: kind, words: `${proposalTitles[kind]}: ${counted}${observed}` };
}

function listed(counts: readonly (readonly [number, string, string])[]): string {
  const there = counts.filter(([n]) => n > 0).map(([n, one, many]) => quantity(n, one, many));
  return there.length === 0 ? '' : `, ${there.join(', ')}`;
}
