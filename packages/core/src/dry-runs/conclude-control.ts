import { versionWindows, windowOf, type Days, type VersionWindow } from '../controls/index.ts';
import { byText, reasonSentence, type ControlReason, type Reason } from '../reasons/index.ts';
import type { ProposalKind, TestResult } from '../results/index.ts';
import { weighCauses, type CausesFound } from './causes.ts';
import type { ControlState } from './dry-runs.ts';
import { isReplaced, judgeSample, sampleDeviations, sampleSentence, type JudgedSample } from './judge-sample.ts';
import { supported, type ControlFact, type ControlInForce, type DryRunFacts, type TestedFact } from './in-force.ts';
import { controlRank, lowest } from './ranks.ts';
import { deviationCount, resultSentence } from './sentence.ts';

/** Every adopted control that was in force on a day of the period, by code, with what its tests and samples support. */
export function controlsInForce(facts: DryRunFacts, period: Days): ControlInForce[] {
  const codes = [...new Set(facts.controls.map((c) => c.code))].sort(byText);
  return codes.flatMap((code) => {
    const versions = facts.controls
      .filter((c) => c.code === code)
      .sort((a, b) => byText(b.effectiveFrom, a.effectiveFrom) || b.version - a.version || byText(a.title, b.title));
    const newest = versions.find((v) => windowOf(v, period) !== null);
    if (!newest) return [];
    const windows = versionWindows(versions, code, period);
    const tested = testedOf(code, windows, facts);
    const samples = facts.samples
      .filter((s) => s.control === code && (!isReplaced(s, facts.samples) || sampleDeviations(s) > 0))
      .sort((a, b) => byText(a.population.name, b.population.name) || byText(a.id, b.id))
      .map((s) => judgeSample(s, windows.length));
    return [concludeControl({ newest, versions, windows, tested, samples, facts, period })];
  });
}

/**
 * Results of a control, oldest version first. One that speaks of a version without a day in the period
 * counts no more once the test was run on a version that has one, unless it shows a deviation.
 */
function testedOf(code: string, windows: readonly VersionWindow<ControlFact>[], facts: DryRunFacts): TestedFact[] {
  const inForce = new Set(windows.map((w) => w.version.id));
  const own = facts.results.filter((r) => r.control === code);
  const names = (r: TestedFact) => r.controlId !== null && inForce.has(r.controlId);
  return own
    .filter(
      (r) =>
        r.controlId === null ||
        names(r) ||
        deviationCount(r.document) > 0 ||
        !own.some((other) => other.code === r.code && names(other)),
    )
    .sort(
      (a, b) =>
        byText(a.code, b.code) ||
        byText(a.document.period.from, b.document.period.from) ||
        byText(a.sha256, b.sha256) ||
        byText(a.id, b.id),
    );
}

interface OneControl {
  newest: ControlFact;
  versions: readonly ControlFact[];
  windows: readonly VersionWindow<ControlFact>[];
  tested: readonly TestedFact[];
  samples: readonly JudgedSample[];
  facts: DryRunFacts;
  period: Days;
}

/** What a result or a sample supports. */
interface Judged {
  /** Definition id; null where it is a sample. */
  test: string | null;
  state: ProposalKind;
  reasons: Reason[];
  /** It lacks evidence, whatever else it shows. */
  doubtful: boolean;
}

interface JudgedResult extends Judged {
  fact: TestedFact;
}

function concludeControl({ newest, versions, windows, tested, samples, facts, period }: OneControl): ControlInForce {
  const results = tested.map((fact) => judge(fact, facts.engagement.timeZone, acceptedDays(fact, windows, period)));
  const judged: Judged[] = [...results, ...samples.map((sample) => ({ ...sample, test: null }))];
  const untestedVersions = gapsInVersions(windows, tested);
  const causes = weighCauses(tested, facts.explanations);
  const deviations = tested.reduce((sum, r) => sum + deviationCount(r.document), 0);
  const sampled = samples.reduce((sum, s) => sum + sampleDeviations(s.fact), 0);
  const state = stateOf(judged, untestedVersions.length > 0, causes);
  const because = reasonsOf(state, judged, untestedVersions, causes);
  return {
    conclusion: {
      code: newest.code,
      title: newest.title,
      state,
      reasons: because.map(sentenceWithTest),
      because,
      floor: floorOf(judged, untestedVersions.length > 0, causes),
      deviations,
      versions: windows.map(({ version, days }) => ({ version: version.version, ...days })),
      results: results.map((j) => ({
        id: j.fact.id,
        code: j.fact.code,
        sha256: j.fact.sha256,
        proposal: j.state,
        sentence: resultSentence(j.fact.document, j.state, j.reasons.map(reasonSentence), facts.engagement.terms),
        interim: j.fact.document.interim,
        version: versions.find((v) => v.id === j.fact.controlId)?.version ?? null,
      })),
      samples: samples.map((judgedSample) => ({
        id: judgedSample.fact.id,
        sha256: judgedSample.fact.sha256,
        population: judgedSample.fact.population.name,
        proposal: judgedSample.state,
        sentence: sampleSentence(judgedSample),
        interim: judgedSample.fact.population.interim,
        events: judgedSample.fact.events,
        counts: judgedSample.fact.counts,
      })),
    },
    criteria: supported(versions, period),
    interim:
      tested.some((r) => r.document.interim) ||
      samples.some((s) => s.fact.population.interim && !isReplaced(s.fact, facts.samples)),
    deviations,
    sampleDeviations: sampled,
    designAtFault: causes.designAtFault,
    notDue:
      results.length > 0 &&
      samples.length === 0 &&
      results.every((j) => j.state === 'no-occurrence' && nothingDue(j.fact.document)),
  };
}

