import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod } from '../engagements/index.ts';
import type { ProposalKind, TestResult } from '../results/index.ts';
import {
  criterionStateKind,
  type ControlConclusion,
  type CriterionConclusion,
  type CriterionStateKind,
  type DryRunDocument,
} from './dry-runs.ts';
import { forecastParts, whatWasNotChecked, whatWouldChange } from './forecast.ts';
import {
  uncovered,
  windowOf,
  type ControlFact,
  type ControlInForce,
  type DryRunFacts,
  type TestedFact,
  type Window,
} from './in-force.ts';
import { deviationCount, resultSentence } from './sentence.ts';
import { byText, counted, joined, quantity, spanned } from './wording.ts';

/** Said wherever a dry run is shown. */
export const rehearsalStatement =
  'This is a rehearsal made by the organization itself. It is no examination and no auditor’s conclusion; a service auditor decides independently and may conclude harsher.';

const resultRank: Record<ProposalKind, number> = {
  'not-effective': 0,
  'cannot-say': 1,
  'effective-with-isolated-deviations': 2,
  'no-occurrence': 3,
  effective: 4,
};

/** Worst first. A criterion takes the lowest state among the controls it needs. */
const criterionRank: Record<CriterionStateKind, number> = {
  'not-achieved': 0,
  'no-control': 1,
  'cannot-say': 2,
  'not-tested': 3,
  'partly-tested': 4,
  'achieved-with-deviations': 5,
  'no-occurrence': 6,
  achieved: 7,
};

/**
 * What an auditor would conclude today, as far as tests reach: per control its tests combined, per
 * criterion the lowest of its controls, per opinion part a forecast (docs/spec/conclusions.md).
 * A function of its facts; their order is irrelevant.
 */
export function concludeDryRun(facts: DryRunFacts): DryRunDocument {
  const { terms, categories } = facts.engagement;
  const period = engagementPeriod(terms);
  const applicable = applicableCriteria(categories).map((c) => c.id);
  const controls = controlsInForce(facts, period);
  const criteria = applicable.map((id) => concludeCriterion(id, controls, facts, period));
  const view = { facts, period, controls, criteria };
  return {
    dryRun: 1,
    type: terms.type,
    period: { from: period.from, to: period.to },
    statement: rehearsalStatement,
    counts: {
      criteria: criteria.length,
      byState: countStates(criteria),
      controls: controls.length,
      controlsTested: controls.filter((c) => c.conclusion.results.length > 0).length,
    },
    parts: forecastParts(view),
    wouldChange: whatWouldChange(view),
    notChecked: whatWasNotChecked(view),
    criteria,
    controls: controls.map((c) => c.conclusion),
  };
}

function countStates(criteria: readonly CriterionConclusion[]): Record<CriterionStateKind, number> {
  const counts = Object.fromEntries(criterionStateKind.options.map((s) => [s, 0])) as Record<
    CriterionStateKind,
    number
  >;
  for (const { state } of criteria) counts[state] += 1;
  return counts;
}

function controlsInForce(facts: DryRunFacts, period: Window): ControlInForce[] {
  const codes = [...new Set(facts.controls.map((c) => c.code))].sort(byText);
  return codes.flatMap((code) => {
    const versions = facts.controls
      .filter((c) => c.code === code)
      .sort((a, b) => byText(b.effectiveFrom, a.effectiveFrom) || byText(a.title, b.title));
    const windows = versions.flatMap((v) => windowOf(v, period) ?? []);
    const newest = versions.find((v) => windowOf(v, period) !== null);
    if (!newest) return [];
    const criteria = new Map<string, Window[]>();
    for (const version of versions) {
      const window = windowOf(version, period);
      if (!window) continue;
      for (const id of version.criteria) criteria.set(id, [...(criteria.get(id) ?? []), window]);
    }
    const tested = facts.results
      .filter((r) => r.control === code)
      .sort((a, b) => byText(a.code, b.code) || byText(a.sha256, b.sha256) || byText(a.id, b.id));
    const hull = {
      from: windows.map((w) => w.from).sort(byText)[0] ?? period.from,
      to:
        windows
          .map((w) => w.to)
          .sort(byText)
          .at(-1) ?? period.to,
    };
    return [
      {
        conclusion: concludeControl(newest, tested, facts, [period, hull]),
        criteria,
        interim: tested.some((r) => r.document.interim),
        deviations: tested.reduce((sum, r) => sum + deviationCount(r.document), 0),
      },
    ];
  });
}

/**
 * What one result supports. It starts from the proposal and is only ever lowered: by counts that
 * contradict it, and by a period or time zone that is not the one examined.
 */
