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
import { adopted, documentOf, engagementOf, period, tested, type2 } from './facts.ts';

const common = applicableCriteria(['security']).map((c) => c.id);

function conclude(controls: DryRunFacts['controls'], results: DryRunFacts['results'], terms = type2): DryRunDocument {
  return dryRunDocument.parse(
    concludeDryRun({ engagement: engagementOf(terms), controls, results, explanations: [], samples: [] }),
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
});

test('CN2 a result for the days on which the control was in force is accepted', () => {
  const late = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-02-01' });
  const document = documentOf('effective', { period: { from: '2026-02-01', to: period.to } });
  assert.equal(conclude([late], [tested('CHG-02', document)]).controls[0]?.state, 'effective');
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
    /Interim: nothing after 2026-04-01 was seen; the period ends on 2026-06-30\.$/,
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

test('CN5 a control that came after the period or left before it supports nothing, and the reason says so', () => {
  const after = adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-07-01' });
  const before = adopted('CHG-03', ['CC8.1'], { effectiveFrom: '2025-01-01', retiredOn: '2026-01-01' });
  const document = conclude([after, before], []);
  const found = document.criteria.find((c) => c.id === 'CC8.1');
  assert.equal(found?.state, 'no-control');
  assert.match(found?.reasons[0] ?? '', /CHG-02 \(in force from 2026-07-01\) and CHG-03 \(retired on 2026-01-01\)/);
  assert.equal(document.counts.controls, 0);
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

test('CN17 a result whose control is not adopted supports nothing and is named', () => {
  const document = conclude([], [tested('CHG-02', documentOf('effective'))]);
  assert.ok(document.notChecked.some((s) => s.startsWith('CHG-02.review: run, and the control is not adopted')));
});
