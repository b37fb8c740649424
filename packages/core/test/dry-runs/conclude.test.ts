import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applicableCriteria,
  concludeDryRun,
  dryRunDocument,
  rehearsalStatement,
  type CriterionStateKind,
  type DryRunDocument,
  type DryRunFacts,
  type ProposalKind,
  type TestResult,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, period, sampled, tested, type2 } from './facts.ts';

const common = applicableCriteria(['security']).map((c) => c.id);

function conclude(controls: DryRunFacts['controls'], results: DryRunFacts['results'], terms = type2): DryRunDocument {
  return dryRunDocument.parse(
    concludeDryRun({
      engagement: engagementOf(terms),
      controls,
      results,
      explanations: [],
      samples: [],
      relevance: [],
    }),
  );
}

function stateOf(document: DryRunDocument, id: string): CriterionStateKind | undefined {
  return document.criteria.find((c) => c.id === id)?.state;
}

function partOf(document: DryRunDocument, part: 'description' | 'design' | 'operation') {
  return document.parts.find((p) => p.part === part);
}

function one(document: TestResult): DryRunDocument['controls'][number] {
  const found = conclude([adopted('CHG-02', ['CC8.1'])], [tested('CHG-02', document)]).controls[0];
  assert.ok(found);
  return found;
}

const items = documentOf('effective').items;
const occurrences = { expected: 4, met: 4, late: 0, missed: 0, notDue: 0, unverified: 0, list: [] };

for (const [what, document, state] of [
  [
    'one deviation',
    documentOf('effective', { items: { ...items, pass: 99, deviations: 1 } }),
    'effective-with-isolated-deviations',
  ],
  ['one unverified item', documentOf('effective', { items: { ...items, pass: 99, unverified: 1 } }), 'cannot-say'],
  [
    'one late occurrence',
    documentOf('effective', { occurrences: { ...occurrences, met: 3, late: 1 } }),
    'effective-with-isolated-deviations',
  ],
  [
    'one missed occurrence',
    documentOf('effective', { occurrences: { ...occurrences, met: 3, missed: 1 } }),
    'effective-with-isolated-deviations',
  ],
  [
    'one unverified occurrence',
    documentOf('effective', { occurrences: { ...occurrences, met: 3, unverified: 1 } }),
    'cannot-say',
  ],
  [
    'one unobserved day',
    documentOf('effective', {
      days: { expected: 181, observed: 180, unobserved: 1, unobservedList: [], intervals: [] },
    }),
    'cannot-say',
  ],
  ['nothing that passed', documentOf('effective', { items: { ...items, inScope: 0, pass: 0 } }), 'cannot-say'],
] as const) {
  test(`CN1 ${what} lowers a result that proposes effective to ${state}`, () => {
    assert.equal(one(document).state, state);
  });
}

test('CN1 a state whose every day was observed stays effective', () => {
  const days = { expected: 181, observed: 181, unobserved: 0, unobservedList: [], intervals: [] };
  const found = one(documentOf('effective', { days }));
  assert.equal(found.state, 'effective');
  assert.equal(
    found.results[0]?.sentence,
    'No exceptions noted. 100 of 100 items tested from 2026-01-01 to 2026-06-30 met every attribute, observed on 181 of 181 days.',
  );
});

test('CN1 reasons begin with what lowered a result furthest and end with those of its proposal', () => {
  const mixed = documentOf('effective', { items: { ...items, pass: 98, deviations: 1, unverified: 1 } });
  assert.deepEqual(
    one(mixed).because?.map(({ reason }) => reason),
    [
      { code: 'unverified-counted', unverified: 1 },
      { code: 'deviations-counted', deviations: 1 },
      { code: 'proposed', text: 'the test proposes effective' },
      { code: 'cause-not-recorded', deviations: 1, of: 1 },
    ],
  );
});

test('CN1 no occurrence that counts items in scope is a contradiction, and cannot be concluded', () => {
  assert.equal(one(documentOf('no-occurrence', { items })).state, 'cannot-say');
});

