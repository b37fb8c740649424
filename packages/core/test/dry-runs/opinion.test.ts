import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applicableCriteria,
  concludeDryRun,
  reason,
  reasonCodes,
  reasonSentence,
  type DryRunDocument,
  type ForecastKind,
  type OpinionPart,
  type ProposalKind,
  type ReasonCode,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, explained, period, tested, withItems } from './facts.ts';

const common = applicableCriteria(['security']).map((c) => c.id);
const half = common.slice(0, Math.ceil(common.length / 2));
const type1 = { type: 'type1' as const, asOf: '2026-06-30' };

/** Every criterion held but those given, which rest on one control of their own. */
function conclude(ids: readonly string[], of: ProposalKind | 'not-tested' | 'no-control' | 'design'): DryRunDocument {
  const document =
    of === 'design' ? withItems(['a']) : of === 'not-tested' || of === 'no-control' ? null : documentOf(of);
  return concludeDryRun({
    engagement: engagementOf(),
    controls: [
      adopted(
        'ALL-01',
        common.filter((id) => !ids.includes(id)),
      ),
      ...(of === 'no-control' ? [] : [adopted('CHG-02', [...ids])]),
    ],
    results: [tested('ALL-01', documentOf('effective')), ...(document ? [tested('CHG-02', document)] : [])],
    explanations: of === 'design' ? [explained(['a'], { designAtFault: true })] : [],
    samples: [],
    relevance: [],
  });
}

type Row = [string, readonly string[], Parameters<typeof conclude>[1], OpinionPart, ForecastKind, ReasonCode];

/** Row by row: what was found, where it is, and what the part is forecast as. */
const table: Row[] = [
  [
    'a deviation that is not material',
    ['CC8.1'],
    'effective-with-isolated-deviations',
    'operation',
    'unmodified-with-deviations',
    'criteria-with-deviations',
  ],
  [
    'a deficiency, confined',
    ['CC8.1'],
    'not-effective',
    'operation',
    'at-risk-of-qualification',
    'criteria-not-achieved',
  ],
  ['a deficiency, pervasive', half, 'not-effective', 'operation', 'at-risk-of-adverse', 'criteria-not-achieved'],
  ['no control, confined', ['CC8.1'], 'no-control', 'design', 'at-risk-of-qualification', 'criteria-without-control'],
  ['no control, pervasive', half, 'no-control', 'design', 'at-risk-of-adverse', 'criteria-without-control'],
  ['no control, confined', ['CC8.1'], 'no-control', 'operation', 'at-risk-of-qualification', 'criteria-never-operated'],
  ['evidence missing, confined', ['CC8.1'], 'cannot-say', 'operation', 'cannot-say', 'evidence-missing'],
  ['evidence missing, pervasive', half, 'not-tested', 'operation', 'cannot-say', 'evidence-missing'],
  ['a design at fault', ['CC8.1'], 'design', 'design', 'at-risk-of-qualification', 'design-at-fault'],
  ['a design at fault', ['CC8.1'], 'design', 'operation', 'at-risk-of-qualification', 'criteria-not-achieved'],
  ['a design at fault, pervasive', half, 'design', 'design', 'at-risk-of-adverse', 'design-at-fault'],
  ['no occurrence', ['CC8.1'], 'no-occurrence', 'operation', 'cannot-say', 'criteria-open'],
  ['nothing', [], 'no-control', 'operation', 'likely-unmodified', 'criteria-achieved'],
  ['nothing', [], 'no-control', 'design', 'cannot-say', 'design-not-tested'],
  ['nothing', [], 'no-control', 'description', 'cannot-say', 'description-not-written'],
];
for (const [what, ids, of, part, forecast, code] of table) {
  test(`CN23 ${what}: ${part} is ${forecast}, because ${code}`, () => {
    const found = conclude(ids, of).parts.find((p) => p.part === part);
    assert.equal(found?.forecast, forecast);
    assert.ok(
      found?.because?.some((r) => r.code === code),
      found?.reasons.join(' '),
    );
  });
}

