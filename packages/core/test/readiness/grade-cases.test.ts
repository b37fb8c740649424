import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  categories,
  categoriesWithoutCriteria,
  controlCatalogue,
  controlGrade,
  criterionGrade,
  gradeControls,
  gradeCriteria,
  readiness,
  readyFor,
  ungradedCriteria,
  ungradedCriterion,
  type Answer,
  type Assessed,
  type GradeReason,
} from '../../src/index.ts';
import { answers, control, criterion, nothing, passed, period, short, version } from './assessed.ts';

/** A reason as a table has it: its code and what it speaks of. */
const said = (all: readonly GradeReason[]): string[] =>
  all.map(({ code, questions, controls, tests, criteria }) =>
    [code, ...questions, ...controls, ...tests, ...criteria].join(' '),
  );
const standing = (assessed: Partial<Assessed>, code: string) => {
  const { grade, ungraded, reasons, raise } = control(assessed, code);
  return [grade ?? ungraded, said(reasons), said(raise)];
};

const own = [version('IAM-02'), version('IAM-06')];
const tests = ['IAM-02.mfa', 'IAM-02.required'].map((code) => ({ control: 'IAM-02', code }));
const [mfa, required] = tests.map((each) => ({ ...each, ...passed }));
assert.ok(mfa && required);
const other = { ...passed, control: 'IAM-06', code: 'IAM-06.review' };
const asOf = { categories: ['security'], terms: { type: 'type1', asOf: period.to } } satisfies Assessed['engagement'];
const seen = new Set(['IAM-02']);
const given = (kind: Answer['kind']) => ({ answers: answers({ 'RQ-046': kind }) });
const yes = given('yes');

