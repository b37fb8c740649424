import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  askedQuestions,
  controlCatalogue,
  gradeControls,
  categoriesWithoutCriteria,
  gradeCriteria,
  questionCatalogue,
  readiness,
  speaksOfRelevant,
  ungradedCriteria,
  type Assessed,
  type CriterionGrade,
} from '../../src/index.ts';
import { answers, control, criterion, nothing, passed, period, short, version } from './assessed.ts';

// IAM-02 is asked about by RQ-046 alone; IAM-06 by RQ-049; INC-03 only by a question about something to disclose.
const mfa = [version('IAM-02')];

test('RD20 a control is graded by what is answered about it, and nothing that is not known is good', () => {
  for (const [given, expected] of [
    ['yes', 1],
    ['partial', 0],
    ['no', 0],
    ['unknown', 'unknown'],
    ['not-applicable', 'not-applicable'],
    ['withdrawn', 'not-assessed'],
  ] as const) {
    assert.equal(short({ versions: mfa, answers: answers({ 'RQ-046': given }) }, 'IAM-02'), expected, given);
  }
  assert.equal(short({ versions: mfa }, 'IAM-02'), 'not-assessed');
  const low = answers({ 'RQ-012': { kind: 'cadence', value: 'annual' }, 'RQ-011': 'yes' });
  assert.equal(short({ answers: low }, 'GOV-02'), 1, 'a gap that is low leaves it designed');
  assert.deepEqual(
    control({ answers: low }, 'GOV-02').reasons.map(({ code }) => code),
    ['answers-alone', 'to-improve'],
  );
  assert.equal(short({ answers: answers({ 'RQ-011': 'yes' }) }, 'GOV-02'), 'not-assessed', 'one of two is missing');
  assert.equal(short({ answers: answers({ 'RQ-013': 'no', 'RQ-014': 'yes' }) }, 'GOV-04'), 0, 'a no, however low');
  const unasked = control({ versions: [version('INC-03')], answers: answers({ 'RQ-074': 'no' }) }, 'INC-03');
  assert.deepEqual([unasked.ungraded, unasked.questions], ['not-assessed', []]);
  assert.match(unasked.reasons[0]?.sentence ?? '', /^No question asks/);
});

test('RD21 own answers give 1 at most; evidence somebody else accepted, or something that passed, gives 2', () => {
  const yes = { versions: mfa, answers: answers({ 'RQ-046': 'yes' }) };
  assert.equal(short(yes, 'IAM-02'), 1);
  assert.equal(short({ ...yes, seen: new Set(['IAM-02']) }, 'IAM-02'), 2);
  const tests = [
    { control: 'IAM-02', code: 'IAM-02.mfa' },
    { control: 'IAM-02', code: 'IAM-02.required' },
  ];
  const results = tests.map((each) => ({ ...each, ...passed }));
  const of = (change: object, more: Partial<Assessed> = {}) =>
    short({ ...yes, tests, results: results.map((each) => ({ ...each, ...change })), ...more }, 'IAM-02');
  assert.equal(of({}), 3);
  assert.equal(of({ proposal: 'effective-with-isolated-deviations' }), 3);
  assert.equal(of({ interim: true }), 2);
  assert.equal(of({ period: { from: '2025-06-01', to: period.to } }), 2);
  assert.equal(of({}, { results: results.slice(0, 1) }), 2, 'one of its tests was not run');
  assert.equal(of({ passed: 0 }), 1, 'nothing was there to pass');
  assert.equal(of({ proposal: 'cannot-say' }), 1);
  assert.equal(of({ proposal: 'no-occurrence' }), 1);
  assert.equal(of({ proposal: 'not-effective' }, { seen: new Set(['IAM-02']) }), 1);
  assert.equal(of({}, { answers: answers({ 'RQ-046': 'no' }) }), 0, 'an answer against it counts more');
  assert.equal(of({}, { answers: new Map() }), 3, 'a test speaks of it where no answer does');
  assert.equal(short({ ...yes, answers: new Map(), seen: new Set(['IAM-02']) }, 'IAM-02'), 'not-assessed');
  const asOf = { categories: ['security'], terms: { type: 'type1', asOf: period.to } } as const;
  assert.equal(of({}, { engagement: { ...asOf, categories: ['security'] } }), 2, 'a Type 1 shows no operation');
  assert.equal(short({ ...yes, versions: [], seen: new Set(['IAM-02']) }, 'IAM-02'), 1, 'of an adopted control only');
});

