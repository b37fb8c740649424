import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { computeRoadmap, type RoadmapInput } from '../../src/index.ts';
import { after, dateAfter, input, item, person, places, today, type2 } from './given.ts';

const type1 = { type: 'type1', asOf: '2026-05-01' } as const;
const low = { severity: 'low' } as const;
const phases = (roadmap: { phases: { id: string; from: string; to: string; usualTo: string }[] } | null | undefined) =>
  roadmap?.phases.map(({ id, from, to, usualTo }) => `${id} ${from} ${to} ${usualTo}`);

test('PL20 PL26 due dates, first days, holidays and days on which nobody works, however far back or ahead', () => {
  const near = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(near, fc.nat(500), fc.array(near, { maxLength: 60 }), fc.nat(13), (due, first, free, shift) => {
      const begins = dateAfter(today, shift);
      const holidays = free.map((day) => dateAfter(begins, day));
      const works = (date: string) => ![0, 6].includes(new Date(date).getUTCDay()) && !holidays.includes(date);
      const [dueOn, notBefore] = [dateAfter(begins, due), dateAfter(begins, first - 20)];
      const given = input([item(1, { ...low, dueOn, notBefore })], { today: begins, holidays });
      const [only] = computeRoadmap(given).items;
      let start = notBefore > begins ? notBefore : begins;
      while (!works(start)) start = dateAfter(start, 1);
      assert.deepEqual([only?.start, only?.finish, only?.alone], [start, start, start]);
      let latest = dueOn;
      while (!works(latest)) latest = dateAfter(latest, -1);
      assert.equal(only?.latestFinish, latest);
      let days = 0;
      for (let date = latest; date < start; date = dateAfter(date, 1)) days -= works(date) ? 1 : 0;
      for (let date = start; date < latest; date = dateAfter(date, 1)) days += works(date) ? 1 : 0;
      assert.equal(only?.floatDays, days);
      assert.equal(only?.late, latest < start);
    }),
    { numRuns: 300, seed: 2 },
  );
});

test('PL26 what should have begun before today, and before dates are counted from, has its latest day all the same', () => {
  const { items } = computeRoadmap(
    input(
      [
        item(1, { ...low, effortDays: 2 }),
        item(2, { ...low, effortDays: 5, after: after(1) }),
        item(3, { ...low, after: after(2), dueOn: '1970-01-02' }),
      ],
      { today: '1970-01-05', holidays: ['1970-01-01'] },
    ),
  );
  assert.deepEqual(
    items.map(({ code, latestFinish, floatDays }) => [code, latestFinish, floatDays]),
    [
      ['PA-1', '1969-12-24', -8],
      ['PA-2', '1969-12-31', -8],
      ['PA-3', '1970-01-02', -8],
    ],
  );
});

test('PL20 a date that is none is refused and not reckoned with', () => {
  const refused = (more: Partial<RoadmapInput>) => () => computeRoadmap(input([item(1)], more));
  assert.throws(refused({ holidays: ['2026-02-30'] }), { name: 'RangeError', message: /^2026-02-30 is no date from/ });
  assert.throws(refused({ holidays: ['02.03.2026'] }), RangeError);
  assert.throws(refused({ today: '1969-12-31' }), RangeError);
  assert.throws(refused({ today: '2200-01-01' }), { message: '2200-01-01 is no date from 1970 to 2199.' });
  assert.doesNotThrow(refused({ today: '2199-12-31', terms: type1 }));
  assert.doesNotThrow(refused({ today: '1970-01-01' }));
});

test('PL24 from the examined days to the report: a period', () => {
  const plain = computeRoadmap(input([item(1)]));
  assert.deepEqual(phases(plain.drafted), [
    'period 2026-06-01 2026-08-31 2026-08-31',
    'report 2026-09-01 2026-09-28 2026-11-02',
  ]);
  assert.deepEqual([plain.drafted.report, plain.drafted.usual], ['2026-09-28', '2026-11-02']);
  assert.deepEqual(phases(plain.earliest), [
    'period 2026-03-03 2026-06-02 2026-06-02',
    'report 2026-06-03 2026-06-30 2026-08-04',
  ]);
  assert.deepEqual([plain.earliest?.report, plain.earliest?.usual], ['2026-06-30', '2026-08-04']);
  assert.deepEqual(
    plain.drafted.phases.map(({ title }) => title),
    ['Period', 'Fieldwork and report'],
  );
  const rehearsed = computeRoadmap(input([item(1)], { dryRun: true, wish: '2026-09-28' }));
  assert.deepEqual(phases(rehearsed.drafted), [
    'dry-run 2026-05-18 2026-05-31 2026-05-31',
    'period 2026-06-01 2026-08-31 2026-08-31',
    'report 2026-09-01 2026-09-28 2026-11-02',
  ]);
  assert.deepEqual(phases(rehearsed.earliest), [
    'dry-run 2026-03-03 2026-03-16 2026-03-16',
    'period 2026-03-17 2026-06-16 2026-06-16',
    'report 2026-06-17 2026-07-14 2026-08-18',
  ]);
  assert.equal(rehearsed.drafted.phases[0]?.title, 'Dry run');
  assert.deepEqual([rehearsed.readyBy, rehearsed.wished?.readyBy], ['2026-05-17', '2026-05-17']);
  assert.deepEqual(phases(rehearsed.wished), phases(rehearsed.drafted), 'the wish for that day counts back to it');
});

