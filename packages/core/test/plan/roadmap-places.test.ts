import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeRoadmap, type RoadmapInput, type RoadmapItem } from '../../src/index.ts';
import { after, input, item, person, places, today } from './given.ts';

const reasons = (items: RoadmapItem[], more: Partial<RoadmapInput> = {}) =>
  computeRoadmap(input(items, more)).unscheduled.map(({ code, reasons: each }) => [
    code,
    ...each.map(({ why, words, items: ids }) => [why, words, ...ids].join(' | ')),
  ]);
const low = { severity: 'low' } as const;

test('PL23 every reason why an item has no place is told, one after the other', () => {
  const noEffort = 'no-effort | Nobody said how much work it is.';
  assert.deepEqual(reasons([item(1, { effortDays: null, owner: null })]), [
    ['PA-1', noEffort, 'no-owner | Nobody is named who does it.'],
  ]);
  const people = [
    person('cem', { able: false, name: 'Cem' }),
    person('dan', { able: false, name: null }),
    person('eve', { daysPerWeek: 0, name: 'Eve' }),
    person('fay', { daysPerWeek: 0, name: null }),
  ];
  const unable = 'is no member any more, or has a role that does no work.';
  assert.deepEqual(
    reasons(
      [
        item(1, { owner: 'cem' }),
        item(2, { owner: 'dan' }),
        item(3, { owner: 'nobody here' }),
        item(4, { owner: 'eve', effortDays: null }),
        item(5, { owner: 'fay' }),
      ],
      { people },
    ),
    [
      ['PA-1', `owner-unable | Cem ${unable}`],
      ['PA-2', `owner-unable | Its owner ${unable}`],
      ['PA-3', `owner-unable | Its owner ${unable}`],
      ['PA-4', noEffort, 'no-time | Eve has no time for the plan.'],
      ['PA-5', 'no-time | Its owner has no time for the plan.'],
    ],
  );
  assert.deepEqual(
    reasons([
      item(1, { after: after(3), effortDays: null }),
      item(2, { after: after(1) }),
      item(3, { after: after(2) }),
    ]),
    [
      ['PA-1', noEffort, 'circle | PA-1 waits for PA-3, PA-3 for PA-2 and PA-2 for PA-1 again. | i1 | i3 | i2'],
      ['PA-2', 'circle | PA-1 waits for PA-3, PA-3 for PA-2 and PA-2 for PA-1 again. | i1 | i3 | i2'],
      ['PA-3', 'circle | PA-1 waits for PA-3, PA-3 for PA-2 and PA-2 for PA-1 again. | i1 | i3 | i2'],
    ],
  );
});

test('PL23 what is in a circle, but not on the shortest way around, is told with a way of its own', () => {
  const items = [item(1, { after: after(2, 3) }), item(2, { after: after(1) }), item(3, { after: after(1) })];
  const around = 'circle | PA-1 waits for PA-2 and PA-2 for PA-1 again. | i1 | i2';
  assert.deepEqual(reasons(items), [
    ['PA-1', around],
    ['PA-2', around],
    ['PA-3', 'circle | PA-3 waits for PA-1 and PA-1 for PA-3 again. | i3 | i1'],
  ]);
  assert.deepEqual(computeRoadmap(input(items)).circles, [['i1', 'i2']]);
});

test('PL23 what waits for something without a place has none, however far behind, and says for which it waits', () => {
  assert.deepEqual(
    reasons([
      item(1, { effortDays: null }),
      item(2, { owner: null, after: after(1) }),
      item(3, { after: after(1, 2, 5) }),
      item(4, { after: after(3) }),
      item(5),
      item(6, { after: after(4) }),
      item(7, { after: after(7) }),
      item(8, { after: after(7) }),
    ]).map(([code, ...each]) => `${code} ${each.join(' ')}`),
    [
      'PA-1 no-effort | Nobody said how much work it is.',
      'PA-2 no-owner | Nobody is named who does it.',
      'PA-3 waits | It waits for PA-1 and PA-2, which have no place. | i1 | i2',
      'PA-4 waits | It waits for PA-3, which has no place. | i3',
      'PA-6 waits | It waits for PA-4, which has no place. | i4',
      'PA-7 circle | PA-7 waits for itself. | i7',
      'PA-8 waits | It waits for PA-7, which has no place. | i7',
    ],
  );
});

test('PL23 what the examined days wait for is told also where it has no place, or only waits for such', () => {
  const { unscheduled, ready } = computeRoadmap(
    input([
      item(1, { ...low, effortDays: null }),
      item(2, { after: after(1) }),
      item(3, { ...low, effortDays: null }),
      item(4, { severity: 'critical' }),
      item(5, { severity: null, effortDays: null }),
    ]),
  );
  assert.deepEqual(
    unscheduled.map(({ code, gates }) => [code, gates]),
    [
      ['PA-1', true],
      ['PA-2', true],
      ['PA-3', false],
      ['PA-5', true],
    ],
  );
  assert.deepEqual(ready, { on: null, notBefore: today, shortest: false, unknown: ['i1', 'i2', 'i5'] });
});

