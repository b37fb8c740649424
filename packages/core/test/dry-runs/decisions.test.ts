import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkDecision,
  concludeDryRun,
  TickmarkError,
  weighDecisions,
  type ConclusionState,
  type Decision,
  type DryRunDocument,
  type DryRunFacts,
  type ProposalKind,
  type Standing,
  type TestResult,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, explained, tested, withItems } from './facts.ts';

const reason = 'The two items were one import that the supplier repeated.';

function standingOf(document: DryRunDocument, subject: string, decisions: readonly Decision[] = []): Standing {
  const found = weighDecisions(document, decisions).find((s) => s.subject === subject);
  assert.ok(found, `nothing is said of ${subject}`);
  return found;
}

function concluded(states: readonly (ProposalKind | 'not-tested')[]): DryRunDocument {
  const codes = states.map((_, i) => `CHG-0${i}`);
  return concludeDryRun({
    engagement: engagementOf(),
    controls: codes.map((code) => adopted(code, ['CC8.1'])),
    results: states.flatMap((s, i) => (s === 'not-tested' ? [] : [tested(codes[i] ?? '', documentOf(s))])),
    explanations: [],
    samples: [],
    relevance: [],
  });
}

let entries = 0;
function decide(standing: Standing, conclusion: ConclusionState): Decision {
  entries += 1;
  return {
    id: '00000000-0000-4000-8000-000000000001',
    dryRunId: '00000000-0000-4000-8000-000000000002',
    on: standing.on,
    subject: standing.subject,
    conclusion,
    proposal: standing.proposal,
    against: standing.follows,
    softer: false,
    reason: null,
    explainedToo: false,
    decidedAt: '2026-07-05T09:00:00.000Z',
    decidedBy: { id: '00000000-0000-4000-8000-000000000003', name: 'Olga Owner' },
    entryIndex: entries,
  };
}

const floors: [ProposalKind | 'not-tested', ConclusionState][] = [
  ['effective', 'effective'],
  ['effective-with-isolated-deviations', 'effective-with-isolated-deviations'],
  ['not-effective', 'effective-with-isolated-deviations'],
  ['no-occurrence', 'no-occurrence'],
  ['cannot-say', 'cannot-say'],
  ['not-tested', 'not-tested'],
];
for (const [state, floor] of floors) {
  test(`CN24 a control that is ${state} can be concluded as ${floor} at best`, () => {
    assert.equal(standingOf(concluded([state]), 'CHG-00').floor, floor);
  });
}

test('CN24 a failure with evidence missing beside it can be concluded as cannot say at best', () => {
  const failed = documentOf('not-effective');
  const document = { ...failed, items: { ...failed.items, unverified: 3, pass: failed.items.pass - 3 } };
  const dryRun = concludeDryRun({
    engagement: engagementOf(),
    controls: [adopted('CHG-02', ['CC8.1'])],
    results: [tested('CHG-02', document)],
    explanations: [],
    samples: [],
    relevance: [],
  });
  assert.equal(standingOf(dryRun, 'CHG-02').floor, 'cannot-say');
});

test('CN24 a failure that counts no deviation is one, and what another test lacks stays missing', () => {
  const failed = documentOf('effective', { proposal: { kind: 'not-effective', reasons: ['It never ran.'] } });
  const lacking = documentOf('effective', { proposal: { kind: 'cannot-say', reasons: ['A file is missing.'] } });
  const gap = { code: 'gap' as const, text: 'Rows are missing.' };
  const recurs = { code: 'recurs' as const, deviations: 2, population: 9 };
  const because = (...reasons: (typeof gap | typeof recurs)[]) =>
    documentOf('effective', { proposal: { kind: 'not-effective', reasons: ['It recurs.'], because: reasons } });
  const floor = (...documents: TestResult[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: [adopted('CHG-02', ['CC8.1'])],
      results: documents.map((document, i) => tested('CHG-02', document, `t${i}`)),
      explanations: [],
      samples: [],
      relevance: [],
    }).controls[0]?.floor;
  assert.equal(floor(failed, documentOf('effective')), 'effective-with-isolated-deviations');
  assert.equal(floor(failed, lacking), 'cannot-say');
  assert.equal(floor(because(recurs)), 'effective-with-isolated-deviations');
  assert.equal(floor(because(recurs, gap)), 'cannot-say');
  assert.equal(floor(documentOf('effective'), documentOf('no-occurrence')), 'effective');
});