test('CN23 each part gives the reasons that apply, and no others', () => {
  const of = common.length;
  const criteria = ['CC8.1'];
  const told = (found: Parameters<typeof conclude>[1], part: OpinionPart, ids = criteria) =>
    conclude(ids, found).parts.find((p) => p.part === part)?.because;
  const achieved = { code: 'criteria-achieved', achieved: of - 1, of };
  const untested = { code: 'design-not-tested' };
  assert.deepEqual(told('not-effective', 'description'), [{ code: 'description-not-written' }]);
  assert.deepEqual(told('not-effective', 'design'), [untested]);
  assert.deepEqual(told('not-effective', 'operation'), [{ code: 'criteria-not-achieved', criteria }, achieved]);
  assert.deepEqual(told('no-control', 'design'), [{ code: 'criteria-without-control', criteria, of }, untested]);
  assert.deepEqual(told('no-control', 'operation'), [{ code: 'criteria-never-operated', criteria }, achieved]);
  assert.deepEqual(told('design', 'design'), [{ code: 'design-at-fault', controls: ['CHG-02'], criteria }, untested]);
  assert.deepEqual(told('effective-with-isolated-deviations', 'operation'), [
    { code: 'criteria-with-deviations', criteria },
    achieved,
  ]);
  assert.deepEqual(told('not-tested', 'operation'), [
    { code: 'criteria-open', state: 'not-tested', criteria },
    { code: 'evidence-missing', criteria, pervasive: false },
    achieved,
  ]);
  assert.deepEqual(told('no-control', 'operation', []), [{ ...achieved, achieved: of }]);
});

const best: [Row[2], readonly string[], ForecastKind][] = [
  ['effective', ['CC8.1'], 'likely-unmodified'],
  ['effective-with-isolated-deviations', ['CC8.1'], 'unmodified-with-deviations'],
  ['not-effective', ['CC8.1'], 'unmodified-with-deviations'],
  ['not-effective', half, 'unmodified-with-deviations'],
  ['cannot-say', ['CC8.1'], 'cannot-say'],
  ['not-tested', ['CC8.1'], 'cannot-say'],
  ['no-occurrence', ['CC8.1'], 'cannot-say'],
  ['no-control', ['CC8.1'], 'at-risk-of-qualification'],
  ['no-control', half, 'at-risk-of-qualification'],
];
for (const [of, ids, floor] of best) {
  test(`CN24 operation with ${ids.length} criteria resting on ${of} can be concluded as ${floor} at best`, () => {
    assert.equal(conclude(ids, of).parts.find((p) => p.part === 'operation')?.floor, floor);
  });
}

test('CN24 what is missing beside a criterion that is not achieved stays missing', () => {
  const { parts } = concludeDryRun({
    engagement: engagementOf(),
    controls: [
      adopted(
        'ALL-01',
        common.filter((id) => id !== 'CC8.1' && id !== 'CC9.2'),
      ),
      adopted('CHG-02', ['CC8.1']),
      adopted('VEN-01', ['CC9.2']),
    ],
    results: [tested('ALL-01', documentOf('effective')), tested('CHG-02', documentOf('not-effective'))],
    explanations: [],
    samples: [],
    relevance: [],
  });
  const operation = parts.find((p) => p.part === 'operation');
  assert.deepEqual([operation?.forecast, operation?.floor], ['at-risk-of-qualification', 'cannot-say']);
});