test('RD24 a control tells why it stands where it does, and what would raise it', () => {
  for (const [what, assessed, grade, reasons, raise] of [
    ['not adopted', { versions: [], ...yes }, 1, ['answers-alone RQ-046'], ['adopt IAM-02']],
    [
      'not adopted, and tested all the same',
      { versions: [], ...yes, tests, results: [mfa, required], seen },
      1,
      ['answers-alone RQ-046'],
      ['adopt IAM-02'],
    ],
    [
      'not adopted, against it',
      { versions: [], ...given('no') },
      0,
      ['answers-against RQ-046'],
      ['close-gaps RQ-046', 'adopt IAM-02'],
    ],
    ['no test', yes, 1, ['answers-alone RQ-046'], ['show-evidence IAM-02', 'run-test IAM-02']],
    [
      'a test that did not run',
      { ...yes, tests },
      1,
      ['answers-alone RQ-046'],
      ['show-evidence IAM-02', 'pass-throughout IAM-02'],
    ],
    ['seen', { ...yes, seen }, 2, ['evidence-seen IAM-02'], ['run-test IAM-02']],
    [
      'another one seen',
      { ...yes, seen: new Set(['IAM-06']) },
      1,
      ['answers-alone RQ-046'],
      ['show-evidence IAM-02', 'run-test IAM-02'],
    ],
    ['seen and a test', { ...yes, seen, tests }, 2, ['evidence-seen IAM-02'], ['pass-throughout IAM-02']],
    ['not known', given('unknown'), 'unknown', ['not-known RQ-046'], ['find-out RQ-046', 'run-test IAM-02']],
    ['not answered', {}, 'not-assessed', ['not-answered RQ-046'], ['answer RQ-046', 'run-test IAM-02']],
    [
      'not answered and seen',
      { seen },
      'not-assessed',
      ['not-answered RQ-046', 'evidence-seen IAM-02'],
      ['answer RQ-046', 'run-test IAM-02'],
    ],
    [
      'said not to apply',
      given('not-applicable'),
      'not-applicable',
      ['said-not-to-apply RQ-046'],
      ['settle-applicability RQ-046', 'run-test IAM-02'],
    ],
    ['against it', { ...given('no'), tests }, 0, ['answers-against RQ-046'], ['close-gaps RQ-046']],
    ['partly so', { ...given('partial'), tests }, 0, ['answers-against RQ-046'], ['close-gaps RQ-046']],
    [
      'against it, and passed',
      { ...given('no'), tests, results: [mfa, required], seen },
      0,
      ['answers-against RQ-046', 'tests-passed IAM-02.mfa IAM-02.required', 'evidence-seen IAM-02'],
      ['close-gaps RQ-046'],
    ],
    [
      'passed throughout',
      { ...yes, tests, results: [mfa, required] },
      3,
      ['tests-passed IAM-02.mfa IAM-02.required'],
      [],
    ],
    [
      'passed throughout, not known',
      { ...given('unknown'), tests, results: [mfa, required] },
      3,
      ['not-known RQ-046', 'tests-passed IAM-02.mfa IAM-02.required'],
      ['find-out RQ-046'],
    ],
    [
      'one of two',
      { ...yes, tests, results: [mfa] },
      2,
      ['tests-passed-in-part IAM-02.mfa'],
      ['pass-throughout IAM-02'],
    ],
    [
      'one of two, twice',
      { ...yes, tests, results: [mfa, mfa] },
      2,
      ['tests-passed-in-part IAM-02.mfa IAM-02.mfa'],
      ['pass-throughout IAM-02'],
    ],
    [
      'a test that is no longer published',
      { ...yes, results: [mfa] },
      2,
      ['tests-passed-in-part IAM-02.mfa'],
      ['run-test IAM-02'],
    ],
    [
      'passed, and not answered',
      { tests, results: [mfa] },
      2,
      ['not-answered RQ-046', 'tests-passed-in-part IAM-02.mfa'],
      ['answer RQ-046', 'pass-throughout IAM-02'],
    ],
    [
      'one failed',
      { ...yes, tests, results: [mfa, { ...required, proposal: 'not-effective' }], seen },
      1,
      ['answers-alone RQ-046', 'tests-failed IAM-02.required', 'evidence-seen IAM-02'],
      ['correct IAM-02.required'],
    ],
    [
      'failed, and passed in another run',
      { ...yes, tests: tests.slice(0, 1), results: [mfa, { ...mfa, proposal: 'not-effective' }] },
      1,
      ['answers-alone RQ-046', 'tests-failed IAM-02.mfa'],
      ['correct IAM-02.mfa'],
    ],
    [
      'failed, and not answered',
      { tests, results: [{ ...mfa, proposal: 'not-effective' }] },
      'not-assessed',
      ['not-answered RQ-046', 'tests-failed IAM-02.mfa'],
      ['answer RQ-046', 'correct IAM-02.mfa'],
    ],
    [
      'results and tests of another control',
      {
        ...yes,
        tests: [{ control: 'IAM-06', code: 'IAM-06.review' }],
        results: [other, { ...other, proposal: 'not-effective' }],
      },
      1,
      ['answers-alone RQ-046'],
      ['show-evidence IAM-02', 'run-test IAM-02'],
    ],
    [
      'a Type 1',
      { ...yes, engagement: asOf, tests },
      1,
      ['answers-alone RQ-046'],
      ['show-evidence IAM-02', 'run-test IAM-02'],
    ],
    ['a Type 1, seen', { ...yes, engagement: asOf, seen }, 2, ['evidence-seen IAM-02'], ['type-1-ends-here IAM-02']],
    [
      'a Type 1, passed',
      { ...yes, engagement: asOf, tests, results: [mfa, required] },
      2,
      ['tests-passed-in-part IAM-02.mfa IAM-02.required'],
      ['type-1-ends-here IAM-02'],
    ],
  ] as [string, Partial<Assessed>, unknown, string[], string[]][]) {
    assert.deepEqual(standing({ versions: own, ...assessed }, 'IAM-02'), [grade, reasons, raise], what);
  }
});