test('PL24 from the examined day to the report: a Type 1', () => {
  const plain = computeRoadmap(input([item(1)], { terms: type1, wish: '2026-05-29' }));
  const drafted = [
    'as-of 2026-05-01 2026-05-01 2026-05-01',
    'fieldwork 2026-05-02 2026-05-15 2026-05-29',
    'report 2026-05-16 2026-05-29 2026-06-26',
  ];
  assert.deepEqual(phases(plain.drafted), drafted);
  assert.deepEqual(phases(plain.wished), drafted);
  assert.deepEqual([plain.readyBy, plain.wished?.report], ['2026-05-01', '2026-05-29']);
  assert.deepEqual([plain.earliest?.phases[0]?.from, plain.earliest?.report], ['2026-03-02', '2026-03-30']);
  assert.deepEqual(
    plain.drafted.phases.map(({ title }) => title),
    ['As-of date', 'Fieldwork', 'Report'],
  );
  const rehearsed = computeRoadmap(input([item(1)], { terms: type1, dryRun: true, wish: '2026-06-15' }));
  assert.deepEqual(phases(rehearsed.drafted)?.slice(0, 2), ['dry-run 2026-04-18 2026-05-01 2026-05-01', drafted[0]]);
  assert.deepEqual(phases(rehearsed.earliest)?.slice(0, 2), [
    'dry-run 2026-03-03 2026-03-16 2026-03-16',
    'as-of 2026-03-16 2026-03-16 2026-03-16',
  ]);
  assert.deepEqual(phases(rehearsed.wished)?.at(-1), 'report 2026-06-02 2026-06-15 2026-07-13');
  assert.equal(rehearsed.readyBy, '2026-05-04');
});

test('PL24 what comes after days that have passed begins no sooner than today', () => {
  const ended = { type: 'type2', period: { from: '2025-01-01', to: '2025-12-31' } } as const;
  assert.deepEqual(phases(computeRoadmap(input([], { terms: ended })).drafted), [
    'period 2025-01-01 2025-12-31 2025-12-31',
    'report 2026-03-02 2026-03-29 2026-05-03',
  ]);
  const passed = computeRoadmap(input([], { terms: { type: 'type1', asOf: '2026-02-14' } })).drafted;
  assert.deepEqual(phases(passed), [
    'as-of 2026-02-14 2026-02-14 2026-02-14',
    'fieldwork 2026-03-02 2026-03-15 2026-03-29',
    'report 2026-03-16 2026-03-29 2026-04-26',
  ]);
  // The day before today, the next begins today in any case.
  const yesterday = computeRoadmap(input([], { terms: { type: 'type1', asOf: '2026-03-01' } })).drafted;
  assert.equal(yesterday.phases[1]?.from, today);
});

test('PL24 by when the work has to end: the wish decides where there is one, else the dates of the engagement', () => {
  const by = (more: Partial<RoadmapInput>) => computeRoadmap(input([item(1)], more)).readyBy;
  assert.equal(by({}), '2026-05-31');
  assert.equal(by({ wish: '2026-10-01' }), '2026-06-03');
  assert.equal(by({ dryRun: true }), '2026-05-17');
  assert.equal(by({ terms: type1 }), '2026-05-01');
  assert.equal(by({ terms: type1, dryRun: true }), '2026-04-17');
  const [only] = computeRoadmap(input([item(1)], { wish: '2026-10-05' })).items;
  assert.deepEqual([only?.latestFinish, only?.floatDays], ['2026-06-05', 69], 'by a Sunday, so on the Friday before');
});

