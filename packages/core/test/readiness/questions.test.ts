import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
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
  gap as gapShape,
  gapOf,
  notAsked,
  questionCatalogue,
  questionOf,
  questionSections,
  questionState,
  type Answer,
  type Gap,
  type GapRule,
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

const rule = (when: GapRule['when'], severity: GapRule['severity'] = 'high', effortDays = 1): GapRule => ({
  when,
  gap: 'Something is missing.',
  severity,
  remediation: 'Do it.',
  effortDays,
  effort: 'S',
});
const asking = (...gapRules: GapRule[]): Question => ({ ...question('RQ-046'), gapRules });

test('RD10 each condition matches the answers that it is about, and no answer of another kind', () => {
  const all = {
    yes: { kind: 'yes' },
    partial: { kind: 'partial' },
    no: { kind: 'no' },
    unknown: { kind: 'unknown' },
    never: { kind: 'cadence', value: 'never' },
    annual: { kind: 'cadence', value: 'annual' },
    monthly: { kind: 'cadence', value: 'monthly' },
    weekly: { kind: 'cadence', value: 'weekly' },
    'number 9': { kind: 'number', value: 9 },
    'number 10': { kind: 'number', value: 10 },
    'number 11': { kind: 'number', value: 11 },
    'choice 9': { kind: 'choice', value: '9' },
    'choice 11': { kind: 'choice', value: '11' },
    both: { kind: 'choice', value: 'both' },
    none: { kind: 'choices', values: [] },
    security: { kind: 'choices', values: ['security'] },
    privacy: { kind: 'choices', values: ['privacy'] },
    'security, privacy': { kind: 'choices', values: ['security', 'privacy'] },
    'privacy, security': { kind: 'choices', values: ['privacy', 'security'] },
    'security, availability': { kind: 'choices', values: ['security', 'availability'] },
    'all three': { kind: 'choices', values: ['security', 'availability', 'privacy'] },
    text: { kind: 'text', text: 'never' },
    date: { kind: 'date', date: '2026-01-01' },
    period: { kind: 'period', from: '2026-01-01', to: '2026-06-30' },
  } as const satisfies Record<string, Answer>;
  // Partly so and not known are gaps whatever the rule says: of these it is told apart by the second rule below.
  const matched = (when: GapRule['when']): string[] =>
    Object.entries(all).flatMap(([name, given]) => {
      const found = gapOf(asking(rule(when, 'low'), rule({ answer: ['partial', 'unknown'] })), given, [
        'security',
        'privacy',
      ]);
      return found?.id === 'RQ-046.1' ? [name] : [];
    });
  const rows: [GapRule['when'], ...string[]][] = [
    [{ answer: ['yes'] }, 'yes'],
    [{ answer: ['no', 'unknown'] }, 'no', 'unknown'],
    [{ answer: ['partial'] }, 'partial'],
    [{ answer: ['never', 'monthly', 'both'] }, 'never', 'monthly', 'both'],
    [{ answer: ['none_selected', 'security', 'text', 'date', 'number', 'choices'] }, 'none'],
    [{ answer: ['not-applicable', 'withdrawn'] }],
    [{ empty: true }, 'unknown'],
    [{ lessOftenThan: 'never' }],
    [{ lessOftenThan: 'annual' }, 'never'],
    [{ lessOftenThan: 'weekly' }, 'never', 'annual', 'monthly'],
    [{ lessThan: 10 }, 'number 9'],
    [{ greaterThan: 10 }, 'number 11'],
    [{ mismatchWith: 'commitmentsRegister' }, 'none', 'security', 'privacy', 'security, availability', 'all three'],
  ];
  for (const [when, ...names] of rows) assert.deepEqual(matched(when), names, JSON.stringify(when));
});

test('RD11 where no rule names what is partly so or not known, the most severe counts, and of equals the first', () => {
  const five = (['info', 'low', 'medium', 'critical', 'high'] as const).map((each) => rule({ answer: ['no'] }, each));
  for (const kind of ['partial', 'unknown'] as const) {
    assert.equal(gapOf(asking(...five), { kind }, [])?.id, 'RQ-046.4');
    assert.equal(gapOf(asking(...five.slice(0, 3)), { kind }, [])?.id, 'RQ-046.3');
    assert.equal(gapOf(asking(...five.slice(0, 1), rule({ answer: ['no'] }, 'info')), { kind }, [])?.id, 'RQ-046.1');
    assert.equal(gapOf(asking(...five, rule({ answer: [kind] }, 'info')), { kind }, [])?.id, 'RQ-046.6');
  }
  assert.equal(gapOf(asking(...five), { kind: 'no' }, [])?.id, 'RQ-046.1', 'the first that matches');
  assert.equal(gapOf(asking(rule({ answer: ['yes'] })), { kind: 'no' }, []), null);
  const silent = asking(rule({ answer: ['not-applicable', 'withdrawn'] }));
  for (const given of [null, { kind: 'withdrawn' }, { kind: 'not-applicable', reason: 'None' }] as const) {
    assert.equal(gapOf(silent, given, []), null);
  }
});

test('RD10 RD12 a gap has its own words, those of its question, and every part that the API describes', () => {
  const found = gapOf(question('RQ-046'), { kind: 'partial' }, ['security']);
  const [, second] = question('RQ-046').gapRules;
  assert.ok(found && second);
  assert.deepEqual(found, {
    id: 'RQ-046.2',
    question: 'RQ-046',
    section: question('RQ-046').section,
    gap: second.gap,
    severity: 'high',
    remediation: second.remediation,
    effort: 'S',
    effortDays: 2,
    criteria: ['CC6.1', 'CC6.6'],
    controls: ['IAM-02'],
  });
  assert.deepEqual(gapShape.parse(found), found);
});

test('RD12 gaps come the most severe first, of these the least work, and of these by id', () => {
  const gapsOf = (rows: readonly [string, Gap['severity'], number][]) =>
    rows.map(([id, severity, effortDays]) => ({ id, severity, effortDays }) as Gap);
  const ordered = gapsOf([
    ['RQ-009.1', 'critical', 12],
    ['RQ-003.1', 'high', 2],
    ['RQ-003.2', 'high', 2],
    ['RQ-002.1', 'high', 10],
    ['RQ-008.1', 'medium', 1],
    ['RQ-007.1', 'low', 0.5],
    ['RQ-001.1', 'info', 0.25],
  ]);
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: 2 }), (some) => {
      assert.deepEqual(
        some.toSorted(bySeverity),
        ordered.filter((each) => some.includes(each)),
      );
    }),
  );
});

test('RD1 a question is asked where one of its categories is covered, and always where it is asked of any', () => {
  const of = (...askWhenCategories: Question['askWhenCategories']): Question => ({
    ...question('RQ-046'),
    askWhenCategories,
  });
  const two = of('availability', 'privacy');
  assert.equal(
    notAsked(two, ['security', 'confidentiality']),
    'It asks about Availability and Privacy, which the engagement does not cover.',
  );
  assert.equal(notAsked(two, ['security', 'privacy']), null);
  assert.equal(notAsked(two, ['availability']), null);
  assert.equal(notAsked(of('privacy', 'any'), ['security']), null);
  assert.equal(notAsked(of('any'), []), null);
  const three = [two, of('privacy'), of('any')];
  assert.deepEqual(askedQuestions(['availability'], three), [two, three[2]]);
  assert.deepEqual(askedQuestions(['security'], three), [three[2]]);
});