test('RD20 RD24 every question about a control has its say: against, not known, missing, not to apply, for', () => {
  for (const [of, code, ...expected] of [
    [
      { 'RQ-005': 'unknown', 'RQ-060': 'no' },
      'VEN-03',
      0,
      ['answers-against RQ-060', 'not-known RQ-005', 'not-answered RQ-084'],
      ['close-gaps RQ-060', 'find-out RQ-005', 'answer RQ-084', 'adopt VEN-03'],
    ],
    [
      { 'RQ-005': 'unknown', 'RQ-060': 'not-applicable' },
      'VEN-03',
      'unknown',
      ['not-known RQ-005', 'not-answered RQ-084', 'said-not-to-apply RQ-060'],
      ['find-out RQ-005', 'answer RQ-084', 'settle-applicability RQ-060', 'adopt VEN-03'],
    ],
    [
      { 'RQ-005': 'yes', 'RQ-060': 'not-applicable', 'RQ-084': 'yes' },
      'VEN-03',
      1,
      ['answers-alone RQ-005 RQ-060 RQ-084', 'said-not-to-apply RQ-060'],
      ['adopt VEN-03'],
    ],
    [
      { 'RQ-005': 'not-applicable', 'RQ-060': 'partial', 'RQ-084': 'not-applicable' },
      'VEN-03',
      1,
      ['answers-alone RQ-005 RQ-060 RQ-084', 'said-not-to-apply RQ-005 RQ-084', 'to-improve RQ-060'],
      ['adopt VEN-03'],
    ],
    [
      { 'RQ-005': 'not-applicable', 'RQ-060': 'not-applicable', 'RQ-084': 'not-applicable' },
      'VEN-03',
      'not-applicable',
      ['said-not-to-apply RQ-005 RQ-060 RQ-084'],
      ['settle-applicability RQ-005 RQ-060 RQ-084', 'adopt VEN-03'],
    ],
    [
      { 'RQ-013': 'partial', 'RQ-014': 'yes' },
      'GOV-04',
      1,
      ['answers-alone RQ-013 RQ-014', 'to-improve RQ-013'],
      ['adopt GOV-04'],
    ],
    [
      { 'RQ-013': 'no', 'RQ-014': 'yes' },
      'GOV-04',
      0,
      ['answers-against RQ-013'],
      ['close-gaps RQ-013', 'adopt GOV-04'],
    ],
  ] as const) {
    assert.deepEqual(standing({ answers: answers(of) }, code), expected, JSON.stringify(of));
  }
  const incidents = { versions: [version('INC-03')], answers: answers({ 'RQ-074': 'yes' }) };
  assert.deepEqual(standing(incidents, 'INC-03'), ['not-assessed', ['no-question INC-03'], ['run-test INC-03']]);
  assert.deepEqual(
    standing({ ...incidents, results: [{ ...passed, control: 'INC-03', code: 'INC-03.a' }] }, 'INC-03'),
    [2, ['no-question INC-03', 'tests-passed-in-part INC-03.a'], ['run-test INC-03']],
  );
});

test('RD20 the controls that are graded are the examined ones and those asked about, by code and with their newest titles', () => {
  const titled = (title: string, number: number) => ({ ...version('INC-03'), title, version: number });
  const graded = gradeControls({ ...nothing, versions: [titled('Second', 2), titled('Third', 3), titled('First', 1)] });
  const all = graded.map(({ control: code }) => code);
  assert.deepEqual(all, all.toSorted());
  assert.equal(new Set(all).size, all.length);
  const one = graded.find(({ control: code }) => code === 'INC-03');
  assert.deepEqual([one?.title, one?.adopted, one?.questions], ['Third', true, []]);
  for (const { control: code, title, adopted } of graded.filter((each) => each !== one)) {
    assert.deepEqual([title, adopted], [controlCatalogue.find(({ id }) => id === code)?.title, false]);
  }
  assert.ok(!gradeControls(nothing).some(({ control: code }) => code === 'INC-03'), 'asked only by a disclosure');
  assert.deepEqual(control(nothing, 'OPS-05').questions, ['RQ-065', 'RQ-067']);
});

test('RD21 a 3 takes every version over all its days within the period', () => {
  const at = (versions: Partial<Assessed['versions'][number]>[], ...runs: [from: string, to: string][]) =>
    short(
      {
        ...yes,
        versions: versions.map((each, n) => ({ ...version('IAM-02'), version: n + 1, ...each })),
        tests: tests.slice(0, 1),
        results: runs.map(([from, to]) => ({ ...mfa, period: { from, to } })),
      },
      'IAM-02',
    );
  const { from, to } = period;
  const late = [{ effectiveFrom: '2025-06-01' }];
  const changed = [{ retiredOn: '2025-09-01' }, { effectiveFrom: '2025-09-01' }];
  for (const [versions, runs, grade] of [
    [[{}], [[from, to]], 3],
    [[{}], [['2024-01-01', '2026-12-31']], 3],
    [[{}], [['2025-03-02', to]], 2],
    [[{}], [[from, '2026-02-27']], 2],
    [
      [{}],
      [
        [from, '2025-08-31'],
        ['2025-09-01', to],
      ],
      2,
    ],
    [late, [['2025-06-01', to]], 3],
    [late, [['2025-06-02', to]], 2],
    [[{ retiredOn: '2025-10-01' }], [[from, '2025-09-30']], 3],
    [[{ retiredOn: '2025-10-01' }], [[from, '2025-09-29']], 2],
    [changed, [[from, to]], 3],
    [
      changed,
      [
        [from, '2025-08-31'],
        ['2025-09-01', to],
      ],
      3,
    ],
    [changed, [[from, '2025-08-31']], 2],
    [changed, [['2025-09-01', to]], 2],
  ] as [Parameters<typeof at>[0], [string, string][], number][]) {
    assert.equal(at(versions, ...runs), grade, JSON.stringify([versions, runs]));
  }
});