test('CN1 counts that look good never raise a proposal', () => {
  const proposal = { kind: 'not-effective' as const, reasons: ['the cause lies in the design.'] };
  const found = one(documentOf('effective', { proposal }));
  assert.equal(found.state, 'not-effective');
  assert.equal(found.results[0]?.sentence, 'Exception noted: the cause lies in the design.');
});

test('CN2 a result for other days than those examined cannot be concluded, and the reason names both', () => {
  const found = one(documentOf('effective', { period: { from: '2026-01-01', to: '2026-03-31' } }));
  assert.equal(found.state, 'cannot-say');
  assert.match(found.reasons[0] ?? '', /from 2026-01-01 to 2026-03-31.*from 2026-01-01 to 2026-06-30/);
  assert.equal(one(documentOf('effective', { period: { ...period, from: '2026-02-01' } })).state, 'cannot-say');
});

test('CN2 a result for the days on which the control was in force is accepted', () => {
  const late = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-02-01' });
  const document = documentOf('effective', { period: { from: '2026-02-01', to: period.to } });
  assert.equal(conclude([late], [tested('CHG-02', document)]).controls[0]?.state, 'effective');
});

test('CN2 a result for the whole period is accepted for a control that came within it', () => {
  const late = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-02-01' });
  assert.equal(conclude([late], [tested('CHG-02', documentOf('effective'))]).controls[0]?.state, 'effective');
});

test('CN2 a result in another time zone cannot be concluded', () => {
  assert.equal(one(documentOf('effective', { timeZone: 'UTC' })).state, 'cannot-say');
});

test('CN3 sentences use the words of the field, with counts, dates and what is unverified', () => {
  const sentence = (document: TestResult) => one(document).results[0]?.sentence;
  assert.equal(
    sentence(documentOf('effective')),
    'No exceptions noted. 100 of 100 items tested from 2026-01-01 to 2026-06-30 met every attribute.',
  );
  assert.equal(
    sentence(documentOf('not-effective')),
    'Exception noted: 20 of 100 items tested deviate: attribute A (Approved by somebody else) 20; on 2026-03-04.',
  );
  assert.equal(
    sentence(documentOf('no-occurrence')),
    'No occurrence: 0 of 1,000 items fell under the control from 2026-01-01 to 2026-06-30 (1,000 outside the period). Operation was not tested.',
  );
  assert.equal(sentence(documentOf('cannot-say')), 'Could not be concluded: the test proposes cannot-say.');
  const missed = {
    ...occurrences,
    met: 3,
    missed: 1,
    list: [
      { from: '2026-04-01', to: '2026-06-30', dueBy: '2026-07-10', state: 'missed' as const, item: null, at: null },
    ],
  };
  assert.equal(
    sentence(documentOf('effective-with-isolated-deviations', { occurrences: missed, items, timeline: [] })),
    'Exception noted: 1 missed of 4 occurrences due (missed from 2026-04-01 to 2026-06-30).',
  );
});

test('CN3 sentences of occurrences count those that were due, and say when nothing was', () => {
  const sentence = (kind: ProposalKind, change: Partial<TestResult>) =>
    one(documentOf(kind, { timeline: [], ...change })).results[0]?.sentence;
  const days = 'from 2026-01-01 to 2026-06-30';
  assert.equal(
    sentence('effective', { occurrences: { ...occurrences, expected: 5, notDue: 1 } }),
    `No exceptions noted. 4 of 4 occurrences due ${days} were met in time.`,
  );
  assert.equal(
    sentence('effective', { occurrences: { ...occurrences, expected: 2, met: 1, notDue: 1 } }),
    `No exceptions noted. 1 of 1 occurrence due ${days} was met in time.`,
  );
  assert.equal(
    sentence('no-occurrence', { occurrences: { ...occurrences, expected: 2, met: 0, notDue: 2 } }),
    `No occurrence: nothing was due ${days}. Operation was not tested.`,
  );
  const late = (month: number, state: 'late' | 'missed' | 'met' = 'late') => {
    const day = `2026-0${month}-01`;
    return { from: day, to: day, dueBy: day, state, item: null, at: null };
  };
  const list = [late(1, 'met'), late(2, 'missed'), late(3), late(4), late(5), late(6)];
  assert.equal(
    sentence('not-effective', {
      items: { ...items, pass: 99, deviations: 1 },
      attributes: {},
      occurrences: { ...occurrences, expected: 7, met: 1, late: 4, missed: 1, notDue: 1, list },
    }),
    'Exception noted: 1 missed and 4 late of 6 occurrences due (missed on 2026-02-01, late on 2026-03-01, late on 2026-04-01, late on 2026-05-01); 1 of 100 items tested deviates.',
  );
  assert.equal(
    sentence('not-effective', { items, occurrences: { ...occurrences, met: 3, late: 1 } }),
    'Exception noted: 1 late of 4 occurrences due.',
  );
  assert.equal(
    sentence('not-effective', { items, occurrences: { ...occurrences, met: 2, late: 1, missed: 1 } }),
    'Exception noted: 1 missed and 1 late of 4 occurrences due.',
  );
});

