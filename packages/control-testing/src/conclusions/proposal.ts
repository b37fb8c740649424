import type { Proposal, TestResult } from '@tickmark/core';
import { concentrationMarker, persistenceMarker, quantity, rateMarker, type Concentration } from './markers.ts';

/** What a proposal follows from: the counts of a result and what is known of its populations. */
export interface ProposalFacts extends Pick<
  TestResult,
  'items' | 'occurrences' | 'days' | 'timeline' | 'interim' | 'extractedThrough'
> {
  /** Sentences on what the populations lack: rows that could not be read, a relation not given. */
  gaps: readonly string[];
  concentration: Concentration | null;
}

/**
 * What a result supports, with its reasons. The tool proposes; a named person decides. What is
 * known to have failed outranks what is unknown, and what is unknown outranks what is well.
 */
export function proposal(facts: ProposalFacts): Proposal {
  const failures = failureReasons(facts);
  const doubts = doubtReasons(facts);
  const interim = facts.interim ? [`Interim: nothing after ${facts.extractedThrough} was seen.`] : [];
  if (failures.systematic.length > 0) {
    return { kind: 'not-effective', reasons: [...failures.systematic, ...doubts, ...interim] };
  }
  if (doubts.length > 0) return { kind: 'cannot-say', reasons: [...doubts, ...failures.isolated, ...interim] };
  if (failures.isolated.length > 0) {
    return { kind: 'effective-with-isolated-deviations', reasons: [...failures.isolated, ...interim] };
  }
  const absence = absenceReason(facts);
  if (absence) return { kind: 'no-occurrence', reasons: [absence, ...interim] };
  return { kind: 'effective', reasons: [goodReason(facts), ...interim] };
}

function failureReasons(facts: ProposalFacts): { systematic: string[]; isolated: string[] } {
  return facts.occurrences ? cadenceFailures(facts.occurrences) : itemFailures(facts);
}

/** Under ten occurrences a rate means nothing: late is not absent, an absent one defeats its slice. */
function cadenceFailures(occurrences: NonNullable<ProposalFacts['occurrences']>): {
  systematic: string[];
  isolated: string[];
} {
  const { expected, notDue, late, missed, list } = occurrences;
  const due = expected - notDue;
  if (late + missed === 0) return { systematic: [], isolated: [] };
  const spans = (state: 'late' | 'missed') => {
    const found = list.filter((o) => o.state === state).map((o) => `${o.from} to ${o.to}`);
    return `${found.slice(0, 3).join(', ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''}`;
  };
  const said: string[] = [];
  if (missed > 0)
    said.push(
      `${missed} of ${quantity(due, 'occurrence')} due ${missed === 1 ? 'was' : 'were'} missed: ${spans('missed')}.`,
    );
  if (late > 0)
    said.push(`${late} of ${quantity(due, 'occurrence')} due ${late === 1 ? 'was' : 'were'} late: ${spans('late')}.`);
  if (due < 10) {
    if (missed > 0)
      return {
        systematic: [
          ...said,
          'An absent occurrence leaves the part of the period it should have covered without the control.',
        ],
        isolated: [],
      };
    if (late > 1 && late * 2 >= due) return { systematic: [...said, 'Half or more came late.'], isolated: [] };
    return { systematic: [], isolated: said };
  }
  const rate = rateMarker(late + missed, due, 'occurrence');
  return rate ? { systematic: [...said, rate], isolated: [] } : { systematic: [], isolated: said };
}

function itemFailures(facts: ProposalFacts): { systematic: string[]; isolated: string[] } {
  const { deviations, inScope } = facts.items;
  if (deviations === 0) return { systematic: [], isolated: [] };
  const markers = [
    rateMarker(deviations, inScope, 'item'),
    persistenceMarker(facts.timeline),
    concentrationMarker(facts.concentration, deviations),
    inScope < 10 && deviations > 1
      ? `${deviations} of ${quantity(inScope, 'item')} deviate: it recurs. Under ten items a rate means nothing.`
      : null,
  ].filter((m) => m !== null);
  if (markers.length > 0) return { systematic: markers, isolated: [] };
  const said = `${deviations} of ${quantity(inScope, 'item')} ${deviations === 1 ? 'deviates' : 'deviate'}; no marker of a systematic failure applies.`;
  return { systematic: [], isolated: [said] };
}

function doubtReasons({ items, occurrences, days, gaps }: ProposalFacts): string[] {
  const reasons = [...gaps];
  if (items.unverified > 0)
    reasons.push(`${items.unverified} of ${quantity(items.inScope, 'item')} could not be verified.`);
  if (occurrences && occurrences.unverified > 0) {
    reasons.push(
      `${occurrences.unverified} of ${quantity(occurrences.expected - occurrences.notDue, 'occurrence')} due could not be verified.`,
    );
  }
  if (days && days.unobserved > 0) {
    reasons.push(
      `${days.unobserved} of ${quantity(days.expected, 'day')} were not observed; an unobserved day is never good.`,
    );
  }
  return reasons;
}

function absenceReason({ items, occurrences }: ProposalFacts): string | null {
  if (occurrences) {
    return occurrences.expected === occurrences.notDue
      ? 'No occurrence was due by the time the population was taken.'
      : null;
  }
  if (items.inScope > 0) return null;
  if (items.total === 0) return 'The population was counted and holds no item.';
  return `None of ${quantity(items.total, 'item')} of the population falls under the control in the period.`;
}

function goodReason({ items, occurrences, days }: ProposalFacts): string {
  if (occurrences)
    return `All ${quantity(occurrences.expected - occurrences.notDue, 'occurrence')} due were met in time.`;
  const throughout = days ? `, on all ${quantity(days.expected, 'day')}` : '';
  return items.inScope === 1
    ? `The one item in scope meets every attribute${throughout}.`
    : `All ${quantity(items.inScope, 'item')} in scope meet every attribute${throughout}.`;
}