/**
 * Days a result may speak of: those on which its version was in force, and the whole period or all
 * days of the control while the control had one version only.
 */
function acceptedDays(fact: TestedFact, windows: readonly VersionWindow<ControlFact>[], period: Days): Days[] {
  const own = windows.find((w) => w.version.id === fact.controlId);
  if (windows.length > 1) return own ? [own.days] : [];
  return windows[0] ? [period, windows[0].days] : [period];
}

/** For each test that was run, the versions it was not run on. */
function gapsInVersions(
  windows: readonly VersionWindow<ControlFact>[],
  tested: readonly TestedFact[],
): ControlReason[] {
  if (windows.length < 2) return [];
  return [...new Set(tested.map((r) => r.code))].flatMap((test) =>
    windows
      .filter(({ version }) => !tested.some((r) => r.code === test && r.controlId === version.id))
      .map(({ version, days }) => ({
        test,
        reason: { code: 'version-not-tested' as const, version: version.version, ...days },
      })),
  );
}

/**
 * What one result supports. It starts from the proposal and is only ever lowered: by counts that
 * contradict it, and by a period or time zone that is not the one examined.
 */
function judge(fact: TestedFact, timeZone: string, accepted: readonly Days[]): JudgedResult {
  const { document } = fact;
  let state = document.proposal.kind;
  let doubtful = state === 'cannot-say';
  const lowered: Reason[] = [];
  const lower = (to: ProposalKind, reason: Reason) => {
    doubtful ||= to === 'cannot-say';
    if (controlRank[to] >= controlRank[state]) return;
    state = to;
    lowered.push(reason);
  };
  const { items, occurrences, days } = document;
  const deviations = deviationCount(document);
  if (deviations > 0) lower('effective-with-isolated-deviations', { code: 'deviations-counted', deviations });
  const unverified = items.unverified + (occurrences?.unverified ?? 0);
  if (unverified > 0) lower('cannot-say', { code: 'unverified-counted', unverified });
  if (days && days.unobserved > 0) {
    lower('cannot-say', { code: 'days-not-observed', unobserved: days.unobserved, expected: days.expected });
  }
  if (document.proposal.kind === 'no-occurrence' && (occurrences ? occurrences.met : items.inScope) > 0) {
    lower('cannot-say', { code: 'absence-contradicted' });
  }
  if (document.proposal.kind === 'effective' && (occurrences ? occurrences.met : items.pass) === 0) {
    lower('cannot-say', { code: 'effectiveness-contradicted' });
  }
  const { from, to } = document.period;
  if (!accepted.some((p) => p.from === from && p.to === to)) {
    lower('cannot-say', { code: 'other-days', ran: { from, to }, examined: accepted[0] ?? null });
  }
  if (document.timeZone !== timeZone) {
    lower('cannot-say', { code: 'other-time-zone', timeZone: document.timeZone, examined: timeZone });
  }
  const gap = document.proposal.because?.some((r) => r.code === 'gap') ?? false;
  const reasons = [...lowered.reverse(), ...proposalReasons(document)];
  return { fact, test: fact.code, state, reasons, doubtful: doubtful || gap };
}

/** Reasons of a proposal as data; a document made before they existed has its sentences only. */
function proposalReasons({ proposal }: TestResult): Reason[] {
  return proposal.because ?? proposal.reasons.map((text) => ({ code: 'proposed', text }));
}

function stateOf(judged: readonly Judged[], versionsOpen: boolean, causes: CausesFound): ControlState {
  if (judged.length === 0) return 'not-tested';
  if (causes.systematic.length > 0) return 'not-effective';
  const occurred = judged.filter((j) => j.state !== 'no-occurrence').map((j) => j.state);
  const states: ControlState[] = versionsOpen ? [...occurred, 'cannot-say'] : occurred;
  return states.length === 0 ? 'no-occurrence' : lowest<ControlState>(states, controlRank, 'effective');
}

/**
 * The best a person may conclude, whatever the reason: evidence that is missing can't be argued into
 * being there, a deviation stays one, and a cause in the design is no isolated deviation.
 */
function floorOf(judged: readonly Judged[], versionsOpen: boolean, causes: CausesFound): ControlState {
  if (causes.designAtFault) return 'not-effective';
  if (judged.length === 0) return 'not-tested';
  if (versionsOpen || judged.some((j) => j.doubtful)) return 'cannot-say';
  if (judged.some((j) => j.state === 'not-effective')) return 'effective-with-isolated-deviations';
  const occurred = judged.filter((j) => j.state !== 'no-occurrence').map((j) => j.state);
  return occurred.length === 0 ? 'no-occurrence' : lowest<ControlState>(occurred, controlRank, 'effective');
}

function reasonsOf(
  state: ControlState,
  judged: readonly Judged[],
  versionsOpen: readonly ControlReason[],
  causes: CausesFound,
): ControlReason[] {
  if (judged.length === 0) return [{ test: null, reason: { code: 'no-test' } }];
  const deciding = judged.filter((j) => j.state === state || j.state === 'no-occurrence');
  return [
    ...causes.systematic,
    ...versionsOpen,
    ...deciding.flatMap((j) => j.reasons.map((reason) => ({ test: j.test, reason }))),
    ...causes.told,
  ];
}

/** `CHG-02.review: 6 of 100 items deviate, more than five percent.` */
function sentenceWithTest({ test, reason }: ControlReason): string {
  return test === null ? reasonSentence(reason) : `${test}: ${reasonSentence(reason)}`;
}

function nothingDue({ occurrences }: TestResult): boolean {
  return occurrences !== undefined && occurrences.expected === occurrences.notDue;
}