test('CN3 sentences without an occurrence say why none of the items counts', () => {
  const sentence = (counts: Partial<TestResult['items']>) =>
    one(documentOf('no-occurrence', { items: { ...documentOf('no-occurrence').items, ...counts } })).results[0]
      ?.sentence;
  const days = 'from 2026-01-01 to 2026-06-30';
  assert.equal(
    sentence({ total: 0, outOfPeriod: 0 }),
    `No occurrence: the population was searched and has no items ${days}. Operation was not tested.`,
  );
  assert.equal(
    sentence({ total: 10, outOfPeriod: 0, notGoverned: 10 }),
    `No occurrence: 0 of 10 items fell under the control ${days} (10 not governed by the control). Operation was not tested.`,
  );
  assert.equal(
    sentence({ total: 10, outOfPeriod: 0 }),
    `No occurrence: 0 of 10 items fell under the control ${days}. Operation was not tested.`,
  );
});

test('CN3 an exception names the attributes that failed and the first and last day', () => {
  const document = (dates: [string, number][], deviations = 1) =>
    documentOf('effective-with-isolated-deviations', {
      items: { ...items, pass: 100 - deviations, deviations },
      attributes: {
        A: { title: 'Approved', pass: 99, fail: 1, unverified: 0 },
        B: { title: 'Tested', pass: 100, fail: 0, unverified: 0 },
      },
      timeline: dates.map(([date, found]) => ({ date, pass: 1, deviations: found, unverified: 0 })),
    });
  const sentence = (...given: Parameters<typeof document>) => one(document(...given)).results[0]?.sentence;
  const found = '1 of 100 items tested deviates: attribute A (Approved) 1';
  assert.equal(sentence([]), `Exception noted: ${found}.`);
  assert.equal(
    sentence([
      ['2026-02-01', 0],
      ['2026-03-04', 1],
      ['2026-06-01', 0],
    ]),
    `Exception noted: ${found}; on 2026-03-04.`,
  );
  assert.match(
    sentence(
      [
        ['2026-03-09', 1],
        ['2026-03-04', 1],
      ],
      2,
    ) ?? '',
    /; first on 2026-03-04, last on 2026-03-09\.$/,
  );
});

test('CN3 a reason stands in a sentence without the stops at its end', () => {
  const proposal = { kind: 'cannot-say' as const, reasons: [' Rows of version 1.2 are missing... '] };
  assert.equal(
    one(documentOf('effective', { proposal })).results[0]?.sentence,
    'Could not be concluded: Rows of version 1.2 are missing.',
  );
});

test('CN3 a result without a reason says that it gives none', () => {
  const sentence = (kind: ProposalKind) =>
    one(documentOf('effective', { proposal: { kind, reasons: [] } })).results[0]?.sentence;
  assert.equal(sentence('cannot-say'), 'Could not be concluded: the result gives no reason.');
  assert.equal(sentence('not-effective'), 'Exception noted: the result gives no reason.');
});

test('CN3 an exception is named even where nothing can be concluded', () => {
  const mixed = { ...items, pass: 90, deviations: 4, unverified: 6 };
  const sentence = one(documentOf('cannot-say', { items: mixed })).results[0]?.sentence ?? '';
  assert.match(
    sentence,
    /^Could not be concluded: .*Exception noted: 4 of 100 items tested deviate.*6 more could not be verified\./,
  );
});

