import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answer,
  answerFault,
  answerWords,
  askedQuestions,
  bySeverity,
  categories,
  choicesOf,
  controlCatalogue,
  criteria,
  gapOf,
  notAsked,
  questionCatalogue,
  questionOf,
  questionSections,
  questionState,
  type Answer,
  type Question,
} from '../../src/index.ts';

const question = (id: string): Question => {
  const found = questionOf(id);
  assert.ok(found, id);
  return found;
};
const gap = (id: string, given: Answer, ...chosen: (typeof categories)[number][]) => {
  const found = gapOf(question(id), given, ['security', ...chosen]);
  return found && `${found.id} ${found.severity} ${found.effort}`;
};

test('RD1 the catalogue has 108 questions, of known criteria and controls alone', () => {
  assert.deepEqual(
    questionCatalogue.map(({ id }) => id),
    Array.from({ length: 108 }, (_, n) => `RQ-${String(n + 1).padStart(3, '0')}`),
  );
  assert.deepEqual(
    questionSections.map((section) => questionCatalogue.filter((each) => each.section === section).length),
    [8, 12, 6, 7, 7, 4, 17, 7, 6, 8, 3, 5, 2, 5, 11],
  );
  const controls = new Set(controlCatalogue.map(({ id }) => id));
  const known = new Set(criteria.map(({ id }) => id));
  for (const each of questionCatalogue) {
    for (const code of each.controls) assert.ok(controls.has(code), `${each.id} ${code}`);
    for (const id of each.criteria) assert.ok(known.has(id), `${each.id} ${id}`);
    for (const { effort, effortDays } of each.gapRules) {
      assert.equal(effort, effortDays <= 2 ? 'S' : effortDays <= 5 ? 'M' : effortDays <= 10 ? 'L' : 'XL', each.id);
    }
    assert.equal(each.naNeedsReason === true, each.answerKind === 'yes_partial_no_na', each.id);
    assert.equal(each.unit !== undefined, each.answerKind === 'number', each.id);
  }
});

test('RD1 questions of a category that is not covered are not asked, and say which', () => {
  assert.equal(askedQuestions(['security'], questionCatalogue).length, 86);
  assert.equal(askedQuestions(categories, questionCatalogue).length, 108);
  assert.equal(notAsked(question('RQ-046'), ['security']), null);
  assert.equal(
    notAsked(question('RQ-088'), ['security', 'privacy']),
    'It asks about Availability, which the engagement does not cover.',
  );
});

test('RD2 each kind of question takes its own answers, and “don’t know” answers all', () => {
  for (const each of questionCatalogue) assert.equal(answerFault(each, { kind: 'unknown' }), null);
  const fits: [string, Answer][] = [
    ['RQ-046', { kind: 'yes' }],
    ['RQ-046', { kind: 'not-applicable', reason: 'There are no accounts.' }],
    ['RQ-012', { kind: 'cadence', value: 'quarterly' }],
    ['RQ-024', { kind: 'number', value: 100 }],
    ['RQ-001', { kind: 'choice', value: 'type1_then_type2' }],
    ['RQ-002', { kind: 'choices', values: [] }],
    ['RQ-003', { kind: 'text', text: 'The service' }],
    ['RQ-007', { kind: 'date', date: '2026-02-28' }],
    ['RQ-007', { kind: 'period', from: '2026-01-01', to: '2026-01-01' }],
  ];
  for (const [id, given] of fits) assert.equal(answerFault(question(id), answer.parse(given)), null, id);
  const faults: [string, Answer, RegExp][] = [
    ['RQ-046', { kind: 'number', value: 1 }, /takes yes, partial, no, not-applicable and unknown, not number/],
    ['RQ-012', { kind: 'not-applicable', reason: 'No board' }, /takes cadence and unknown/],
    ['RQ-024', { kind: 'number', value: 101 }, /more than all/],
    ['RQ-001', { kind: 'choice', value: 'type3' }, /type3 is none of them/],
    ['RQ-098', { kind: 'choice', value: 'unknown' }, /none of them/],
    ['RQ-002', { kind: 'choices', values: ['privacy', 'privacy'] }, /once/],
    ['RQ-007', { kind: 'period', from: '2026-02-01', to: '2026-01-01' }, /lies before/],
  ];
  for (const [id, given, words] of faults) assert.match(answerFault(question(id), given) ?? '', words, id);
  for (const bad of [
    { kind: 'not-applicable' },
    { kind: 'not-applicable', reason: ' ' },
    { kind: 'date', date: '2026-02-30' },
    { kind: 'number', value: '12' },
    { kind: 'number', value: -1 },
    { kind: 'yes', value: 1 },
    { kind: 'maybe' },
  ]) {
    assert.equal(answer.safeParse(bad).success, false, JSON.stringify(bad));
  }
  assert.deepEqual(choicesOf(question('RQ-098')), ['controller', 'processor', 'both']);
});

