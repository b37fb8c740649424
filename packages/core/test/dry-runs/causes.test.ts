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
  assert.equal(controlOf(oneDay, [explained(['a', 'b'])]).state, 'effective-with-isolated-deviations');
  assert.equal(controlOf(day, [explained(['a', 'b'])]).state, 'not-effective');
});

test('CN19 a deviation without a recorded cause is told, and an unknown cause is none', () => {
  for (const explanations of [[], [explained(['a'], { causeKind: 'unknown' })]]) {
    const found = controlOf(three, explanations).because?.find(({ reason }) => reason.code === 'cause-not-recorded');
    assert.deepEqual(found?.reason, { code: 'cause-not-recorded', deviations: 3, of: 3 });
  }
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