test('CN3 an interim result says through which day, in the organization’s time zone', () => {
  const document = documentOf('effective', { interim: true, extractedThrough: '2026-03-31T22:30:00.000Z' });
  assert.match(
    one(document).results[0]?.sentence ?? '',
    / attribute\. Interim: nothing after 2026-04-01 was seen; the period ends on 2026-06-30\.$/,
  );
});

const worst: [ProposalKind[], ProposalKind | 'not-tested'][] = [
  [[], 'not-tested'],
  [['effective', 'effective'], 'effective'],
  [['effective', 'no-occurrence'], 'effective'],
  [['no-occurrence', 'no-occurrence'], 'no-occurrence'],
  [['effective', 'effective-with-isolated-deviations'], 'effective-with-isolated-deviations'],
  [['no-occurrence', 'cannot-say'], 'cannot-say'],
  [['effective-with-isolated-deviations', 'cannot-say'], 'cannot-say'],
  [['cannot-say', 'not-effective', 'effective'], 'not-effective'],
];
for (const [kinds, state] of worst) {
  test(`CN4 a control with tests [${kinds.join(', ')}] is ${state}`, () => {
    const results = kinds.map((kind, i) => tested('CHG-02', documentOf(kind), `t${i}`));
    assert.equal(conclude([adopted('CHG-02', ['CC8.1'])], results).controls[0]?.state, state);
  });
}

test('CN4 a control gives the reasons of the results that decide, and of those without an occurrence', () => {
  const told = (...kinds: ProposalKind[]) => {
    const results = kinds.map((kind, i) => tested('CHG-02', documentOf(kind), `t${i}`));
    const [control] = conclude([adopted('CHG-02', ['CC8.1'])], results).controls;
    return control?.because?.flatMap(({ reason }) => (reason.code === 'proposed' ? [reason.text] : []));
  };
  assert.deepEqual(told('effective', 'not-effective'), ['the test proposes not-effective']);
  assert.deepEqual(told('effective', 'no-occurrence'), [
    'the test proposes effective',
    'the test proposes no-occurrence',
  ]);
});

test('CN16 results of a control stand by test, days, hash and id, in whatever order they come', () => {
  const fact = (name: string, from: string, sha256: string, id: string) => ({
    ...tested('CHG-02', documentOf('effective', { period: { from, to: period.to } }), name),
    sha256: sha256.repeat(64),
    id: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
  });
  const results = [
    fact('a', '2026-02-01', 'f', '9'),
    fact('b', '2026-01-01', 'e', '8'),
    fact('b', '2026-01-02', 'c', '7'),
    fact('b', '2026-01-02', 'd', '5'),
    fact('b', '2026-01-02', 'd', '6'),
  ];
  const ids = (order: typeof results) =>
    conclude([adopted('CHG-02', ['CC8.1'])], order).controls[0]?.results.map((r) => r.id);
  const expected = results.map((r) => r.id);
  assert.deepEqual(ids(results), expected);
  assert.deepEqual(ids([...results].reverse()), expected);
});

test('CN16 a control is named as its newest version is, in whatever order the versions come', () => {
  const first = adopted('CHG-02', ['CC8.1'], { title: 'Z as it was', retiredOn: '2026-04-01' });
  const later = adopted('CHG-02', ['CC8.1'], { title: 'M as it is', version: 2, effectiveFrom: '2026-04-01' });
  const titleOf = (versions: DryRunFacts['controls']) => conclude(versions, []).controls[0]?.title;
  for (const [versions, title] of [
    [[first, later], 'M as it is'],
    [
      [
        { ...later, retiredOn: null },
        { ...later, version: 1, title: 'A' },
      ],
      'M as it is',
    ],
    [[later, { ...later, title: 'A twin' }], 'A twin'],
  ] as const) {
    assert.equal(titleOf(versions), title);
    assert.equal(titleOf([...versions].reverse()), title);
  }
});

