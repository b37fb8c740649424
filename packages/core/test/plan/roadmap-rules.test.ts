import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { computeRoadmap, type RoadmapInput, type RoadmapItem } from '../../src/index.ts';
import { after, input, item, person, places, workday } from './given.ts';

/** Working days until all that gates has ended, by the schedule. */
const length = (given: RoadmapInput): number => {
  const { on } = computeRoadmap(given).ready;
  return Array.from({ length: 60 }, (_, day) => workday(day)).indexOf(on ?? '') + 1;
};

/** The least of these over every order in which people who work each day can do the items, whole days each. */
function leastLength({ items }: RoadmapInput): number {
  let best = Infinity;
  const go = (left: readonly RoadmapItem[], ends: ReadonlyMap<string, number>, busy: readonly string[]): void => {
    const counts = items.filter((each) => each.severity !== 'low').map(({ id }) => ends.get(id));
    if (counts.every((each) => each !== undefined)) best = Math.min(best, Math.max(...counts));
    for (const next of left) {
      if (next.after.some(({ id }) => !ends.has(id))) continue;
      let start = Math.max(0, ...next.after.map(({ id }) => ends.get(id) ?? 0));
      const days = () => Array.from({ length: next.effortDays ?? 0 }, (_, n) => `${next.owner} ${start + n}`);
      while (days().some((day) => busy.includes(day))) start += 1;
      const rest = left.filter((each) => each !== next);
      go(rest, new Map([...ends, [next.id, start + (next.effortDays ?? 0)]]), [...busy, ...days()]);
    }
  };
  go(items, new Map(), []);
  return best;
}

const low = { severity: 'low' } as const;
const bob = { owner: 'bob' } as const;

// In each, another order than the one that is told ends later; what is shown is that none ends sooner.
const decisive: [string, RoadmapItem[], number][] = [
  [
    'what has to end sooner goes first',
    [
      item(1, { effortDays: 2 }),
      item(2, { effortDays: 4 }),
      item(3, { after: after(1) }),
      item(4, { ...bob, after: after(3) }),
    ],
    7,
  ],
  [
    'of what has to end on the same day, what has to begin sooner goes first',
    [
      item(1, { effortDays: 3 }),
      item(2, { ...bob, effortDays: 3, after: after(1) }),
      item(3),
      item(4, { after: after(3) }),
      item(5, { ...bob, effortDays: 4, after: after(4) }),
    ],
    9,
  ],
  [
    'nobody waits for something longer while there is something to do',
    [item(1, { effortDays: 2 }), item(2, bob), item(3, { effortDays: 3, after: after(2) })],
    5,
  ],
  [
    'of what can begin on the same day, what has to end sooner goes first',
    [
      item(1, { effortDays: 2 }),
      item(2),
      item(3, { ...bob, effortDays: 2, after: after(2) }),
      item(4, { ...bob, effortDays: 2 }),
    ],
    4,
  ],
  [
    'due dates do not hold up what much else waits for',
    [
      item(1, { effortDays: 3, dueOn: workday(1) }),
      item(2, { effortDays: 4, dueOn: workday(4) }),
      item(3, { ...bob, effortDays: 2, after: after(2), dueOn: workday(9) }),
    ],
    7,
  ],
  [
    'nor does what is due and not waited for go before what gates',
    [
      item(1, { effortDays: 2 }),
      item(2, { ...low, after: after(1) }),
      item(3, { ...low, effortDays: 4, dueOn: workday(0) }),
    ],
    2,
  ],
  [
    'what the most work waits behind goes first, though it is due later',
    [
      item(1, { effortDays: 3, dueOn: workday(2) }),
      item(2, { effortDays: 4 }),
      item(3, { ...bob, effortDays: 3, after: after(1), dueOn: workday(10) }),
    ],
    7,
  ],
];

test('PL22 the best of all orders is found: days in between count towards what has to end sooner', () => {
  const lag = [{ id: 'i1', lagDays: 5 }];
  assert.equal(length(input([item(1), item(2, { effortDays: 3 }), item(3, { ...bob, after: lag })])), 7);
  assert.equal(
    length(input([item(1, { effortDays: 3 }), item(2), item(3, { ...bob, after: [{ id: 'i2', lagDays: 5 }] })])),
    7,
  );
});

for (const [name, items, days] of decisive) {
  test(`PL22 the best of all orders is found: ${name}`, () => {
    assert.equal(leastLength(input(items)), days, 'over all orders');
    assert.equal(length(input(items)), days);
  });
}