test('RD22 a criterion takes the lowest grade of the controls it needs, and names it', () => {
  const versions = [version('IAM-02'), version('NET-02')];
  const given = { versions, answers: answers({ 'RQ-046': 'yes', 'RQ-057': 'yes' }) };
  assert.deepEqual(criterion(given, 'CC6.6').controls, ['IAM-02', 'NET-02']);
  assert.equal(criterion(given, 'CC6.6').grade, 1);
  const lower = criterion({ versions, answers: answers({ 'RQ-046': 'yes', 'RQ-057': 'no' }) }, 'CC6.6');
  assert.deepEqual([lower.grade, lower.lowest], [0, ['NET-02']]);
  const open = criterion({ versions, answers: answers({ 'RQ-046': 'yes' }), seen: new Set(['IAM-02']) }, 'CC6.6');
  assert.deepEqual([open.grade, open.ungraded, open.lowest], [null, 'not-assessed', ['NET-02']]);
  const unknown = criterion({ versions, answers: answers({ 'RQ-046': 'unknown' }) }, 'CC6.6');
  assert.deepEqual([unknown.grade, unknown.ungraded], [null, 'unknown']);
  const missing = criterion(
    { ...given, answers: answers({ 'RQ-046': 'yes', 'RQ-057': 'yes', 'RQ-056': 'no' }) },
    'CC6.6',
  );
  assert.equal(missing.grade, 0, 'a gap does not go by leaving the control out');
  assert.ok(missing.lowest.includes('NET-01'));
  const none = criterion({ answers: answers({ 'RQ-046': 'yes' }) }, 'CC6.6');
  assert.deepEqual([none.grade, none.controls, none.reasons[0]?.code], [0, [], 'no-control']);
});

test('RD24 every grade below 3 says what would raise it, and every one why', () => {
  const whole = { ...nothing, versions: mfa, answers: answers({ 'RQ-046': 'partial', 'RQ-049': 'unknown' }) };
  const graded = gradeControls(whole);
  for (const each of [...graded, ...gradeCriteria(whole, graded)]) {
    assert.ok(each.reasons.length > 0, JSON.stringify(each));
    assert.ok(each.raise.length > 0, JSON.stringify(each));
    for (const { sentence } of [...each.reasons, ...each.raise]) assert.match(sentence, /^[A-Z].*\.$/);
  }
  assert.deepEqual(control(whole, 'IAM-02').raise[0], {
    code: 'close-gaps',
    questions: ['RQ-046'],
    controls: [],
    tests: [],
    criteria: [],
    sentence: 'Close the gaps of RQ-046, and answer again.',
  });
});

test('RD25 what an engagement is ready for follows from its lowest criterion and its severe gaps', () => {
  const at = (...grades: (0 | 1 | 2 | 3 | null)[]) => grades.map((grade) => ({ grade }) as CriterionGrade);
  const none = { notRelevant: 0, emptied: [] };
  const met = (criteria: CriterionGrade[], gaps: number, out: Parameters<typeof readiness>[2] = none) =>
    readiness(criteria, gaps, out).map((each) => each.met);
  assert.deepEqual(met(at(2, 3), 0), [true, true, false]);
  assert.deepEqual(met(at(2, 3), 1), [true, false, false]);
  assert.deepEqual(met(at(3, 3), 0), [true, true, true]);
  assert.deepEqual(met(at(3, null), 0), [false, false, false]);
  assert.deepEqual(readiness(at(3, 1), 2, none)[2], {
    what: 'type2-clean',
    met: false,
    criteria: 1,
    of: 2,
    gaps: 2,
    ...none,
  });
});

test('RD25 each target counts the criteria below it and the gaps that stand against it', () => {
  const at = (...grades: (0 | 1 | 2 | 3 | null)[]) =>
    grades.map((grade) => ({
      ...criterion({}, 'CC1.1'),
      grade,
      ungraded: grade === null ? ('unknown' as const) : null,
    }));
  const none = { notRelevant: 0, emptied: [] };
  const rows = (criteria: ReturnType<typeof at>, gaps: number) =>
    readiness(criteria, gaps, none).map(({ what, met, criteria: below, of, gaps: open }) => [
      what,
      met,
      below,
      of,
      open,
    ]);
  assert.deepEqual(rows(at(0, null, 1, 2, 2, 3), 4), [
    ['type1', false, 3, 6, 0],
    ['type2-start', false, 3, 6, 4],
    ['type2-clean', false, 5, 6, 4],
  ]);
  assert.deepEqual(rows(at(2, 3), 0), [
    ['type1', true, 0, 2, 0],
    ['type2-start', true, 0, 2, 0],
    ['type2-clean', false, 1, 2, 0],
  ]);
  assert.deepEqual(
    rows(at(3), 1).map(([, met]) => met),
    [true, false, false],
  );
});

test('CO46 what is not relevant has no grade and counts for nothing; a category without criteria is never ready', () => {
  const decided = (...ids: string[]) =>
    new Map(
      ids.map((id) => [
        id,
        {
          criterion: id,
          version: 1,
          relevant: false,
          reason: 'Not done here',
          at: '2026-01-01T00:00:00.000Z',
          by: { id: '00000000-0000-4000-8000-000000000007', name: null },
          entryIndex: 1,
        },
      ]),
    );
  const engagement = { ...nothing.engagement, categories: ['security', 'availability'] as const };
  const some = { ...nothing, engagement: { ...engagement, categories: [...engagement.categories] }, versions: mfa };
  const graded = gradeCriteria({ ...some, decisions: decided('CC6.1', 'A1.2') }, []);
  assert.equal(graded.length, 34);
  assert.deepEqual(
    ungradedCriteria({ ...some, decisions: decided('CC6.1', 'A1.2') }).map(({ criterion: id, common, controls }) => [
      id,
      common,
      controls,
    ]),
    [
      ['CC6.1', true, ['IAM-02']],
      ['A1.2', false, []],
    ],
  );
  assert.deepEqual(categoriesWithoutCriteria({ ...some, decisions: decided('A1.1', 'A1.2') }), []);
  const emptied = categoriesWithoutCriteria({ ...some, decisions: decided('A1.1', 'A1.2', 'A1.3') });
  assert.deepEqual(emptied, ['availability']);
  const three = [{ grade: 3 } as CriterionGrade];
  assert.deepEqual(
    readiness(three, 0, { notRelevant: 3, emptied }).map(({ met, of, notRelevant }) => [met, of, notRelevant]),
    [
      [false, 1, 3],
      [false, 1, 3],
      [false, 1, 3],
    ],
  );
});

