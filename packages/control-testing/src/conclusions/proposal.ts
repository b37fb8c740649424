import { reasonSentence, type Occurrence, type Proposal, type Reason, type TestResult } from '@tickmark/core';
import {
  concentrationMarker,
  occurrencePersistenceMarker,
  persistenceMarker,
  persistentlyLateMarker,
  rateMarker,
  type Concentration,
} from './markers.ts';

/** What a proposal follows from: the counts of a result and what is known of its populations. */
export interface ProposalFacts extends Pick<
  TestResult,
  'items' | 'occurrences' | 'days' | 'timeline' | 'interim' | 'extractedThrough'
> {
  /** Sentences on what the populations lack: rows that could not be read, a relation not given. */
  gaps: readonly string[];
  concentration: Concentration | null;
}

interface Failures {
  systematic: Reason[];
  isolated: Reason[];
}

/** Slices a reason names one by one; the document lists all. */
const named = 12;

/**
 * What a result supports, with its reasons as data and as sentences. The tool proposes; a named person
 * decides. What is known to have failed outranks what is unknown, and what is unknown outranks what is
 * well.
 */
export function proposal(facts: ProposalFacts): Proposal {
  const failures = facts.occurrences ? cadenceFailures(facts.occurrences) : itemFailures(facts);
  const doubts = doubtReasons(facts);
  const interim: Reason[] = facts.interim ? [{ code: 'interim', through: facts.extractedThrough }] : [];
  if (failures.systematic.length > 0) return toProposal('not-effective', failures.systematic, doubts, interim);
  if (doubts.length > 0) return toProposal('cannot-say', doubts, failures.isolated, interim);
  if (failures.isolated.length > 0) return toProposal('effective-with-isolated-deviations', failures.isolated, interim);
  const absence = absenceReason(facts);
  if (absence) return toProposal('no-occurrence', [absence], interim);
  return toProposal('effective', [goodReason(facts)], interim);
}

function toProposal(kind: Proposal['kind'], ...reasons: Reason[][]): Proposal {
  const because = reasons.flat();
  return { kind, reasons: because.map(reasonSentence), because };
}

/** Under ten occurrences a rate means nothing: late is not absent, an absent one defeats its slice. */
function cadenceFailures({
  expected,
  notDue,
  late,
  missed,
  list,
}: NonNullable<ProposalFacts['occurrences']>): Failures {
  const due = expected - notDue;
  const said: Reason[] = [];
  if (missed > 0) said.push({ code: 'missed', missed, due, ...slicesOf(list, 'missed') });
  if (late > 0) said.push({ code: 'late', late, due, ...slicesOf(list, 'late') });
  const markers = (
    due < 10
      ? [missed > 0 ? ({ code: 'absent-slice' } as const) : null, persistentlyLateMarker(late, due)]
      : [rateMarker(late + missed, due, 'occurrence'), occurrencePersistenceMarker(list)]
  ).filter((m) => m !== null);
  return markers.length > 0 ? { systematic: [...said, ...markers], isolated: [] } : { systematic: [], isolated: said };
}

function slicesOf(list: readonly Occurrence[], state: Occurrence['state']) {
  const found = list.filter((o) => o.state === state).map(({ from, to }) => ({ from, to }));
  return { slices: found.slice(0, named), more: Math.max(0, found.length - named) };
}

function itemFailures(facts: ProposalFacts): Failures {
  const { deviations, inScope } = facts.items;
  if (deviations === 0) return { systematic: [], isolated: [] };
  const markers = [
    rateMarker(deviations, inScope, 'item'),
    persistenceMarker(facts.timeline),
    concentrationMarker(facts.concentration, deviations),
    inScope < 10 && deviations > 1 ? ({ code: 'recurs', deviations, population: inScope } as const) : null,
  ].filter((m) => m !== null);
  return markers.length > 0
    ? { systematic: markers, isolated: [] }
    : { systematic: [], isolated: [{ code: 'isolated', deviations, population: inScope }] };
}

function doubtReasons({ items, occurrences, days, gaps }: ProposalFacts): Reason[] {
  const reasons: Reason[] = gaps.map((text) => ({ code: 'gap', text }));
  if (items.unverified > 0)
    reasons.push({ code: 'items-unverified', unverified: items.unverified, population: items.inScope });
  if (occurrences && occurrences.unverified > 0) {
    const { unverified, expected, notDue } = occurrences;
    reasons.push({ code: 'occurrences-unverified', unverified, due: expected - notDue });
  }
  if (days && days.unobserved > 0)
    reasons.push({ code: 'days-unobserved', unobserved: days.unobserved, expected: days.expected });
  return reasons;
}

function absenceReason({ items, occurrences }: ProposalFacts): Reason | null {
  if (occurrences) return occurrences.expected === occurrences.notDue ? { code: 'nothing-due' } : null;
  if (items.inScope > 0) return null;
  return items.total === 0 ? { code: 'empty-population' } : { code: 'none-in-scope', total: items.total };
}

function goodReason({ items, occurrences, days }: ProposalFacts): Reason {
  if (occurrences) return { code: 'all-occurrences-met', due: occurrences.expected - occurrences.notDue };
  return { code: 'all-items-pass', items: items.inScope, days: days ? days.expected : null };
}