test('RD22 what a criterion needs are its adopted controls and those that an answer about it tells to be missing', () => {
  const needs = (versions: string[], of: Parameters<typeof answers>[0], id: string) => {
    const { grade, ungraded, controls, lowest } = criterion(
      { versions: versions.map(version), answers: answers(of) },
      id,
    );
    return [grade ?? ungraded, controls, lowest];
  };
  const two = ['IAM-02', 'NET-02'];
  for (const [versions, of, id, ...expected] of [
    [two, { 'RQ-046': 'yes', 'RQ-057': 'yes' }, 'CC6.6', 1, two, two],
    [two, { 'RQ-046': 'yes' }, 'CC6.6', 'not-assessed', two, ['NET-02']],
    [two, { 'RQ-046': 'unknown', 'RQ-057': 'not-applicable' }, 'CC6.6', 'unknown', two, two],
    [two, { 'RQ-046': 'not-applicable' }, 'CC6.6', 'not-assessed', two, two],
    [two, { 'RQ-046': 'not-applicable', 'RQ-057': 'yes' }, 'CC6.6', 'not-applicable', two, ['IAM-02']],
    [two, { 'RQ-046': 'not-applicable', 'RQ-057': 'no' }, 'CC6.6', 0, two, ['NET-02']],
    // What the question of firewalls finds missing is missing for CC6.6, of which it speaks, and not for CC6.1.
    [
      ['IAM-02'],
      { 'RQ-046': 'yes', 'RQ-056': 'no' },
      'CC6.6',
      0,
      ['IAM-02', 'NET-01', 'NET-03', 'NET-04', 'NET-05'],
      ['NET-01', 'NET-03', 'NET-04', 'NET-05'],
    ],
    [['IAM-02'], { 'RQ-046': 'yes', 'RQ-056': 'no' }, 'CC6.1', 1, ['IAM-02'], ['IAM-02']],
    [['IAM-02'], { 'RQ-046': 'yes', 'RQ-028': 'no' }, 'CC6.6', 1, ['IAM-02'], ['IAM-02']],
    // Not those that do not support it, are adopted, or are only not known.
    [['CRY-02'], { 'RQ-054': 'yes', 'RQ-058': 'no' }, 'CC6.7', 0, ['CRY-02', 'CRY-04', 'END-01'], ['CRY-04', 'END-01']],
    [
      ['CRY-02', 'END-01'],
      { 'RQ-054': 'yes', 'RQ-058': 'no' },
      'CC6.7',
      0,
      ['CRY-02', 'END-01', 'CRY-04'],
      ['END-01', 'CRY-04'],
    ],
    [['CRY-02'], { 'RQ-054': 'yes', 'RQ-058': 'unknown' }, 'CC6.7', 1, ['CRY-02'], ['CRY-02']],
    // Nor adopted ones that support other criteria alone.
    [['GOV-02', 'IAM-02'], { 'RQ-046': 'yes', 'RQ-011': 'no' }, 'CC6.6', 1, ['IAM-02'], ['IAM-02']],
    [['IAM-02'], { 'RQ-046': 'yes' }, 'CC1.2', 0, [], []],
    // No grade stands between 0 and 1.
    [two, { 'RQ-046': 'no', 'RQ-057': 'unknown' }, 'CC6.6', 0, two, ['IAM-02']],
    [two, { 'RQ-046': 'yes', 'RQ-057': 'unknown' }, 'CC6.6', 'unknown', two, ['NET-02']],
    [[], { 'RQ-056': 'no' }, 'CC6.6', 0, [], []],
  ] as const) {
    assert.deepEqual(needs([...versions], of, id), expected, `${id} ${JSON.stringify(of)}`);
  }
});