test('CN5 a control that came after the period or left before it supports nothing, and the reason says so', () => {
  const after = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-07-01' });
  const before = adopted('CHG-03', ['CC8.1'], { effectiveFrom: '2025-01-01', retiredOn: '2026-01-01' });
  const document = conclude([after, before], []);
  const found = document.criteria.find((c) => c.id === 'CC8.1');
  assert.equal(found?.state, 'no-control');
  assert.match(found?.reasons[0] ?? '', /CHG-02 \(in force from 2026-07-01\) and CHG-03 \(retired on 2026-01-01\)/);
  assert.equal(document.counts.controls, 0);
});

test('CN7 a criterion without a control names those of its own that were in force on other days, each once', () => {
  const later = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-07-01' });
  const controls = [
    later,
    { ...later, id: 'another version', version: 2 },
    adopted('CHG-03', ['CC8.1'], { retiredOn: '2026-01-01' }),
    adopted('IAM-01', ['CC6.1'], { retiredOn: '2026-01-01' }),
    adopted('IAM-02', ['CC6.2']),
  ];
  const becauseOf = (order: DryRunFacts['controls'], id: string) =>
    conclude(order, []).criteria.find((c) => c.id === id)?.because;
  const outside = [
    { control: 'CHG-02', from: '2026-07-01', until: null },
    { control: 'CHG-03', from: null, until: '2026-01-01' },
  ];
  for (const order of [controls, [...controls].reverse()]) {
    assert.deepEqual(becauseOf(order, 'CC8.1'), [{ code: 'no-control-in-period', period, outside }]);
    assert.deepEqual(becauseOf(order, 'CC9.2'), [{ code: 'no-control' }]);
  }
});

test('CN8 the days without a control are those on which none of the criterion’s controls was in force', () => {
  const spans = (...controls: DryRunFacts['controls']) =>
    conclude(controls, [])
      .criteria.find((c) => c.id === 'CC8.1')
      ?.because?.flatMap((r) => (r.code === 'days-without-control' ? r.spans : []));
  const until = (retiredOn: string) => adopted('CHG-02', ['CC8.1'], { retiredOn });
  assert.deepEqual(spans(until('2026-05-01')), [{ from: '2026-05-01', to: '2026-06-30' }]);
  assert.deepEqual(spans(until('2026-06-30')), [{ from: '2026-06-30', to: '2026-06-30' }]);
  assert.deepEqual(spans(until('2026-07-01')), []);
  assert.deepEqual(spans(until('2026-05-01'), adopted('CHG-01', ['CC8.1'])), []);
});

const lowest: [(ProposalKind | 'not-tested')[], CriterionStateKind][] = [
  [[], 'no-control'],
  [['not-tested', 'not-tested'], 'not-tested'],
  [['effective', 'not-tested'], 'partly-tested'],
  [['effective', 'effective'], 'achieved'],
  [['effective', 'effective', 'effective', 'not-effective'], 'not-achieved'],
  [['not-effective', 'not-tested'], 'not-achieved'],
  [['cannot-say', 'not-tested'], 'cannot-say'],
  [['effective', 'effective-with-isolated-deviations'], 'achieved-with-deviations'],
  [['effective-with-isolated-deviations', 'not-tested'], 'partly-tested'],
  [['no-occurrence', 'no-occurrence'], 'no-occurrence'],
  [['no-occurrence', 'effective'], 'no-occurrence'],
  [['no-occurrence', 'effective-with-isolated-deviations'], 'achieved-with-deviations'],
];
for (const [states, state] of lowest) {
  test(`CN6 CN7 a criterion with controls [${states.join(', ')}] is ${state}`, () => {
    const codes = states.map((_, i) => `CHG-0${i}`);
    const controls = codes.map((code) => adopted(code, ['CC8.1']));
    const results = states.flatMap((kind, i) =>
      kind === 'not-tested' ? [] : [tested(codes[i] ?? '', documentOf(kind))],
    );
    const document = conclude(controls, results);
    assert.equal(stateOf(document, 'CC8.1'), state);
    assert.equal(document.counts.byState[state], state === 'no-control' ? common.length : 1);
    assert.deepEqual(
      document.criteria.map((c) => c.id),
      common,
    );
  });
}

test('CN7 controls are counted, and those with a result apart', () => {
  const { counts } = conclude(
    [adopted('CHG-01', ['CC8.1']), adopted('CHG-02', ['CC8.1'])],
    [tested('CHG-01', documentOf('effective'))],
  );
  assert.deepEqual([counts.controls, counts.controlsTested], [2, 1]);
});

