import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askedBeside,
  heldPromise,
  type Control,
  type Every,
  type Frequency,
  type PromiseFacts,
  type ResultOutcome,
} from '../../src/index.ts';

const period = { from: '2025-01-01', to: '2025-12-31' };
const control = (more: Partial<Control> = {}) =>
  ({
    code: 'IAM-06',
    version: 1,
    effectiveFrom: '2024-06-01',
    retiredOn: null,
    frequency: 'quarterly',
    ...more,
  }) as Control;
const cadence = (every: Every, more: object = {}) =>
  ({
    id: 't1',
    definition: { id: 'IAM-06.review', control: 'IAM-06', title: 'Reviewed', kind: 'cadence', every, ...more },
  }) as PromiseFacts['tests'][number];
const result = (counts: object, days = period, id = 'r1') => ({
  id,
  testId: 't1',
  document: {
    period: days,
    interim: false,
    occurrences: { expected: 4, met: 4, late: 0, missed: 0, notDue: 0, unverified: 0, ...counts },
    proposal: { kind: 'effective', reasons: ['All.'] },
  } satisfies ResultOutcome,
});
const held = (facts: Partial<PromiseFacts>, frequency: Frequency | null = 'quarterly') =>
  heldPromise(
    { control: 'IAM-06', frequency, passage: 'Reviewed.', heading: 'Access' },
    { controls: [control()], period, tests: [], results: [], ...facts },
  );

test('PO95 rhythms are held against each other by their days, and nothing against what has none', () => {
  const expected: [Every, Frequency | null, ReturnType<typeof askedBeside>][] = [
    ['quarter', 'quarterly', 'the-same'],
    ['year', 'quarterly', 'less-often'],
    ['day', 'quarterly', 'more-often'],
    ['half-year', 'semiannual', 'the-same'],
    ['week', 'daily', 'less-often'],
    ['P1D', 'daily', 'the-same'],
    ['P7D', 'weekly', 'the-same'],
    ['P30D', 'monthly', 'the-same'],
    ['P32D', 'monthly', 'less-often'],
    ['P27D', 'monthly', 'more-often'],
    ['P366D', 'annual', 'the-same'],
    ['P400D', 'annual', 'less-often'],
    ['quarter', 'continuous', null],
    ['quarter', 'per_occurrence', null],
    ['quarter', null, null],
  ];
  for (const [asks, promised, stands] of expected)
    assert.equal(askedBeside(asks, promised), stands, `${asks} beside ${promised}`);
  assert.equal(askedBeside(null, 'quarterly'), null);
});

test('PO94 PO95 drift is told, the gravest first, and a test that was not run tells none', () => {
  assert.deepEqual(held({ tests: [cadence('quarter')] }).drift, []);
  assert.deepEqual(held({ tests: [cadence('quarter')], results: [result({})] }).drift, []);
  const { drift } = held({
    controls: [control({ frequency: 'annual', retiredOn: '2025-10-01' })],
    tests: [cadence('half-year')],
    results: [result({ met: 1, missed: 1, late: 2 })],
  });
  assert.deepEqual(drift, [
    'occurrence-missed',
    'occurrence-late',
    'control-retired',
    'control-differs',
    'asked-less-often',
    'asked-more-often',
  ]);
  const untold = held({ tests: [cadence('quarter')], results: [result({ met: 0, unverified: 3, notDue: 1 })] });
  assert.deepEqual(untold.drift, []);
  assert.equal(untold.tests[0]?.results[0]?.occurrences?.unverified, 3);
});

test('PO94 a control that is retired after the examined days is not, and one that was before is not adopted', () => {
  assert.equal(held({ controls: [control({ retiredOn: '2026-01-01' })] }).retiredOn, null);
  assert.equal(held({ controls: [control({ retiredOn: '2025-12-31' })] }).retiredOn, '2025-12-31');
  const before = held({ controls: [control({ retiredOn: '2025-01-01' })] });
  assert.deepEqual([before.adopted, before.retiredOn, before.drift], [null, null, []]);
  // The first version ends where the second begins; that retires nothing.
  const versions = [
    control({ retiredOn: '2025-06-01' }),
    control({ version: 2, effectiveFrom: '2025-06-01', frequency: 'monthly' }),
  ];
  assert.deepEqual([held({ controls: versions }).adopted, held({ controls: versions }).retiredOn], ['monthly', null]);
});