test('RD22 RD24 a criterion tells the reasons of its lowest controls once each, with all that they speak of', () => {
  const versions = ['IAM-02', 'NET-02'].map(version);
  const told = (assessed: Partial<Assessed>) => {
    const { reasons, raise } = criterion({ versions, ...assessed }, 'CC6.6');
    return [said(reasons), said(raise)];
  };
  const failed = { ...passed, proposal: 'not-effective' } as const;
  assert.deepEqual(told({}), [['not-answered RQ-046 RQ-057'], ['answer RQ-046 RQ-057', 'run-test IAM-02 NET-02']]);
  assert.deepEqual(told({ answers: answers({ 'RQ-046': 'yes', 'RQ-057': 'unknown' }) }), [
    ['not-known RQ-057'],
    ['find-out RQ-057', 'run-test NET-02'],
  ]);
  assert.deepEqual(
    told({
      answers: answers({ 'RQ-046': 'yes', 'RQ-057': 'yes' }),
      results: [
        { ...failed, control: 'IAM-02', code: 'IAM-02.a' },
        { ...failed, control: 'NET-02', code: 'NET-02.a' },
        { ...failed, control: 'NET-02', code: 'NET-02.b' },
      ],
    }),
    [
      ['answers-alone RQ-046 RQ-057', 'tests-failed IAM-02.a NET-02.a NET-02.b'],
      ['correct IAM-02.a NET-02.a NET-02.b'],
    ],
  );
  const none = criterion({}, 'CC1.2');
  assert.deepEqual([said(none.reasons), said(none.raise)], [['no-control CC1.2'], ['adopt GOV-02 GOV-06']]);
  assert.deepEqual([none.grade, none.ungraded, none.controls, none.lowest], [0, null, [], []]);
  // Controls without a grade leave a criterion without one.
  const [bare] = gradeCriteria({ ...nothing, versions: [version('GOV-01')] }, []);
  assert.deepEqual([bare?.criterion, bare?.grade, bare?.ungraded], ['CC1.1', null, 'not-assessed']);
});

const decided = (criterionId: string, relevant: boolean) =>
  [
    criterionId,
    {
      criterion: criterionId,
      version: 1,
      relevant,
      reason: 'Not done here',
      at: '2026-01-01T00:00:00.000Z',
      by: { id: '00000000-0000-4000-8000-000000000007', name: null },
      entryIndex: 1,
    },
  ] as const;

test('CO46 a criterion that was decided to be relevant after all is graded as every other', () => {
  const whole: Assessed = {
    ...nothing,
    engagement: { ...nothing.engagement, categories: ['security', 'confidentiality'] },
    versions: [version('IAM-02')],
    decisions: new Map([
      decided('CC6.1', true),
      decided('CC6.6', false),
      decided('C1.1', false),
      decided('C1.2', true),
    ]),
  };
  assert.deepEqual(
    ungradedCriteria(whole).map(({ criterion: id, controls, decision }) => [id, controls, decision.relevant]),
    [
      ['CC6.6', ['IAM-02'], false],
      ['C1.1', [], false],
    ],
  );
  const graded = gradeCriteria(whole, gradeControls(whole)).map(({ criterion: id }) => id);
  assert.equal(graded.length, 33);
  assert.deepEqual(
    ['CC6.1', 'CC6.6', 'C1.1', 'C1.2'].map((id) => graded.includes(id)),
    [true, false, false, true],
  );
  assert.deepEqual(categoriesWithoutCriteria(whole), []);
  const emptied = { ...whole, decisions: new Map([decided('C1.1', false), decided('C1.2', false)]) };
  assert.deepEqual(categoriesWithoutCriteria(emptied), ['confidentiality']);
});

test('RD24 RD25 grades have every part that the API describes, and no other', () => {
  const whole: Assessed = {
    ...nothing,
    engagement: { ...nothing.engagement, categories: [...categories] },
    versions: own,
    ...yes,
    decisions: new Map([decided('CC6.6', false)]),
  };
  const graded = gradeControls(whole);
  const byCriterion = gradeCriteria(whole, graded);
  const out = ungradedCriteria(whole);
  const ready = readiness(byCriterion, 1, { notRelevant: out.length, emptied: categoriesWithoutCriteria(whole) });
  assert.deepEqual(z.array(controlGrade).parse(graded), graded);
  assert.deepEqual(z.array(criterionGrade).parse(byCriterion), byCriterion);
  assert.deepEqual(z.array(ungradedCriterion).parse(out), out);
  assert.deepEqual(z.array(readyFor).parse(ready), ready);
  for (const bad of [
    { grade: 4 },
    { grade: -1 },
    { grade: undefined },
    { ungraded: 'bad' },
    { reasons: undefined },
    { raise: null },
  ]) {
    assert.equal(controlGrade.safeParse({ ...graded[0], ...bad }).success, false, JSON.stringify(bad));
  }
});