test('CN7 a partly tested criterion names the controls that were not tested', () => {
  const document = conclude(
    [adopted('CHG-01', ['CC8.1']), adopted('CHG-02', ['CC8.1'])],
    [tested('CHG-01', documentOf('effective'))],
  );
  assert.deepEqual(document.criteria.find((c) => c.id === 'CC8.1')?.reasons, [
    'Not tested: CHG-02.',
    'No exceptions noted: CHG-01.',
  ]);
});

test('CN8 an interim result leaves its criterion partly tested, and the day it can be repeated is named', () => {
  const document = conclude(everyCriterion(), [tested('CHG-02', documentOf('effective', { interim: true }))]);
  assert.equal(stateOf(document, 'CC8.1'), 'partly-tested');
  assert.equal(partOf(document, 'operation')?.forecast, 'cannot-say');
  assert.ok(document.wouldChange.some((s) => s.startsWith('The period ends on 2026-06-30. From 2026-07-01 on')));
});

test('CN8 days without any control in force leave the criterion partly tested and the design at risk', () => {
  const versions = [
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2025-01-01', retiredOn: '2026-02-01' }),
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-03-01', version: 2 }),
  ];
  const of = (from: string, to: string) => documentOf('effective', { period: { from, to } });
  const document = conclude(versions, [
    tested('CHG-02', of('2026-01-01', '2026-01-31')),
    tested('CHG-02', of('2026-03-01', '2026-06-30'), 'review', 2),
  ]);
  const found = document.criteria.find((c) => c.id === 'CC8.1');
  assert.equal(found?.state, 'partly-tested');
  assert.ok(found?.reasons.includes('No adopted control was in force from 2026-02-01 to 2026-02-28.'));
  assert.equal(document.controls.length, 1);
  assert.ok(partOf(document, 'design')?.reasons.some((r) => r.startsWith('CC8.1: no adopted control was in force')));
});

test('CN11 days without a control put the design at risk even where no criterion is without one altogether', () => {
  const controls = [
    adopted(
      'ALL-01',
      common.filter((id) => id !== 'CC2.1'),
    ),
    adopted('ONE-01', ['CC2.1'], { effectiveFrom: '2026-01-02' }),
  ];
  assert.equal(partOf(conclude(controls, []), 'design')?.forecast, 'at-risk-of-qualification');
});

function everyCriterion(): DryRunFacts['controls'] {
  return [adopted('CHG-02', common)];
}

test('CN9 CN14 a Type 1 has no part on operation, and no criterion is achieved by a test', () => {
  const terms = { type: 'type1' as const, asOf: '2026-06-30' };
  const document = conclude(
    everyCriterion(),
    [tested('CHG-02', documentOf('effective', { period: { from: terms.asOf, to: terms.asOf } }))],
    terms,
  );
  assert.deepEqual(
    document.parts.map((p) => p.part),
    ['description', 'design'],
  );
  assert.equal(document.counts.byState['partly-tested'], common.length);
  assert.match(document.controls[0]?.results[0]?.sentence ?? '', /as of 2026-06-30/);
  assert.deepEqual(
    document.criteria[0]?.because?.map((r) => r.code),
    ['design-untested', 'controls-effective'],
  );
  assert.ok(document.notChecked.some((s) => s.startsWith('Operation over time: a Type 1 gives no opinion on it.')));
});

test('CN10 nothing is said of the description', () => {
  const document = conclude(everyCriterion(), [tested('CHG-02', documentOf('effective'))]);
  assert.equal(partOf(document, 'description')?.forecast, 'cannot-say');
  assert.ok(document.notChecked.some((s) => s.startsWith('The description of the system')));
});

test('CN11 design is never better than cannot say, and at risk with one criterion without a control', () => {
  const result = [tested('CHG-02', documentOf('effective'))];
  assert.equal(partOf(conclude(everyCriterion(), result), 'design')?.forecast, 'cannot-say');
  const hole = conclude(
    [
      adopted(
        'CHG-02',
        common.filter((id) => id !== 'CC2.1'),
      ),
    ],
    result,
  );
  assert.equal(partOf(hole, 'design')?.forecast, 'at-risk-of-qualification');
  assert.equal(partOf(hole, 'operation')?.forecast, 'at-risk-of-qualification');
  assert.ok(hole.wouldChange.includes('Adopt a control for CC2.1: nothing covers it.'));
});