test('PL21 where the whole ends on the same day anyway, what is due sooner goes first, and without a date last', () => {
  assert.deepEqual(
    places(
      input([
        item(1, { ...low, effortDays: 9 }),
        item(2, { ...low, dueOn: workday(8) }),
        item(3, { ...low, dueOn: workday(4) }),
      ]),
    ),
    ['PA-3 03-02 03-02', 'PA-2 03-03 03-03', 'PA-1 03-04 03-16'],
  );
  // What gates goes before that, unless a due date asks for it.
  assert.deepEqual(places(input([item(1, low), item(2, { effortDays: 2 })])), ['PA-2 03-02 03-03', 'PA-1 03-04 03-04']);
  assert.deepEqual(
    places(
      input([item(1, { effortDays: 2 }), item(2, { ...low, dueOn: workday(0) }), item(3, { ...bob, effortDays: 9 })]),
    ),
    ['PA-2 03-02 03-02', 'PA-3 03-02 03-12', 'PA-1 03-03 03-04'],
  );
});

test('PL21 one person does what nothing waits for by what was begun, due date, the longer first, and number', () => {
  const some = fc.array(
    fc.record({
      days: fc.integer({ min: 1, max: 3 }),
      due: fc.option(fc.integer({ min: -5, max: 12 })),
      begun: fc.boolean(),
      number: fc.nat(10_000),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(some, (all) => {
      const long = { days: 15, due: null, begun: false, number: 20_000 };
      const unlike = [...new Map([long, ...all].map((each) => [each.number, each])).values()];
      const given = input(
        unlike.map(({ days, due, begun, number }) =>
          item(number, {
            ...low,
            effortDays: days,
            dueOn: due === null ? null : workday(due),
            state: begun ? 'in-progress' : 'open',
          }),
        ),
      );
      const expected = unlike.toSorted(
        (a, b) =>
          Number(b.begun) - Number(a.begun) ||
          (a.due ?? 1000) - (b.due ?? 1000) ||
          b.days - a.days ||
          a.number - b.number,
      );
      assert.deepEqual(
        computeRoadmap(given).items.map(({ code }) => code),
        expected.map(({ number }) => `PA-${number}`),
      );
    }),
    { numRuns: 200, seed: 31 },
  );
});

test('PL27 one person for whom nothing waits is late with nothing where any order is late with nothing', () => {
  const some = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.option(fc.integer({ min: 0, max: 90 }))), {
    minLength: 1,
    maxLength: 12,
  });
  let [inTime, late] = [0, 0];
  fc.assert(
    fc.property(some, (all) => {
      const given = input(
        all.map(([effortDays, due], place) =>
          item(place, { ...low, effortDays, dueOn: due === null ? null : workday(due) }),
        ),
      );
      // By their due dates is such an order wherever there is one (Jackson 1955).
      let day = 0;
      const possible = all
        .toSorted(([, a], [, b]) => (a ?? Infinity) - (b ?? Infinity))
        .every(([days, due]) => (day += days) <= (due ?? Infinity) + 1);
      assert.equal(
        computeRoadmap(given).items.some((each) => each.late),
        !possible,
      );
      if (possible) inTime += 1;
      else late += 1;
    }),
    { numRuns: 300, seed: 32 },
  );
  assert.ok(inTime > 50 && late > 50, `${inTime} and ${late}`);
});

test('PL22 where the examined days wait for nothing, the order counts in which the whole ends first', () => {
  const items = [
    item(1, { ...low, effortDays: 2 }),
    item(2, { ...low, ...bob }),
    item(3, { ...low, effortDays: 3, after: after(2) }),
  ];
  assert.deepEqual(places(input(items)), ['PA-1 03-02 03-03', 'PA-2 03-02 03-02', 'PA-3 03-04 03-06']);
});

test('PL21 what does not gate and takes long leaves no time to what gates', () => {
  const items = [
    item(1, { effortDays: 2 }),
    item(2, { ...low, dueOn: workday(5) }),
    item(3, { ...bob, effortDays: 4 }),
    item(4, { ...low, owner: 'cem', effortDays: 30 }),
  ];
  assert.deepEqual(places(input(items)).slice(0, 2), ['PA-1 03-02 03-03', 'PA-3 03-02 03-05']);
});

test('PL21 what is in progress goes first whatever waits for the others, and keeps what it waits for before it', () => {
  assert.deepEqual(
    places(
      input([
        item(1, { effortDays: 3 }),
        item(2, { ...bob, effortDays: 9, after: after(1) }),
        item(3, { ...low, state: 'in-progress' }),
      ]),
    ),
    ['PA-3 03-02 03-02', 'PA-1 03-03 03-05', 'PA-2 03-06 03-18'],
  );
  assert.deepEqual(places(input([item(1), item(2, low), item(3, { ...low, state: 'in-progress', after: after(2) })])), [
    'PA-1 03-02 03-02',
    'PA-2 03-03 03-03',
    'PA-3 03-04 03-04',
  ]);
});