const interim = documentOf('effective', { interim: true });
const structures: [string, Partial<DryRunFacts>, ConclusionState][] = [
  ['no control', { controls: [] }, 'no-control'],
  ['no control in the period', { controls: [adopted('CHG-02', ['CC8.1'], { retiredOn: '2026-01-01' })] }, 'no-control'],
  ['no test', { results: [] }, 'not-tested'],
  [
    'one control of two without a test',
    { controls: ['CHG-02', 'CHG-03'].map((c) => adopted(c, ['CC8.1'])) },
    'partly-tested',
  ],
  ['an interim result', { results: [tested('CHG-02', interim)] }, 'partly-tested'],
  [
    'days without a control',
    { controls: [adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-02-01' })] },
    'partly-tested',
  ],
  [
    'a design that was not tested',
    { engagement: engagementOf({ type: 'type1', asOf: '2026-06-30' }) },
    'partly-tested',
  ],
  ['nothing amiss', {}, 'achieved'],
];
for (const [what, change, floor] of structures) {
  test(`CN24 a criterion with ${what} can be concluded as ${floor} at best, whatever is decided on its controls`, () => {
    const period = change.engagement ? { from: '2026-06-30', to: '2026-06-30' } : undefined;
    const dryRun = concludeDryRun({
      engagement: engagementOf(),
      controls: [adopted('CHG-02', ['CC8.1'])],
      results: [tested('CHG-02', documentOf('effective', period ? { period } : {}))],
      explanations: [],
      samples: [],
      relevance: [],
      ...change,
    });
    const standing = standingOf(dryRun, 'CC8.1');
    assert.deepEqual([standing.proposal, standing.floor], [floor, floor]);
    const decisions = dryRun.controls.map((c) => decide(standingOf(dryRun, c.code), c.state));
    assert.equal(standingOf(dryRun, 'CC8.1', decisions).follows, floor);
  });
}

test('CN24 a cause in the design is no isolated deviation, and a control that held can make up for it in a criterion', () => {
  const conclude = (others: ProposalKind[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: [adopted('CHG-02', ['CC8.1']), ...others.map((_, i) => adopted(`CHG-1${i}`, ['CC8.1']))],
      results: [tested('CHG-02', withItems(['a'])), ...others.map((kind, i) => tested(`CHG-1${i}`, documentOf(kind)))],
      explanations: [explained(['a'], { designAtFault: true })],
      samples: [],
      relevance: [],
    });
  assert.equal(standingOf(conclude([]), 'CHG-02').floor, 'not-effective');
  assert.equal(standingOf(conclude([]), 'CC8.1').floor, 'not-achieved');
  assert.equal(standingOf(conclude(['no-occurrence']), 'CC8.1').floor, 'not-achieved');
  assert.equal(standingOf(conclude(['effective']), 'CC8.1').floor, 'achieved-with-deviations');
  assert.equal(standingOf(conclude(['effective-with-isolated-deviations']), 'CC8.1').floor, 'achieved-with-deviations');
  assert.equal(standingOf(concluded(['not-effective']), 'CC8.1').floor, 'achieved-with-deviations');
});

const cases: [ProposalKind | 'not-tested', ConclusionState, string | undefined, string | null][] = [
  ['effective', 'effective', undefined, null],
  ['effective', 'not-effective', undefined, null],
  ['effective', 'cannot-say', undefined, null],
  ['effective', 'no-occurrence', undefined, 'decision.conclusion'],
  ['effective', 'not-tested', reason, 'decision.conclusion'],
  ['effective-with-isolated-deviations', 'effective', reason, 'decision.conclusion'],
  ['not-effective', 'effective-with-isolated-deviations', undefined, 'reason'],
  ['not-effective', 'effective-with-isolated-deviations', '                       ', 'reason'],
  ['not-effective', 'effective-with-isolated-deviations', 'It is fine, really.', 'reason'],
  ['not-effective', 'effective-with-isolated-deviations', reason, null],
  ['not-effective', 'effective', reason, 'decision.conclusion'],
  ['not-effective', 'cannot-say', undefined, 'reason'],
  ['cannot-say', 'effective', reason, 'decision.conclusion'],
  ['cannot-say', 'not-effective', undefined, null],
  ['no-occurrence', 'effective', reason, 'decision.conclusion'],
  ['no-occurrence', 'no-occurrence', undefined, null],
  ['not-tested', 'effective', reason, 'decision.conclusion'],
  ['not-tested', 'not-tested', undefined, null],
];
for (const [state, conclusion, why, field] of cases) {
  const how = field === null ? 'may' : 'may not';
  test(`CN25 from ${state} one ${how} conclude ${conclusion} ${why === undefined ? 'without a reason' : `with “${why.trim()}”`}`, () => {
    const standing = standingOf(concluded([state]), 'CHG-00');
    const check = () => checkDecision(standing, conclusion, why);
    if (field === null) {
      check();
      const softer = conclusion === 'effective-with-isolated-deviations' && state === 'not-effective';
      assert.deepEqual(
        standing.choices.filter((c) => c.conclusion === conclusion),
        [{ conclusion, softer }],
      );
      return;
    }
    assert.throws(
      check,
      (error) => error instanceof TickmarkError && error.code === 'bad_input' && error.field === field,
    );
  });
}

test('CN26 a harsher decision on a control lowers its criterion and the outlook, and a softer one raises them', () => {
  const dryRun = concluded(['effective', 'not-effective']);
  assert.equal(standingOf(dryRun, 'CC8.1').concluded, 'not-achieved');
  const control = standingOf(dryRun, 'CHG-01');
  const softer = decide(control, 'effective-with-isolated-deviations');
  assert.equal(standingOf(dryRun, 'CC8.1', [softer]).follows, 'achieved-with-deviations');
  const harsher = decide(standingOf(dryRun, 'CHG-00'), 'not-effective');
  assert.equal(standingOf(dryRun, 'CC8.1', [softer, harsher]).follows, 'not-achieved');
  assert.equal(standingOf(dryRun, 'CC8.1', [softer, harsher]).proposal, 'not-achieved');
});

test('CN26 the outlook on operation follows the criteria as concluded', () => {
  const all = adopted(
    'ALL-01',
    concluded([]).criteria.map((c) => c.id),
  );
  const dryRun = concludeDryRun({
    engagement: engagementOf(),
    controls: [all],
    results: [tested('ALL-01', documentOf('effective'))],
    explanations: [],
    samples: [],
    relevance: [],
  });
  assert.equal(standingOf(dryRun, 'operation').concluded, 'likely-unmodified');
  const decision = decide(standingOf(dryRun, 'CC9.2'), 'not-achieved');
  const after = standingOf(dryRun, 'operation', [decision]);
  assert.deepEqual([after.proposal, after.follows], ['likely-unmodified', 'at-risk-of-qualification']);
});

test('CN26 a decision is overtaken once the rules become harsher than it and than what it was made against', () => {
  const dryRun = concluded(['effective', 'effective']);
  const onCriterion = decide(standingOf(dryRun, 'CC8.1'), 'achieved');
  const onControl = decide(standingOf(dryRun, 'CHG-00'), 'not-effective');
  const after = standingOf(dryRun, 'CC8.1', [onCriterion, onControl]);
  assert.deepEqual([after.overtaken, after.concluded, after.decisions.length], [true, 'not-achieved', 1]);
  const again = decide(after, 'not-achieved');
  const settled = standingOf(dryRun, 'CC8.1', [onCriterion, onControl, again]);
  assert.deepEqual([settled.overtaken, settled.concluded], [false, 'not-achieved']);
});

test('CN27 the later decision stands, and the earlier one stays visible', () => {
  const dryRun = concluded(['effective']);
  const first = decide(standingOf(dryRun, 'CHG-00'), 'cannot-say');
  const second = decide(standingOf(dryRun, 'CHG-00'), 'not-effective');
  for (const order of [
    [first, second],
    [second, first],
  ]) {
    const standing = standingOf(dryRun, 'CHG-00', order);
    assert.equal(standing.concluded, 'not-effective');
    assert.deepEqual(standing.decisions, [second, first]);
  }
});

function withoutData<T extends { because?: unknown; floor?: unknown }>(conclusion: T): Omit<T, 'because' | 'floor'> {
  return Object.fromEntries(
    Object.entries(conclusion).filter(([name]) => name !== 'because' && name !== 'floor'),
  ) as Omit<T, 'because' | 'floor'>;
}

test('CN18 a document made before reasons were data stays valid, and nothing in it can be concluded softer', () => {
  const now = concluded(['not-effective']);
  const then: DryRunDocument = {
    ...now,
    controls: now.controls.map(withoutData),
    criteria: now.criteria.map(withoutData),
    parts: now.parts.map(withoutData),
  };
  for (const standing of weighDecisions(then, [])) {
    assert.deepEqual([standing.floor, standing.follows], [standing.proposal, standing.proposal], standing.subject);
  }
  assert.throws(
    () => checkDecision(standingOf(then, 'CHG-00'), 'effective-with-isolated-deviations', reason),
    TickmarkError,
  );
});