for (const [kind, forecast] of [
  ['effective', 'likely-unmodified'],
  ['effective-with-isolated-deviations', 'unmodified-with-deviations'],
  ['no-occurrence', 'cannot-say'],
  ['cannot-say', 'cannot-say'],
  ['not-effective', 'at-risk-of-qualification'],
] as const) {
  test(`CN12 operation is ${forecast} when one criterion’s control is ${kind} and all others are effective`, () => {
    const controls = [
      adopted(
        'ALL-01',
        common.filter((id) => id !== 'CC2.1'),
      ),
      adopted('ONE-01', ['CC2.1']),
    ];
    const document = conclude(controls, [
      tested('ALL-01', documentOf('effective')),
      tested('ONE-01', documentOf(kind)),
    ]);
    assert.equal(partOf(document, 'operation')?.forecast, forecast);
  });
}

test('CN12 one criterion whose control has no test leaves operation at cannot say', () => {
  const controls = [
    adopted(
      'ALL-01',
      common.filter((id) => id !== 'CC2.1'),
    ),
    adopted('ONE-01', ['CC2.1']),
  ];
  assert.equal(
    partOf(conclude(controls, [tested('ALL-01', documentOf('effective'))]), 'operation')?.forecast,
    'cannot-say',
  );
});

test('CN13 a whole fundamental series that fails, or half of the criteria, is a risk of an adverse opinion', () => {
  const failing = (ids: string[]) => {
    const controls = [
      adopted(
        'ALL-01',
        common.filter((id) => !ids.includes(id)),
      ),
      adopted('BAD-01', ids),
    ];
    return partOf(
      conclude(controls, [tested('ALL-01', documentOf('effective')), tested('BAD-01', documentOf('not-effective'))]),
      'operation',
    )?.forecast;
  };
  assert.equal(failing(['CC4.1', 'CC4.2']), 'at-risk-of-adverse');
  for (const series of ['CC1.', 'CC6.']) {
    assert.equal(failing(common.filter((id) => id.startsWith(series))), 'at-risk-of-adverse');
  }
  assert.equal(failing(['CC4.1']), 'at-risk-of-qualification');
  assert.equal(failing(['CC8.1']), 'at-risk-of-qualification');
  assert.equal(failing(['CC9.1', 'CC9.2']), 'at-risk-of-qualification');
  const secondary = common.filter((id) => !/^CC[1468]\./.test(id));
  assert.ok(
    secondary.length * 2 > 31 && secondary.length >= 16,
    'the control arm needs enough criteria outside the fundamental series',
  );
  assert.equal(failing(secondary.slice(0, 15)), 'at-risk-of-qualification');
  assert.equal(
    failing(common.filter((id) => !['CC1.1', 'CC4.1', 'CC6.1', 'CC8.1'].includes(id)).slice(0, 17)),
    'at-risk-of-adverse',
  );
});

test('CN17 the document says that it is a rehearsal and that deviations stay', () => {
  const document = conclude([adopted('CHG-02', ['CC8.1'])], [tested('CHG-02', documentOf('not-effective'))]);
  assert.equal(document.statement, rehearsalStatement);
  assert.match(rehearsalStatement, /no auditor’s conclusion/);
  assert.ok(
    document.wouldChange.some((s) =>
      s.startsWith('The 20 deviations of CHG-02 stay in the report whatever is fixed now.'),
    ),
  );
});