test('RD3 an answer that is taken back, none, not known and not applicable are told apart', () => {
  const states = [
    null,
    { kind: 'withdrawn' },
    { kind: 'unknown' },
    { kind: 'not-applicable', reason: 'None' },
    { kind: 'partial' },
    { kind: 'no' },
    { kind: 'choices', values: [] },
  ] as const;
  assert.deepEqual(
    states.map((each) => questionState(each as Answer | null)),
    ['unanswered', 'unanswered', 'unknown', 'not-applicable', 'partial', 'answered', 'answered'],
  );
  assert.equal(answerWords(question('RQ-048'), { kind: 'number', value: 24 }), '24 hours');
  assert.equal(answerWords(question('RQ-012'), { kind: 'cadence', value: 'ad_hoc' }), 'Now and then');
  assert.equal(
    answerWords(question('RQ-002'), { kind: 'choices', values: ['security', 'privacy'] }),
    'Security and Privacy',
  );
});

test('RD10 the first rule of a question that matches makes the gap, whatever it asks of', () => {
  assert.equal(gap('RQ-046', { kind: 'yes' }), null);
  assert.equal(gap('RQ-046', { kind: 'no' }), 'RQ-046.1 critical M');
  assert.equal(gap('RQ-046', { kind: 'partial' }), 'RQ-046.2 high S');
  assert.equal(gap('RQ-012', { kind: 'cadence', value: 'ad_hoc' }), 'RQ-012.1 medium S');
  assert.equal(gap('RQ-012', { kind: 'cadence', value: 'annual' }), 'RQ-012.2 low S');
  assert.equal(gap('RQ-012', { kind: 'cadence', value: 'quarterly' }), null);
  assert.equal(gap('RQ-024', { kind: 'number', value: 97.9 }), 'RQ-024.1 medium S');
  assert.equal(gap('RQ-024', { kind: 'number', value: 98 }), null);
  assert.equal(gap('RQ-048', { kind: 'number', value: 24.5 }), 'RQ-048.1 critical M');
  assert.equal(gap('RQ-048', { kind: 'number', value: 24 }), null);
  assert.equal(gap('RQ-001', { kind: 'choice', value: 'undecided' }), 'RQ-001.1 high S');
  assert.equal(gap('RQ-002', { kind: 'choices', values: [] }), 'RQ-002.1 high S');
  assert.equal(gap('RQ-002', { kind: 'choices', values: ['privacy', 'security'] }), 'RQ-002.2 medium S');
  assert.equal(gap('RQ-002', { kind: 'choices', values: ['privacy', 'security'] }, 'privacy'), null);
  assert.equal(gap('RQ-074', { kind: 'yes' }), 'RQ-074.1 info S');
  assert.equal(gap('RQ-074', { kind: 'no' }), null);
});

test('RD11 what is not known or only partly so is a gap for every question; no answer and not applicable are none', () => {
  for (const each of questionCatalogue) {
    const found = gapOf(each, { kind: 'unknown' }, ['security']);
    assert.ok(found, each.id);
    assert.equal(gapOf(each, null, ['security']), null);
    assert.equal(gapOf(each, { kind: 'withdrawn' }, ['security']), null);
    if (each.naNeedsReason !== true) continue;
    assert.ok(gapOf(each, { kind: 'partial' }, ['security']), each.id);
    assert.equal(gapOf(each, { kind: 'not-applicable', reason: 'None' }, ['security']), null);
  }
  assert.equal(gap('RQ-003', { kind: 'unknown' }), 'RQ-003.1 high M');
  assert.equal(gap('RQ-074', { kind: 'partial' }), 'RQ-074.1 info S');
});

test('RD12 gaps come by severity, and then by the least work', () => {
  const gaps = questionCatalogue.flatMap((each) => gapOf(each, { kind: 'unknown' }, ['security']) ?? []);
  const sorted = gaps.toSorted(bySeverity).map(({ id, severity, effortDays }) => ({ id, severity, effortDays }));
  assert.deepEqual(sorted[0], { id: 'RQ-056.1', severity: 'critical', effortDays: 2 });
  assert.equal(sorted.at(-1)?.severity, 'info');
  assert.equal(new Set(sorted.map(({ id }) => id)).size, 108);
});