test('CN23 half of the criteria is pervasive, and so is half that was uncovered on some days', () => {
  const categories = ['security', 'availability'] as const;
  const all = applicableCriteria(categories).map((c) => c.id);
  const bad = all.filter((id) => !/^CC(1|4|6)\.1$/.test(id)).slice(0, all.length / 2);
  assert.equal(bad.length * 2, all.length, 'the control arm: exactly half');
  const forecasts = (change: Parameters<typeof adopted>[2], kind: ProposalKind) =>
    concludeDryRun({
      engagement: { ...engagementOf(), categories },
      controls: [
        adopted(
          'ALL-01',
          all.filter((id) => !bad.includes(id)),
        ),
        adopted('BAD-01', bad, change),
      ],
      results: [tested('ALL-01', documentOf('effective')), tested('BAD-01', documentOf(kind))],
      explanations: [],
      samples: [],
      relevance: [],
    }).parts.map((p) => p.forecast);
  assert.deepEqual(forecasts({}, 'not-effective'), ['cannot-say', 'cannot-say', 'at-risk-of-adverse']);
  assert.deepEqual(forecasts({ effectiveFrom: '2026-01-02' }, 'effective'), [
    'cannot-say',
    'at-risk-of-adverse',
    'cannot-say',
  ]);
});

test('CN23 a criterion that was partly tested lacks evidence', () => {
  const { parts } = concludeDryRun({
    engagement: engagementOf(),
    controls: [adopted('ALL-01', common), adopted('CHG-02', ['CC8.1'])],
    results: [tested('ALL-01', documentOf('effective'))],
    explanations: [],
    samples: [],
    relevance: [],
  });
  assert.deepEqual(
    parts.find((p) => p.part === 'operation')?.because?.find((r) => r.code === 'evidence-missing'),
    { code: 'evidence-missing', criteria: ['CC8.1'], pervasive: false },
  );
});

test('CN23 evidence that is missing leads to a qualification, or to a disclaimer where it is pervasive', () => {
  const missing = (ids: readonly string[]) =>
    conclude(ids, 'cannot-say')
      .parts.find((p) => p.part === 'operation')
      ?.because?.find((r) => r.code === 'evidence-missing');
  assert.deepEqual(missing(['CC8.1']), { code: 'evidence-missing', criteria: ['CC8.1'], pervasive: false });
  assert.deepEqual(missing(half), { code: 'evidence-missing', criteria: half, pervasive: true });
});

test('CN23 no occurrence is no missing evidence: its absence was evidenced', () => {
  const operation = conclude(['CC8.1'], 'no-occurrence').parts.find((p) => p.part === 'operation');
  assert.ok(operation?.because?.every((r) => r.code !== 'evidence-missing'));
});

test('CN23 in a Type 1 a control that is not in place as written touches description and design', () => {
  const document = concludeDryRun({
    engagement: engagementOf(type1),
    controls: [adopted('CHG-02', ['CC8.1']), adopted('ALL-01', common)],
    results: [tested('CHG-02', documentOf('not-effective', { period: { from: type1.asOf, to: type1.asOf } }))],
    explanations: [],
    samples: [],
    relevance: [],
  });
  const { asOf } = type1;
  assert.deepEqual(
    document.parts.map((p) => p.because),
    [
      [{ code: 'description-not-written' }, { code: 'description-names-absent', controls: ['CHG-02'], asOf }],
      [{ code: 'controls-not-in-place', criteria: ['CC8.1'], asOf }, { code: 'design-not-tested' }],
    ],
  );
  const inPlace = concludeDryRun({
    engagement: engagementOf(type1),
    controls: [adopted('ALL-01', common)],
    results: [],
    explanations: [],
    samples: [],
    relevance: [],
  });
  assert.deepEqual(
    inPlace.parts.map((p) => p.because?.map((r) => r.code)),
    [['description-not-written'], ['design-not-tested']],
  );
});