test('PL24 for every wish the way counted back is the way forward, and work that ends by then leads to it', () => {
  const begins = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(fc.boolean(), begins, fc.nat(400), fc.boolean(), (one, from, long, dryRun) => {
      const begin = dateAfter(today, from);
      const terms = one
        ? ({ type: 'type1', asOf: begin } as const)
        : ({ type: 'type2', period: { from: begin, to: dateAfter(begin, long) } } as const);
      const { drafted } = computeRoadmap(input([], { terms, dryRun }));
      const wished = computeRoadmap(input([], { terms: one ? type1 : terms, dryRun, wish: drafted.report })).wished;
      assert.deepEqual(wished?.phases, drafted.phases);
      // An item that can end on that day at the soonest leads to the very same way.
      const readyBy = wished?.readyBy ?? '';
      if (readyBy < today || [0, 6].includes(new Date(readyBy).getUTCDay())) return;
      const { earliest } = computeRoadmap(input([item(1, { notBefore: readyBy })], { terms, dryRun }));
      assert.deepEqual(earliest?.phases, drafted.phases);
    }),
    { numRuns: 200, seed: 4 },
  );
});

test('PL20 days of a week, halves of them, absences and one person more', () => {
  const days = (more: Parameters<typeof person>[1], effortDays = 5) =>
    places(input([item(1, { effortDays })], { people: [person('ann', more)] }))[0];
  assert.equal(days({}), 'PA-1 03-02 03-06');
  assert.equal(days({ daysPerWeek: null }), 'PA-1 03-02 03-06', 'five are taken where nobody said');
  assert.equal(days({ daysPerWeek: 2.5 }), 'PA-1 03-02 03-13');
  assert.equal(days({ daysPerWeek: 0.5 }), 'PA-1 03-02 05-08');
  assert.equal(days({ daysPerWeek: 4 }, 4), 'PA-1 03-02 03-06');
  assert.equal(days({ oneMore: true }, 10), 'PA-1 03-02 03-06', 'both have as much time');
  assert.equal(days({ oneMore: true, daysPerWeek: 2.5 }), 'PA-1 03-02 03-06');
  assert.equal(days({ absences: [{ from: '2026-02-01', to: '2026-03-03' }] }), 'PA-1 03-04 03-10');
  assert.equal(days({ absences: [{ from: '2026-03-04', to: '2026-03-04' }] }), 'PA-1 03-02 03-09');
  assert.equal(days({}, 0.5), 'PA-1 03-02 03-02');
});

test('PL20 PL28 people are told with the work that has a place, the days they have and where nobody said how many', () => {
  const absences = [{ from: '2026-03-03', to: '2026-03-04' }];
  const { people } = computeRoadmap(
    input(
      [
        item(1, { effortDays: 2.5 }),
        item(2, { effortDays: 1 }),
        item(3, { effortDays: null }),
        item(4, { state: 'verified' }),
        item(5, { owner: 'bob', effortDays: 0.5 }),
      ],
      {
        people: [
          person('ann', { absences, daysPerWeek: null, name: 'Ann' }),
          person('bob', { daysPerWeek: 2, oneMore: true, name: null }),
          person('cem', { daysPerWeek: 0 }),
        ],
      },
    ),
  );
  assert.deepEqual(people, [
    {
      person: 'ann',
      name: 'Ann',
      daysPerWeek: 5,
      assumed: true,
      oneMore: false,
      absences,
      items: 2,
      effortDays: 3.5,
      finish: '2026-03-09',
    },
    {
      person: 'bob',
      name: null,
      daysPerWeek: 2,
      assumed: false,
      oneMore: true,
      absences: [],
      items: 1,
      effortDays: 0.5,
      finish: '2026-03-02',
    },
    {
      person: 'cem',
      name: 'cem',
      daysPerWeek: 0,
      assumed: false,
      oneMore: false,
      absences: [],
      items: 0,
      effortDays: 0,
      finish: null,
    },
  ]);
  assert.equal(computeRoadmap(input([item(1)], { terms: type2 })).people[0]?.finish, today);
});

test('PL20 PL24 on a day on which nobody works, work begins on the next, and what waits for nothing is ready that day', () => {
  const saturday = { today: '2026-03-07' };
  const ready = (...items: Parameters<typeof input>[0]) => computeRoadmap(input(items, saturday)).ready;
  const told = (date: string) => ({ on: date, notBefore: date, shortest: true, unknown: [] });
  assert.deepEqual(ready(item(1)), told('2026-03-09'));
  assert.deepEqual(ready(), told('2026-03-07'));
  assert.deepEqual(ready(item(1, low)), told('2026-03-07'));
  assert.deepEqual(
    phases(computeRoadmap(input([], saturday)).earliest)?.[0],
    'period 2026-03-07 2026-06-06 2026-06-06',
  );
});