function stateOfResult(
  document: TestResult,
  timeZone: string,
  accepted: readonly Window[],
): { state: ProposalKind; reasons: string[] } {
  let state = document.proposal.kind;
  const lowered: string[] = [];
  const lower = (to: ProposalKind, reason: string) => {
    if (resultRank[to] >= resultRank[state]) return;
    state = to;
    lowered.push(reason);
  };
  const { items, occurrences, days } = document;
  const deviations = deviationCount(document);
  if (deviations > 0) lower('effective-with-isolated-deviations', `${quantity(deviations, 'deviation')} found`);
  const unverified = items.unverified + (occurrences?.unverified ?? 0);
  if (unverified > 0) lower('cannot-say', `${counted(unverified)} could not be verified`);
  if (days && days.unobserved > 0) {
    lower('cannot-say', `${quantity(days.unobserved, 'day')} of ${counted(days.expected)} not observed`);
  }
  if (document.proposal.kind === 'no-occurrence' && (occurrences ? occurrences.met > 0 : items.inScope > 0)) {
    lower('cannot-say', 'the result says no occurrence and yet counts some');
  }
  if (document.proposal.kind === 'effective' && (occurrences ? occurrences.met : items.pass) === 0) {
    lower('cannot-say', 'the result says effective and yet nothing passed');
  }
  if (!accepted.some((p) => p.from === document.period.from && p.to === document.period.to)) {
    const examined = accepted[0] ? ` and the engagement speaks of the days ${spanned(accepted[0])}` : '';
    lower('cannot-say', `it was run for the days ${spanned(document.period)}${examined}; run it again`);
  }
  if (document.timeZone !== timeZone) {
    lower(
      'cannot-say',
      `it was run in the time zone ${document.timeZone} and the engagement is in ${timeZone}; run it again`,
    );
  }
  return { state, reasons: [...lowered.reverse(), ...document.proposal.reasons] };
}

function concludeControl(
  control: ControlFact,
  tested: readonly TestedFact[],
  facts: DryRunFacts,
  accepted: readonly Window[],
): ControlConclusion {
  const judged = tested.map((fact) => ({ fact, ...stateOfResult(fact.document, facts.engagement.timeZone, accepted) }));
  const results = judged.map(({ fact, state, reasons }) => ({
    id: fact.id,
    code: fact.code,
    sha256: fact.sha256,
    proposal: state,
    sentence: resultSentence(fact.document, state, reasons, facts.engagement.terms),
    interim: fact.document.interim,
  }));
  const occurred = judged.filter((j) => j.state !== 'no-occurrence');
  const worst = occurred.reduce<ProposalKind>(
    (w, j) => (resultRank[j.state] < resultRank[w] ? j.state : w),
    'effective',
  );
  const state = judged.length === 0 ? 'not-tested' : occurred.length === 0 ? 'no-occurrence' : worst;
  const deciding = judged.filter((j) => j.state === state || j.state === 'no-occurrence');
  return {
    code: control.code,
    title: control.title,
    state,
    reasons:
      judged.length === 0
        ? ['No test of this control has been run.']
        : deciding.flatMap((j) => j.reasons.map((reason) => `${j.fact.code}: ${reason}`)),
    results,
  };
}

function concludeCriterion(
  id: string,
  controls: readonly ControlInForce[],
  facts: DryRunFacts,
  period: Window,
): CriterionConclusion {
  const needed = controls.filter((c) => c.criteria.has(id));
  const codes = needed.map((c) => c.conclusion.code);
  if (needed.length === 0)
    return { id, state: 'no-control', reasons: [withoutControl(id, facts, period)], controls: [] };

  const among = (state: ControlConclusion['state']) => needed.filter((c) => c.conclusion.state === state);
  const named = (found: readonly ControlInForce[]) => joined(found.map((c) => c.conclusion.code));
  const found: { state: CriterionStateKind; reason: string }[] = [];
  const note = (state: CriterionStateKind, who: readonly ControlInForce[], reason: (codes: string) => string) => {
    if (who.length > 0) found.push({ state, reason: reason(named(who)) });
  };
  note('not-achieved', among('not-effective'), (c) => `Not effective: ${c}.`);
  note('cannot-say', among('cannot-say'), (c) => `Could not be concluded: ${c}.`);
  const untested = among('not-tested');
  note(untested.length === needed.length ? 'not-tested' : 'partly-tested', untested, (c) => `Not tested: ${c}.`);
  note(
    'partly-tested',
    needed.filter((c) => c.interim),
    (c) => `Tested for a part of the period only (interim): ${c}.`,
  );
  const open = uncovered(id, needed, period);
  if (open.length > 0) {
    found.push({ state: 'partly-tested', reason: `No adopted control was in force ${joined(open.map(spanned))}.` });
  }
  note('achieved-with-deviations', among('effective-with-isolated-deviations'), (c) => `Isolated deviations: ${c}.`);
  note('no-occurrence', among('no-occurrence'), (c) => `No occurrence, so operation was not tested: ${c}.`);
  note('achieved', among('effective'), (c) => `No exceptions noted: ${c}.`);
  if (facts.engagement.terms.type === 'type1' && untested.length < needed.length) {
    const reason = `A Type 1 speaks of design as of ${period.to}, and no design was tested; the tests show at most that a control is in place.`;
    found.push({ state: 'partly-tested', reason });
  }
  const state = found.reduce<CriterionStateKind>(
    (w, f) => (criterionRank[f.state] < criterionRank[w] ? f.state : w),
    'achieved',
  );
  const reasons = [...found].sort((a, b) => criterionRank[a.state] - criterionRank[b.state]).map((f) => f.reason);
  return { id, state, reasons, controls: codes };
}

function withoutControl(id: string, facts: DryRunFacts, period: Window): string {
  const outside = facts.controls
    .filter((c) => c.criteria.includes(id) && windowOf(c, period) === null)
    .map(
      (c) =>
        `${c.code} (${c.effectiveFrom > period.to ? `in force from ${c.effectiveFrom}` : `retired on ${c.retiredOn}`})`,
    );
  const sorted = [...new Set(outside)].sort(byText);
  return sorted.length > 0
    ? `No adopted control supports it ${spanned(period)}; outside of that: ${joined(sorted)}.`
    : 'No adopted control supports it.';
}