test('PL21 a gap in somebody’s days is filled by what fits into it whole, and by nothing else', () => {
  const waits = { after: [{ id: 'i1', lagDays: 1 }] };
  const around = (effortDays: number) =>
    places(input([item(1, bob), item(2, { effortDays: 4, ...waits }), item(3, { ...low, effortDays })]));
  assert.deepEqual(around(2), ['PA-1 03-02 03-02', 'PA-3 03-02 03-03', 'PA-2 03-04 03-09']);
  assert.deepEqual(around(2.5), ['PA-1 03-02 03-02', 'PA-2 03-04 03-09', 'PA-3 03-10 03-12']);
  assert.deepEqual(around(0.5), ['PA-1 03-02 03-02', 'PA-3 03-02 03-02', 'PA-2 03-04 03-09']);
  // Half a day after half a day is the same day, and what waits for it begins on the next.
  assert.deepEqual(
    places(
      input([
        item(1, { effortDays: 0.5 }),
        item(2, { effortDays: 0.5, after: after(1) }),
        item(3, { ...low, effortDays: 0.5 }),
      ]),
    ),
    ['PA-1 03-02 03-02', 'PA-3 03-02 03-02', 'PA-2 03-03 03-03'],
  );
});

test('PL21 PL26 half days, short weeks and absences: who is held up by what, and by when each has to end', () => {
  const given = input(
    [
      item(1, { effortDays: 1.5 }),
      item(2, { effortDays: 1 }),
      item(3, { ...bob, effortDays: 2, after: after(1) }),
      item(4, { ...bob, effortDays: 0.5, after: after(3) }),
    ],
    {
      terms: { type: 'type1', asOf: '2026-03-20' },
      people: [
        person('ann', { daysPerWeek: 2.5 }),
        person('bob', {
          absences: [
            { from: '2026-03-06', to: '2026-03-09' },
            { from: '2026-03-18', to: '2026-03-18' },
          ],
        }),
      ],
    },
  );
  assert.deepEqual(
    computeRoadmap(given).items.map(({ code, start, finish, latestFinish, floatDays, critical, waitsFor }) =>
      [
        code,
        start.slice(8),
        finish.slice(8),
        latestFinish?.slice(8),
        floatDays,
        critical,
        waitsFor.kind,
        waitsFor.item,
      ].join(' '),
    ),
    [
      'PA-1 02 04 16 8 true today ',
      'PA-2 05 06 20 10 false person i1',
      'PA-3 05 10 19 7 true dependency i1',
      'PA-4 11 11 20 7 true dependency i3',
    ],
  );
});

test('PL26 latest days go back over half days of one day, and over people who have less of a day', () => {
  const told = (given: RoadmapInput) =>
    computeRoadmap(given).items.map(({ code, finish, latestFinish, floatDays, critical }) =>
      [code, finish.slice(8), latestFinish?.slice(8), floatDays, critical].join(' '),
    );
  const half = { ...low, effortDays: 0.5 };
  // Four half days in a row, the last due on the third day: two by then, two by the day before.
  const row = (dueOn: string) =>
    told(
      input(
        [1, 2, 3, 4].map((number) =>
          item(number, {
            ...half,
            dueOn: number === 4 ? dueOn : workday(9),
            state: number === 4 ? 'open' : 'in-progress',
          }),
        ),
      ),
    );
  assert.deepEqual(row(workday(2)), [
    'PA-1 02 03 1 true',
    'PA-2 02 03 1 true',
    'PA-3 03 04 1 true',
    'PA-4 03 04 1 true',
  ]);
  // Bob has half a day a week, so that his units are few where Ann's are many.
  const slow = [
    item(1, { effortDays: 3 }),
    item(2, { effortDays: 1, after: after(1) }),
    item(3, { ...bob, effortDays: 0.5, after: after(2), dueOn: workday(10) }),
    item(4, { effortDays: 2, after: after(3), dueOn: workday(12) }),
  ];
  assert.deepEqual(told(input(slow, { people: [person('ann'), person('bob', { daysPerWeek: 0.5 })] })), [
    'PA-1 04 06 2 true',
    'PA-2 05 09 2 true',
    'PA-3 12 16 2 true',
    'PA-4 16 18 2 true',
  ]);
});