test('PO94 results stand by their days, those of other tests elsewhere, and a test of each item has no rhythm', () => {
  const [first, second] = [
    { from: '2025-01-01', to: '2025-05-31' },
    { from: '2025-06-01', to: '2025-12-31' },
  ];
  const { tests } = held({
    tests: [
      cadence('quarter'),
      { ...cadence('quarter', { kind: 'items', every: undefined, attributes: {} }), id: 't2' },
      { ...cadence('quarter', { control: 'IAM-07' }), id: 't3' },
    ],
    results: [result({}, second, 'r2'), result({}, first, 'r1'), { ...result({}), testId: 't3' }],
  });
  assert.deepEqual(
    tests.map(({ id, every, results }) => [id, every, results.map((each) => each.id)]),
    [
      ['t1', 'quarter', ['r1', 'r2']],
      ['t2', null, []],
    ],
  );
});

test('PO99 numbers of a test are held against those of the text in their unit, and nothing against what has none', () => {
  const judging = (...passes: string[]) =>
    cadence('year', {
      kind: 'items',
      attributes: Object.fromEntries(passes.map((pass, at) => [`A${at}`, { title: 'Done', pass }])),
    });
  const told = (passage: string, ...passes: string[]) => {
    const promised = { control: 'IAM-06', frequency: 'quarterly' as const, passage, heading: 'Access' };
    const facts = { controls: [control()], period, tests: [judging(...passes)], results: [] };
    const { tests, drift } = heldPromise(promised, facts);
    assert.equal(drift.includes('number-differs'), (tests[0]?.numbers ?? []).length > 0);
    return (tests[0]?.numbers ?? []).map(
      ({ unit, promised: said, judged }) => `${unit}: ${said.join()} not ${judged.join()}`,
    );
  };
  const within = (days: number) => `has(item.x) ? date(item.x) <= addBusinessDays(date(item.y), ${days}) : true`;
  assert.deepEqual(told('It ends within 3 business days.', within(1)), ['business-day: 3 not 1']);
  assert.deepEqual(told('It ends within 1 business day.', within(1)), []);
  assert.deepEqual(told('It ends within 2 days, at once or in 5 hours.', 'item.x <= item.y + duration("72h")'), [
    'hour: 5,48 not 72',
  ]);
  assert.deepEqual(told('It ends within 3 days.', 'item.x <= item.y + duration("72h")'), []);
  assert.deepEqual(told('It ends within 3 days.', 'daysBetween(date(item.y), date(item.x)) <= 4'), ['hour: 72 not 96']);
  assert.deepEqual(told('It ends within 3 days.', 'date(item.x) <= addDays(date(item.y), 3)'), []);
  assert.deepEqual(told('It ends within 3 business days.', 'businessDaysBetween(date(item.y), date(item.x)) <= 4'), [
    'business-day: 3 not 4',
  ]);
  // What is open may be until the last day is over, whatever is promised.
  assert.deepEqual(
    told('It ends within 3 days.', '(has(item.x) ? item.x : timestamp(period.to) + duration("24h")) <= item.due'),
    [],
  );
  // One of several that the test has; another unit; no number in one of them.
  assert.deepEqual(
    told('It ends within 30 days.', 'item.x <= item.y + duration("168h")', 'item.x <= item.y + duration("720h")'),
    [],
  );
  assert.deepEqual(told('It ends within 1 business day.', 'item.x <= item.y + duration("24h")'), []);
  assert.deepEqual(told('It ends at once.', within(1)), []);
  assert.deepEqual(told('It ends within 1 business day.', 'item.ended'), []);
});
