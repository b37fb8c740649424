import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  causeKind,
  concludeDryRun,
  type DryRunDocument,
  type ExplainedFact,
  type ReasonCode,
  type TestResult,
} from '../../src/index.ts';
import { adopted, engagementOf, explained, tested, withItems } from './facts.ts';

function conclude(document: TestResult, explanations: readonly ExplainedFact[]): DryRunDocument {
  return concludeDryRun({
    engagement: engagementOf(),
    controls: [adopted('CHG-02', ['CC8.1'])],
    results: [tested('CHG-02', document)],
    explanations,
    samples: [],
    relevance: [],
  });
}

function controlOf(document: TestResult, explanations: readonly ExplainedFact[]) {
  const [control] = conclude(document, explanations).controls;
  assert.ok(control);
  return control;
}

function codesOf(document: TestResult, explanations: readonly ExplainedFact[]): ReasonCode[] {
  return controlOf(document, explanations).because?.map(({ reason }) => reason.code) ?? [];
}

const three = withItems(['a', 'b', 'c']);

const marked: [string, readonly ExplainedFact[], ReasonCode | null][] = [
  ['a cause in the design', [explained(['a'], { designAtFault: true })], 'cause-in-design'],
  ['a kind of cause that is the design', [explained(['a'], { causeKind: 'design' })], 'cause-in-design'],
  ['a deliberate bypass', [explained(['a'], { causeKind: 'deliberate' })], 'cause-deliberate'],
  ['one cause on two days', [explained(['a', 'b'])], 'cause-recurs'],
  [
    'one cause written twice',
    [explained(['a']), explained(['b'], { cause: ' the reviewer  was on LEAVE. ', entryIndex: 11 })],
    'cause-recurs',
  ],
  ['one cause once', [explained(['a'])], null],
  ['two causes', [explained(['a']), explained(['b'], { cause: 'The rule was new.', entryIndex: 11 })], null],
  ['a cause that is not known', [explained(['a', 'b', 'c'], { causeKind: 'unknown' })], null],
  ['a cause of an item that does not deviate', [explained(['x', 'y'], { designAtFault: true })], null],
  ['a cause of another test', [explained(['a', 'b'], { test: 'CHG-02.other' })], null],
];
for (const [what, explanations, code] of marked) {
  test(`CN19 ${what} ${code === null ? 'marks no systematic failure' : `is ${code}, and the control is not effective`}`, () => {
    const { state } = controlOf(three, explanations);
    assert.equal(state, code === null ? 'effective-with-isolated-deviations' : 'not-effective');
    if (code !== null) assert.ok(codesOf(three, explanations).includes(code));
  });
}

test('CN19 one cause behind two deviations of one day struck once', () => {
  const day = withItems(['a', 'b']);
  const [first] = day.deviations;
  const oneDay = { ...day, deviations: day.deviations.map((d) => ({ ...d, at: first?.at ?? null })) };
  const hours = { ...day, deviations: day.deviations.map((d, i) => ({ ...d, at: `2026-03-04T1${i}:00:00.000Z` })) };
  const noDay = { ...day, deviations: day.deviations.map((d) => ({ ...d, at: null })) };
  assert.equal(controlOf(hours, [explained(['a', 'b'])]).state, 'effective-with-isolated-deviations');
  assert.equal(controlOf(noDay, [explained(['a', 'b'])]).state, 'not-effective');
  assert.equal(controlOf(oneDay, [explained(['a', 'b'])]).state, 'effective-with-isolated-deviations');
  assert.equal(controlOf(day, [explained(['a', 'b'])]).state, 'not-effective');
});

test('CN19 a deviation without a recorded cause is told, and an unknown cause is none', () => {
  for (const explanations of [[], [explained(['a'], { causeKind: 'unknown' })]]) {
    const found = controlOf(three, explanations).because?.find(({ reason }) => reason.code === 'cause-not-recorded');
    assert.deepEqual(found?.reason, { code: 'cause-not-recorded', deviations: 3, of: 3 });
  }
});

test('CN19 deviations with a known cause are not told as without one', () => {
  const found = controlOf(three, [explained(['a'])]).because?.at(-1);
  assert.deepEqual(found, { test: null, reason: { code: 'cause-not-recorded', deviations: 2, of: 3 } });
});

test('CN19 what could not be verified is no deviation that a cause could lie behind', () => {
  const doubtful = { ...three, deviations: three.deviations.map((d) => ({ ...d, state: 'unverified' as const })) };
  assert.equal(codesOf(doubtful, [explained(['a'], { causeKind: 'design' })]).includes('cause-in-design'), false);
});