test('CN22 no occurrence and not due have codes of their own, and missed is a deviation', () => {
  const quarters = { expected: 2, met: 0, late: 0, missed: 0, notDue: 0, unverified: 0, list: [] };
  const none = { ...documentOf('no-occurrence').items, total: 0 };
  const criterion = (occurrences: typeof quarters | undefined, kind: ProposalKind) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: [adopted('CHG-02', ['CC8.1'])],
      results: [tested('CHG-02', documentOf(kind, { items: none, ...(occurrences ? { occurrences } : {}) }))],
      explanations: [],
      samples: [],
      relevance: [],
    }).criteria.find((c) => c.id === 'CC8.1');
  const codes = (c: ReturnType<typeof criterion>) => c?.because?.map((r) => r.code);
  assert.deepEqual(codes(criterion(undefined, 'no-occurrence')), ['controls-without-occurrence']);
  assert.deepEqual(codes(criterion({ ...quarters, notDue: 2 }, 'no-occurrence')), ['controls-not-due']);
  assert.deepEqual(codes(criterion(quarters, 'no-occurrence')), ['controls-without-occurrence']);
  const missed = criterion({ ...quarters, missed: 2 }, 'not-effective');
  assert.deepEqual([missed?.state, codes(missed)], ['not-achieved', ['controls-not-effective']]);
});

test('CN18 every sentence of a dry run is that of its code', () => {
  const documents = table.map(([, ids, of]) => conclude(ids, of));
  for (const { controls, criteria, parts } of documents) {
    for (const c of controls) {
      const said = c.because?.map((r) => `${r.test === null ? '' : `${r.test}: `}${reasonSentence(r.reason)}`);
      assert.deepEqual(c.reasons, said);
    }
    for (const { reasons, because } of [...criteria, ...parts]) assert.deepEqual(reasons, because?.map(reasonSentence));
  }
});

test('CN18 the union of codes is closed: what it does not know is no reason', () => {
  assert.equal(new Set(reasonCodes).size, reasonCodes.length);
  assert.ok(reason.safeParse({ code: 'no-test' }).success);
  for (const other of [{ code: 'because' }, { code: 'rate' }, { text: 'no code' }]) {
    assert.equal(reason.safeParse(other).success, false);
  }
});

test('CN31 all versions count and the lowest decides; one that a test was not run on leaves cannot say', () => {
  const versions = [
    adopted('CHG-02', ['CC8.1'], { retiredOn: '2026-04-01' }),
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-04-01', version: 2 }),
  ];
  const first = (kind: ProposalKind) =>
    tested('CHG-02', documentOf(kind, { period: { from: period.from, to: '2026-03-31' } }));
  const second = (kind: ProposalKind) =>
    tested('CHG-02', documentOf(kind, { period: { from: '2026-04-01', to: period.to } }), 'review', 2);
  const control = (...results: ReturnType<typeof tested>[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: versions,
      results,
      explanations: [],
      samples: [],
      relevance: [],
    }).controls[0];
  assert.equal(control(first('effective'), second('effective'))?.state, 'effective');
  assert.equal(control(first('not-effective'), second('effective'))?.state, 'not-effective');
  assert.equal(
    control(first('effective'), second('effective-with-isolated-deviations'))?.state,
    'effective-with-isolated-deviations',
  );
  const half1 = control(first('effective'));
  assert.equal(half1?.state, 'cannot-say');
  assert.deepEqual(half1?.because?.[0], {
    test: 'CHG-02.review',
    reason: { code: 'version-not-tested', version: 2, from: '2026-04-01', to: '2026-06-30' },
  });
  assert.equal(half1?.floor, 'cannot-say');
  assert.deepEqual(half1?.versions, [
    { version: 1, from: '2026-01-01', to: '2026-03-31' },
    { version: 2, from: '2026-04-01', to: '2026-06-30' },
  ]);
});

test('CN22 a control is not due only where nothing was due to any of its tests', () => {
  const idle = { expected: 2, met: 0, late: 0, missed: 0, notDue: 2, unverified: 0, list: [] };
  const { criteria } = concludeDryRun({
    engagement: engagementOf(),
    controls: [adopted('CHG-02', ['CC8.1'])],
    results: [
      tested('CHG-02', documentOf('no-occurrence', { occurrences: idle }), 'a'),
      tested('CHG-02', documentOf('no-occurrence'), 'b'),
    ],
    explanations: [],
    samples: [],
    relevance: [],
  });
  const found = criteria.find((c) => c.id === 'CC8.1');
  assert.deepEqual(found?.because, [{ code: 'controls-without-occurrence', controls: ['CHG-02'] }]);
});