test('CN17 what would change the outlook and what was not checked is said where it applies, and nowhere else', () => {
  const clean = conclude(everyCriterion(), [tested('CHG-02', documentOf('effective'))]);
  const always = [
    'Have somebody independent of the owners test whether each control is suitably designed.',
    'Write the description of the system and check it against the description criteria.',
  ];
  assert.deepEqual(clean.wouldChange, always);
  assert.deepEqual(clean.notChecked, [
    'The description of the system, against the description criteria.',
    'The design of the controls: only whether each criterion has one.',
    'What happened on paper, in conversation or by judgement: the tests read records only, and samples show what was recorded of their items.',
    'Whether those who ran this and who decide on it are independent of the control owners: owners are on record by role, not by name.',
    'Whether a control makes another one needless: every adopted control of a criterion counts as needed.',
    'Subservice organizations, the controls expected of them and of user entities.',
    'Incidents, and events after the period.',
    'Whether the criteria with exceptions put a service commitment at risk; that is judgement.',
  ]);
  const single = documentOf('effective-with-isolated-deviations', { items: { ...items, pass: 99, deviations: 1 } });
  const document = concludeDryRun({
    engagement: engagementOf(),
    controls: [
      adopted('ALL-01', common.slice(2)),
      adopted('CHG-01', ['CC8.1']),
      adopted('CHG-02', ['CC8.1']),
      adopted('GAP-01', ['CC1.2'], { effectiveFrom: '2026-02-01' }),
      adopted('IAM-01', ['CC6.1']),
      adopted('IAM-02', ['CC6.1']),
      adopted('IAM-03', ['CC6.1']),
      adopted('IAM-04', ['CC6.1']),
      adopted('IAM-05', ['CC6.1']),
    ],
    results: [
      tested('ALL-01', documentOf('effective')),
      tested('CHG-01', single),
      tested('CHG-02', documentOf('not-effective')),
      tested('GAP-01', documentOf('effective')),
      tested('IAM-01', documentOf('cannot-say')),
      tested('IAM-03', documentOf('effective', { interim: true })),
      tested('IAM-05', documentOf('no-occurrence')),
      tested('OLD-02', documentOf('effective'), 'b'),
      tested('OLD-02', documentOf('effective'), 'a'),
      tested('OLD-02', documentOf('effective'), 'a', 2),
    ],
    explanations: [],
    samples: [sampled('IAM-04', { deviations: 1 }), sampled('OLD-03', {}, 2), sampled('OLD-01', {}, 3)],
    relevance: [],
  });
  const keeps =
    'What would keep the outlook: the cause and its extent on record, and the fixed control tested over enough occurrences.';
  assert.deepEqual(document.wouldChange, [
    'Adopt a control for CC1.1: nothing covers it.',
    'For CC1.2, name the control that was in force from 2026-01-01 to 2026-01-31, or expect the auditor to report that there was none.',
    `The deviation of CHG-01 stays in the report whatever is fixed now. ${keeps}`,
    'The 20 deviations of CHG-02 stay in the report whatever is fixed now. What would change the outlook: a compensating control that was in force and tested over the same days.',
    'What deviates in a sample of IAM-04 stays in the report whatever is fixed now.',
    'Settle IAM-01.review: Could not be concluded: the test proposes cannot-say.',
    'Run tests on IAM-02: adopted, and not tested yet.',
    'The period ends on 2026-06-30. From 2026-07-01 on, freeze the populations of IAM-03 again and run the tests again: so far they speak of a part of the period only.',
    'Keep the search that shows that nothing called for IAM-05: the auditor verifies the absence and tests the design.',
    ...always,
  ]);
  const beyond = document.notChecked.filter((said) => !clean.notChecked.includes(said));
  assert.deepEqual(beyond, [
    'The controls without a test: IAM-02.',
    'OLD-02.a and OLD-02.b: run, and the control is not adopted from 2026-01-01 to 2026-06-30, so they support no criterion.',
    'The samples drawn for OLD-01 and OLD-03: not adopted from 2026-01-01 to 2026-06-30, so they support no criterion.',
  ]);
  const holes = conclude([adopted('ALL-01', common.slice(2))], []).wouldChange;
  assert.equal(holes[0], 'Adopt a control for CC1.1 and CC1.2: nothing covers them.');
});

test('CN17 a result whose control is not adopted supports nothing and is named', () => {
  const document = conclude([], [tested('CHG-02', documentOf('effective'))]);
  assert.ok(
    document.notChecked.includes(
      'CHG-02.review: run, and the control is not adopted from 2026-01-01 to 2026-06-30, so it supports no criterion.',
    ),
  );
});