test('PL23 an end beyond a hundred years is one that has no place, and what waits for it neither', () => {
  const never = { from: today, to: '2199-12-31' };
  const people = [person('ann', { absences: [never] }), person('bob')];
  assert.deepEqual(
    reasons(
      [
        item(1),
        item(2, { owner: 'bob', after: after(1, 5) }),
        item(3, { owner: 'bob', after: after(2) }),
        item(4, { owner: 'bob' }),
        item(5, { owner: 'bob' }),
      ],
      { people },
    ),
    [
      ['PA-1', 'beyond | It would end more than a hundred years from now.'],
      ['PA-2', 'waits | What it waits for has no end. | i1'],
      ['PA-3', 'waits | What it waits for has no end. | i2'],
    ],
  );
  const years = (count: number, more: Partial<RoadmapItem> = {}) => [
    item(1, { owner: 'bob', effortDays: 1000, ...more }),
    ...Array.from({ length: count - 1 }, (_, place) =>
      item(place + 2, { owner: 'bob', effortDays: 1000, after: after(place + 1) }),
    ),
  ];
  // 26,000 working days are looked ahead, and one more.
  assert.deepEqual(reasons(years(26)), []);
  assert.deepEqual(
    reasons(years(27)).map(([code]) => code),
    ['PA-27'],
  );
  assert.deepEqual(reasons([...years(26), item(27, { owner: 'bob', after: after(26) })]), []);
  assert.deepEqual(reasons([...years(26), item(27, { owner: 'bob', after: after(26), effortDays: 2 })]).length, 1);
  assert.deepEqual(
    reasons([...years(26), item(27, { owner: 'ann', after: [{ id: 'i26', lagDays: 1 }] })]).length,
    1,
    'also where its owner has nothing else to do',
  );
  // Alone each has an end, but not one after the other.
  const row = Array.from({ length: 27 }, (_, place) => item(place + 1, { effortDays: 1000 }));
  assert.deepEqual(
    reasons(row).map(([, reason]) => reason),
    ['beyond | It would end more than a hundred years from now.'],
  );
  assert.equal(computeRoadmap(input(row)).ready.on, null);
  // What nobody has begun comes last, and is waited for in vain.
  const begun = row.map((each) => (each.number < 27 ? { ...each, state: 'in-progress' as const } : each));
  assert.deepEqual(reasons([...begun, item(28, { owner: 'bob', after: after(27, 1) })]), [
    ['PA-27', 'beyond | It would end more than a hundred years from now.'],
    ['PA-28', 'waits | What it waits for has no end. | i27'],
  ]);
});

test('PL23 what is settled has no place and no reason, and is counted', () => {
  const { items, unscheduled, settled, circles } = computeRoadmap(
    input([
      item(1, { state: 'done', effortDays: null }),
      item(2, { state: 'verified', owner: null }),
      item(3, { state: 'accepted', after: after(4) }),
      item(4, { state: 'dropped', after: after(3) }),
      item(5, { state: 'in-progress', after: after(1, 4) }),
      item(6),
    ]),
  );
  assert.deepEqual([items.length, unscheduled, settled, circles], [2, [], 4, []]);
});

test('PL21 items are told by their first day and then their number, in whatever order they come', () => {
  const items = [
    item(3, { owner: 'cem' }),
    item(10, { owner: 'ann' }),
    item(2, { owner: 'bob', notBefore: '2026-03-03' }),
    item(1, { owner: 'dan', notBefore: '2026-03-03' }),
    item(4, { owner: 'bob' }),
  ];
  const told = ['PA-3 03-02 03-02', 'PA-4 03-02 03-02', 'PA-10 03-02 03-02', 'PA-1 03-03 03-03', 'PA-2 03-03 03-03'];
  assert.deepEqual(places(input(items)), told);
  assert.deepEqual(places(input(items.toReversed())), told);
});

test('PL24 gating is what is critical, high or not said, and whatever these wait for by way of others', () => {
  const { items, ready } = computeRoadmap(
    input([
      item(1, low),
      item(2, { ...low, after: after(1) }),
      item(3, { severity: 'high', after: after(2) }),
      item(4, { severity: 'medium', after: after(3) }),
      item(5, { severity: 'critical', owner: 'bob' }),
      item(6, { severity: null, owner: 'cem' }),
      item(7, { ...low, owner: 'dan' }),
    ]),
  );
  const gates = items.filter((each) => each.gates).map(({ code }) => code);
  assert.deepEqual(gates.toSorted(), ['PA-1', 'PA-2', 'PA-3', 'PA-5', 'PA-6']);
  assert.deepEqual(ready, { on: '2026-03-04', notBefore: '2026-03-04', shortest: true, unknown: [] });
});