test('CO48 a gap is told apart only where all criteria of its question that apply are not relevant', () => {
  const about = (criteria: string[], notRelevant: string[]) =>
    speaksOfRelevant({ criteria }, ['security'], notRelevant);
  assert.equal(about(['CC6.4'], []), true);
  assert.equal(about(['CC6.4'], ['CC6.4']), false);
  assert.equal(about(['CC6.4', 'CC6.5'], ['CC6.4']), true);
  assert.equal(about(['CC6.4', 'P3.1'], ['CC6.4']), false, 'one that does not apply is no reason');
  assert.equal(about([], ['CC6.4']), true, 'about the whole');
});

const asked = askedQuestions(['security'], questionCatalogue);
const yesOrNo = asked.filter(({ answerKind }) => answerKind === 'yes_partial_no_na').map(({ id }) => id);
const kinds = ['yes', 'partial', 'no', 'unknown', 'not-applicable', 'withdrawn'] as const;
const codes = controlCatalogue.map(({ id }) => id);
const anything = fc.record({
  given: fc.uniqueArray(fc.tuple(fc.constantFrom(...yesOrNo), fc.constantFrom(...kinds)), {
    selector: ([id]) => id,
    minLength: 20,
    maxLength: 90,
  }),
  adopted: fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 60 }),
  tested: fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 30 }),
  seen: fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 30 }),
  other: fc.constantFrom(...yesOrNo),
});

function assessedFrom({
  given,
  adopted,
  tested,
  seen,
}: typeof anything extends fc.Arbitrary<infer T> ? T : never): Assessed {
  return {
    ...nothing,
    versions: adopted.map(version),
    answers: answers(Object.fromEntries(given)),
    tests: tested.map((code) => ({ control: code, code: `${code}.a` })),
    results: tested.map((code, n) => ({
      control: code,
      code: `${code}.a`,
      ...passed,
      proposal: n % 4 === 0 ? 'not-effective' : 'effective',
      interim: n % 3 === 0,
    })),
    seen: new Set(seen),
  };
}

/** Every grade, with none between 0 and 1. */
function ranks(assessed: Assessed): Map<string, number> {
  const graded = gradeControls(assessed);
  return new Map([
    ...graded.map(({ control: code, grade }) => [code, grade ?? 0.5] as const),
    ...gradeCriteria(assessed, graded).map(({ criterion: id, grade }) => [id, grade ?? 0.5] as const),
  ]);
}

const withAnswer = (assessed: Assessed, id: string, kind: (typeof kinds)[number]): Assessed => ({
  ...assessed,
  answers: new Map([...assessed.answers, ...answers({ [id]: kind })]),
});

test('RD23 no answer of no raises a grade, and nothing but a yes is better than none', () => {
  fc.assert(
    fc.property(anything, (facts) => {
      const before = assessedFrom(facts);
      const [yes, none, no, unknown] = (['yes', 'withdrawn', 'no', 'unknown'] as const).map((kind) =>
        ranks(withAnswer(before, facts.other, kind)),
      );
      for (const [subject, rank] of ranks(before)) {
        const of = (all: Map<string, number> | undefined): number => all?.get(subject) ?? Number.NaN;
        assert.ok(of(no) <= rank, `${subject}: a no raised it`);
        assert.ok(of(none) <= of(yes), `${subject}: no answer is better than a yes`);
        assert.ok(of(unknown) <= of(yes), `${subject}: not known is better than a yes`);
      }
    }),
    { numRuns: 60 },
  );
});

test('RD21 RD22 without a result and accepted evidence nothing is above 1, and no criterion above a control it needs', () => {
  fc.assert(
    fc.property(anything, (facts) => {
      const whole = assessedFrom(facts);
      const alone = ranks({ ...whole, results: [], seen: new Set() });
      assert.ok([...alone.values()].every((rank) => rank <= 1));
      const graded = gradeControls(whole);
      const byCode = new Map(graded.map(({ control: code, grade }) => [code, grade ?? 0.5]));
      for (const { criterion: id, grade, controls } of gradeCriteria(whole, graded)) {
        const least = Math.min(...controls.map((code) => byCode.get(code) ?? Number.NaN));
        assert.equal(grade ?? 0.5, controls.length === 0 ? 0 : least, id);
      }
    }),
    { numRuns: 40 },
  );
});