test('CN19 a reason names its test, or none where its cause lies behind deviations of several', () => {
  const design = explained(['a'], { causeKind: 'design' });
  const markers = (explanations: ExplainedFact[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: [adopted('CHG-02', ['CC8.1'])],
      results: [tested('CHG-02', withItems(['a'])), tested('CHG-02', withItems(['a']), 'other')],
      explanations,
      samples: [],
      relevance: [],
    }).controls[0]?.because?.filter(({ reason }) => reason.code === 'cause-in-design');
  const reason = { code: 'cause-in-design', cause: 'The reviewer was on leave.' };
  assert.deepEqual(markers([design]), [{ test: 'CHG-02.review', reason: { ...reason, deviations: 1 } }]);
  assert.deepEqual(markers([design, { ...design, test: 'CHG-02.other', entryIndex: 11 }]), [
    { test: null, reason: { ...reason, deviations: 2 } },
  ]);
});

test('CN19 causes that differ in a blank or a letter are two causes', () => {
  for (const [first, second] of [
    ['No one asked.', 'Noone asked.'],
    ['In Maßen.', 'In Massen.'],
  ]) {
    const causes = [explained(['a'], { cause: first }), explained(['b'], { cause: second, entryIndex: 11 })];
    assert.equal(controlOf(three, causes).state, 'effective-with-isolated-deviations');
  }
});

test('CN19 an occurrence struck on the day its slice begins; a key that only resembles a slice has its own time', () => {
  const named = (keys: string[], at: string | null) => {
    const document = withItems(keys);
    return { ...document, deviations: document.deviations.map((d) => ({ ...d, at })) };
  };
  const state = (keys: string[], at: string | null) => controlOf(named(keys, at), [explained(keys)]).state;
  const noon = '2026-05-01T12:00:00.000Z';
  assert.equal(state(['2026-01-01/2026-03-31', '2026-04-01/2026-06-30'], noon), 'not-effective');
  assert.equal(state(['2026-01-01/2026-01-31', '2026-01-01/2026-03-31'], null), 'effective-with-isolated-deviations');
  for (const [begin, end] of [
    ['x', ''],
    ['', 'x'],
  ]) {
    const keys = ['2026-01-01/2026-03-31', '2026-04-01/2026-06-30'].map((slice) => `${begin}${slice}${end}`);
    assert.equal(state(keys, noon), 'effective-with-isolated-deviations');
  }
});

test('CN16 the order in which a result lists its deviations changes nothing that is said of causes', () => {
  const causes = [
    explained(['a'], { causeKind: 'design', cause: 'No rule.' }),
    explained(['b'], { causeKind: 'deliberate', cause: 'In a hurry.', entryIndex: 11 }),
    explained(['c'], { cause: 'On leave.', entryIndex: 12 }),
  ].map((c, i) => ({ ...c, remediation: { fixedOn: `2026-05-0${9 - i}`, text: 'A rule was written.' } }));
  const turned = { ...three, deviations: [...three.deviations].reverse() };
  assert.deepEqual(controlOf(turned, causes).because, controlOf(three, causes).because);
  assert.deepEqual(
    codesOf(three, causes).filter((code) => code.startsWith('cause-') || code === 'fixed-later'),
    ['cause-deliberate', 'cause-in-design', 'fixed-later', 'fixed-later', 'fixed-later'],
  );
});

test('CN28 of two explanations of one item the later counts, whatever their order', () => {
  const early = explained(['a'], { designAtFault: true, entryIndex: 3 });
  const late = explained(['a'], { entryIndex: 4 });
  assert.equal(controlOf(three, [early, late]).state, 'effective-with-isolated-deviations');
  assert.equal(controlOf(three, [late, early]).state, 'effective-with-isolated-deviations');
  assert.equal(controlOf(three, [{ ...early, entryIndex: 5 }, late]).state, 'not-effective');
});

test('CN20 a fix is told with its date, and changes no state, no floor and no count, for any kind of cause', () => {
  for (const kind of causeKind.options) {
    const causes = [explained(['a', 'b'], { causeKind: kind })];
    const fixed = causes.map((c) => ({
      ...c,
      remediation: { fixedOn: '2026-05-02', text: 'A second reviewer stands in.' },
    }));
    const before = conclude(three, causes);
    const after = conclude(three, fixed);
    const said = after.controls[0]?.because?.filter(({ reason }) => reason.code === 'fixed-later');
    assert.deepEqual(said, [
      {
        test: 'CHG-02.review',
        reason: {
          code: 'fixed-later',
          deviations: 2,
          fixedOn: '2026-05-02',
          remediation: 'A second reviewer stands in.',
        },
      },
    ]);
    const without = (document: DryRunDocument) => ({
      ...document,
      controls: document.controls.map((c) => ({
        ...c,
        reasons: c.reasons.filter((r) => !r.includes('Fixed later, on 2026-05-02')),
        because: c.because?.filter(({ reason }) => reason.code !== 'fixed-later'),
      })),
    });
    assert.deepEqual(without(after), before);
  }
});