test('CN31 a test that was not run on a version is named, and others are not', () => {
  const versions = [
    adopted('CHG-02', ['CC8.1'], { retiredOn: '2026-04-01' }),
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-04-01', version: 2 }),
  ];
  const before = documentOf('effective', { period: { from: period.from, to: '2026-03-31' } });
  const after = documentOf('effective', { period: { from: '2026-04-01', to: period.to } });
  const control = (...results: ReturnType<typeof tested>[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls: versions,
      results,
      explanations: [],
      samples: [],
      relevance: [],
    }).controls[0];
  const both = [tested('CHG-02', before), tested('CHG-02', after, 'review', 2)];
  const gaps = control(...both, tested('CHG-02', after, 'other', 2))?.because?.filter(
    ({ reason }) => reason.code === 'version-not-tested',
  );
  assert.deepEqual(gaps, [
    {
      test: 'CHG-02.other',
      reason: { code: 'version-not-tested', version: 1, from: '2026-01-01', to: '2026-03-31' },
    },
  ]);
  const nameless = control(...both, { ...tested('CHG-02', before), controlId: null });
  assert.deepEqual(
    nameless?.because?.find(({ reason }) => reason.code === 'other-days'),
    {
      test: 'CHG-02.review',
      reason: { code: 'other-days', ran: { from: '2026-01-01', to: '2026-03-31' }, examined: null },
    },
  );
});

test('CN31 a result for a version without a day in the period counts while it deviates or stands alone', () => {
  const controls = [
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2025-01-01', retiredOn: '2026-01-01' }),
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-01-01', version: 2 }),
  ];
  const versionsOf = (...results: ReturnType<typeof tested>[]) =>
    concludeDryRun({
      engagement: engagementOf(),
      controls,
      results: [...results, tested('CHG-02', documentOf('effective'), 'review', 2)],
      explanations: [],
      samples: [],
      relevance: [],
    }).controls[0]?.results.map((r) => [r.code, r.version]);
  const current = ['CHG-02.review', 2];
  const earlier = tested('CHG-02', documentOf('effective'));
  const deviating = tested('CHG-02', documentOf('effective-with-isolated-deviations'));
  const counted = (list: ReturnType<typeof versionsOf>) => list?.filter(([, version]) => version !== 2);
  assert.deepEqual(versionsOf(earlier), [current]);
  assert.deepEqual(counted(versionsOf(deviating)), [['CHG-02.review', 1]]);
  assert.deepEqual(counted(versionsOf(tested('CHG-02', documentOf('effective'), 'other'))), [['CHG-02.other', 1]]);
  assert.deepEqual(counted(versionsOf({ ...earlier, controlId: null })), [['CHG-02.review', null]]);
});

test('CN31 a result that names no version speaks of a control that had one only', () => {
  const { controls } = concludeDryRun({
    engagement: engagementOf(),
    controls: [adopted('CHG-02', ['CC8.1'])],
    results: [{ ...tested('CHG-02', documentOf('effective')), controlId: null }],
    explanations: [],
    samples: [],
    relevance: [],
  });
  assert.deepEqual([controls[0]?.state, controls[0]?.results[0]?.version], ['effective', null]);
});

test('CN31 a result over the whole period says nothing of a control whose wording changed within it', () => {
  const versions = [
    adopted('CHG-02', ['CC8.1'], { retiredOn: '2026-04-01' }),
    adopted('CHG-02', ['CC8.1'], { effectiveFrom: '2026-04-01', version: 2 }),
  ];
  for (const [kind, state] of [
    ['effective', 'cannot-say'],
    ['not-effective', 'not-effective'],
  ] as const) {
    const { controls } = concludeDryRun({
      engagement: engagementOf(),
      controls: versions,
      results: [tested('CHG-02', documentOf(kind))],
      explanations: [],
      samples: [],
      relevance: [],
    });
    assert.equal(controls[0]?.state, state, 'what failed before the change stays failed');
  }
});
