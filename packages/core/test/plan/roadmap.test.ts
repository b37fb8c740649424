import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { computeRoadmap, type RoadmapInput } from '../../src/index.ts';
import { after, found, input, item, person, today, workday } from './given.ts';

const places = (given: RoadmapInput) =>
  computeRoadmap(given).items.map(({ code, start, finish }) => [code, start, finish]);

test('PL20 work lies on working days: no weekend, no holiday, no day of absence, and as much of a day as the person has', () => {
  const friday = input([item(1, { effortDays: 5 }), item(2, { effortDays: 1 })]);
  assert.deepEqual(places(friday), [
    ['PA-1', '2026-03-02', '2026-03-06'],
    ['PA-2', '2026-03-09', '2026-03-09'],
  ]);
  const away = [{ from: '2026-03-03', to: '2026-03-04' }];
  const short = input([item(1, { effortDays: 3 })], {
    holidays: ['2026-03-02'],
    people: [person('ann', { absences: away })],
  });
  assert.deepEqual(places(short), [['PA-1', '2026-03-05', '2026-03-09']]);
  const half = input([item(1, { effortDays: 2 })], { people: [person('ann', { daysPerWeek: 2.5 })] });
  assert.deepEqual(places(half), [['PA-1', '2026-03-02', '2026-03-05']]);
  const sharing = input([item(1, { effortDays: 0.5 }), item(2, { effortDays: 0.5 })]);
  assert.deepEqual(places(sharing), [
    ['PA-1', '2026-03-02', '2026-03-02'],
    ['PA-2', '2026-03-02', '2026-03-02'],
  ]);
  assert.deepEqual(places(input([item(1)], { today: '2026-03-07' })), [['PA-1', '2026-03-09', '2026-03-09']]);
});

test('PL21 an item begins on the working day after all it waits for, the days in between and its own first day', () => {
  const chain = input([
    item(1, { effortDays: 2 }),
    item(2, { owner: 'bob', after: [{ id: 'i1', lagDays: 2 }] }),
    item(3, { owner: 'bob', notBefore: '2026-03-14' }),
    item(4, { owner: 'bob', after: after(5) }),
    item(5, { state: 'verified', effortDays: null, owner: null }),
  ]);
  assert.deepEqual(places(chain), [
    ['PA-1', '2026-03-02', '2026-03-03'],
    ['PA-4', '2026-03-02', '2026-03-02'],
    ['PA-2', '2026-03-06', '2026-03-06'],
    ['PA-3', '2026-03-16', '2026-03-16'],
  ]);
  assert.equal(computeRoadmap(chain).settled, 1);
});

test('PL21 what is in progress goes before what nobody has begun, and what gates before what does not', () => {
  const given = input([
    item(1, { severity: 'low' }),
    item(2, { severity: null, effortDays: 3 }),
    item(3, { severity: 'low', state: 'in-progress' }),
  ]);
  assert.deepEqual(
    places(given).map(([code]) => code),
    ['PA-3', 'PA-2', 'PA-1'],
  );
});

test('PL23 what cannot be placed is listed with the reason and never left out, and circles are named', () => {
  const given = input(
    [
      item(1, { effortDays: null, owner: null }),
      item(2, { after: after(1), severity: 'low' }),
      item(3, { after: after(5) }),
      item(4, { after: after(3) }),
      item(5, { after: after(4) }),
      item(6, { owner: 'cem' }),
      item(7, { owner: 'dan' }),
      item(8, { after: after(8), severity: 'low' }),
      item(9),
    ],
    { people: [person('ann'), person('cem', { able: false }), person('dan', { daysPerWeek: 0 })] },
  );
  const { items, unscheduled, circles, ready, earliest } = computeRoadmap(given);
  assert.deepEqual(
    items.map(({ code }) => code),
    ['PA-9'],
  );
  assert.deepEqual(
    unscheduled.map(({ code, reasons }) => [code, reasons.map(({ why }) => why)]),
    [
      ['PA-1', ['no-effort', 'no-owner']],
      ['PA-2', ['waits']],
      ['PA-3', ['circle']],
      ['PA-4', ['circle']],
      ['PA-5', ['circle']],
      ['PA-6', ['owner-unable']],
      ['PA-7', ['no-time']],
      ['PA-8', ['circle']],
    ],
  );
  assert.deepEqual(circles, [['i3', 'i5', 'i4'], ['i8']]);
  assert.match(found(given, 'circle')[0]?.words ?? '', /PA-3 waits for PA-5, PA-5 for PA-4 and PA-4 for PA-3 again\./);
  assert.deepEqual([ready.on, ready.unknown.length, earliest], [null, 6, null]);
  assert.match(found(given, 'unscheduled')[0]?.words ?? '', /8 items have no place/);
  assert.equal(found({ ...given, wish: '2027-12-01' }, 'wish-unknown').length, 1);
});

test('PL23 what would end in more than a hundred years has no place, and nothing hangs', () => {
  const given = input([item(1, { effortDays: 1000 }), item(2, { after: after(1) })], {
    people: [person('ann', { absences: [{ from: '2026-03-02', to: '2199-12-31' }] })],
  });
  const { unscheduled } = computeRoadmap(given);
  assert.deepEqual(
    unscheduled.map(({ reasons }) => reasons[0]?.why),
    ['beyond', 'waits'],
  );
});

test('PL24 a period begins the day after what it waits for; a Type 1 can speak of the day itself', () => {
  const two = computeRoadmap(input([item(1, { effortDays: 5 }), item(2, { severity: 'low', effortDays: 30 })]));
  assert.deepEqual([two.ready.on, two.ready.shortest], ['2026-03-06', true]);
  assert.deepEqual(
    two.earliest?.phases.map(({ id, from, to, usualTo }) => [id, from, to, usualTo]),
    [
      ['period', '2026-03-07', '2026-06-06', '2026-06-06'],
      ['report', '2026-06-07', '2026-07-04', '2026-08-08'],
    ],
  );
  assert.deepEqual([two.drafted.report, two.readyBy], ['2026-09-28', '2026-05-31']);
  const one = computeRoadmap(
    input([item(1, { effortDays: 5 })], { terms: { type: 'type1', asOf: '2026-05-01' }, dryRun: true }),
  );
  assert.deepEqual(
    one.earliest?.phases.map(({ id, from, to }) => [id, from, to]),
    [
      ['dry-run', '2026-03-07', '2026-03-20'],
      ['as-of', '2026-03-20', '2026-03-20'],
      ['fieldwork', '2026-03-21', '2026-04-03'],
      ['report', '2026-04-04', '2026-04-17'],
    ],
  );
  assert.equal(one.readyBy, '2026-04-17');
  const unsaid = computeRoadmap(input([item(1, { severity: null, effortDays: 5 }), item(2, { severity: 'medium' })]));
  assert.deepEqual(
    unsaid.items.map(({ code, gates }) => [code, gates]),
    [
      ['PA-1', true],
      ['PA-2', false],
    ],
    'what nobody said is not taken for good',
  );
  const ready = computeRoadmap(input([]));
  assert.deepEqual([ready.ready.on, ready.earliest?.phases[0]?.from], [today, today]);
});

test('PL25 an impossible wish says what is possible, what it waits for and what would help; a possible one how much is left', () => {
  const items = [
    item(1, { effortDays: 20 }),
    item(2, { effortDays: 20, after: after(1) }),
    item(3, { owner: 'bob', effortDays: 10, after: after(2) }),
  ];
  const wish = '2026-08-12';
  const roadmap = computeRoadmap(input(items, { wish }));
  const [first] = roadmap.findings;
  assert.deepEqual([first?.code, first?.kind], ['wish-impossible', 'impossible']);
  assert.match(
    first?.words ?? '',
    /asks for a report on 2026-08-12; the earliest possible is 2026-09-05, 24 days later\..*by 2026-04-14, and it ends on 2026-05-08 at the earliest\. The critical path is PA-1 → PA-2 → PA-3\. With one more person for what ann does, it ends on 2026-04-10, 28 days sooner\./,
  );
  assert.deepEqual(roadmap.criticalPath, ['i1', 'i2', 'i3']);
  assert.deepEqual(roadmap.wished?.phases.at(-1)?.to, wish);
  const possible = found(input(items, { wish: '2026-09-15' }), 'wish-possible')[0];
  assert.match(possible?.words ?? '', /can be there on 2026-09-05, 10 days before\..*2026-10-10, after the wish/);
  assert.equal(found(input(items, { wish: '2026-09-05' }), 'wish-possible').length, 1, 'the day itself is in time');
  assert.equal(found(input(items, { wish: '2026-09-04' }), 'wish-impossible').length, 1);
  // The days of the engagement as drafted may lead there sooner than a later period would.
  const running = input([], {
    wish: '2026-05-01',
    terms: { type: 'type2', period: { from: '2025-02-01', to: '2026-01-31' } },
  });
  assert.match(found(running, 'wish-possible')[0]?.words ?? '', /2026-03-29, 33 days before/);
});

test('PL25 what only this order of work makes late is not called impossible', () => {
  // Ann is needed for both; the short one first would let Bob begin sooner.
  const items = [
    item(1, { effortDays: 10, dueOn: '2026-03-13' }),
    item(2, { effortDays: 1, dueOn: '2026-03-13' }),
    item(3, { owner: 'bob', effortDays: 1, after: after(2) }),
  ];
  const roadmap = computeRoadmap(input(items));
  const late = roadmap.findings.filter(({ code }) => code.startsWith('item-'));
  assert.deepEqual(
    late.map(({ code, kind }) => [code, kind]),
    [['item-late', 'late']],
  );
});

test('PL26 latest days, float and the critical path follow from what is late otherwise', () => {
  const { items, criticalPath } = computeRoadmap(
    input([
      item(1, { effortDays: 5 }),
      item(2, { effortDays: 5, after: after(1), dueOn: '2026-03-20' }),
      item(3, { owner: 'bob', effortDays: 2 }),
      item(4, { owner: 'bob', effortDays: 1, severity: 'low' }),
    ]),
  );
  assert.deepEqual(
    items.map(({ code, latestFinish, floatDays, critical, gates }) => [code, latestFinish, floatDays, critical, gates]),
    [
      ['PA-1', '2026-03-13', 5, true, true],
      ['PA-3', '2026-05-29', 63, false, true],
      ['PA-4', null, null, false, false],
      ['PA-2', '2026-03-20', 5, true, true],
    ],
  );
  assert.deepEqual(criticalPath, ['i1', 'i2']);
  const row = computeRoadmap(input([item(1, { effortDays: 5 }), item(2, { effortDays: 5, dueOn: '2026-03-13' })]));
  assert.deepEqual(
    row.items.map(({ code, latestFinish, floatDays }) => [code, latestFinish, floatDays]),
    [
      ['PA-1', '2026-03-06', 0],
      ['PA-2', '2026-03-13', 0],
    ],
    'what the same person has to do after it counts too',
  );
  const late = computeRoadmap(input([item(1, { effortDays: 5, dueOn: '2026-03-04' })])).items[0];
  assert.deepEqual([late?.late, late?.floatDays, late?.latestFinish], [true, -2, '2026-03-04']);
});

test('PL27 dates that cannot all be meant are each explained, and everything else is still reckoned', () => {
  const given = input([
    item(1, { notBefore: '2026-05-04', dueOn: '2026-04-01' }),
    item(2, { dueOn: '2026-03-20', after: after(3) }),
    item(3, { dueOn: '2026-03-27' }),
    item(4, { dueOn: '2026-07-01', effortDays: 0.5 }),
    item(5, { dueOn: '2026-02-27', severity: 'low' }),
    item(6, { dueOn: '2026-03-03', effortDays: 8, owner: 'bob', severity: 'low' }),
  ]);
  assert.match(
    found(given, 'due-before-start')[0]?.words ?? '',
    /PA-1 is due on 2026-04-01, and is not to begin before/,
  );
  assert.match(
    found(given, 'due-before-what-it-waits-for')[0]?.words ?? '',
    /PA-2 .* waits for PA-3, due on 2026-03-27/,
  );
  assert.match(found(given, 'due-after-begin')[0]?.words ?? '', /PA-4 .* has to end by 2026-05-31/);
  assert.match(found(given, 'item-overdue')[0]?.words ?? '', /PA-5 was due on 2026-02-27/);
  assert.match(found(given, 'item-impossible')[1]?.words ?? '', /PA-1 .* begins on 2026-05-04 at the earliest/);
  assert.match(
    found(given, 'item-impossible')[0]?.words ?? '',
    /PA-6 .* the earliest possible is 2026-03-11, 8 days later/,
  );
  assert.equal(computeRoadmap(given).items.length, 6);
});

test('PL22 PL1 what is assumed or taken from the catalogue is told, and an order that is not shown best is not called so', () => {
  const given = input([item(1, { effortSource: 'catalogue' })], { people: [person('ann', { daysPerWeek: null })] });
  assert.match(found(given, 'time-assumed')[0]?.words ?? '', /how many days a week ann has/);
  assert.match(found(given, 'effort-of-catalogue')[0]?.words ?? '', /1 effort of 1 is what the catalogue says/);
  assert.equal(computeRoadmap(given).people[0]?.assumed, true);
});

const small = fc
  .record({
    tasks: fc.array(
      fc.record({
        days: fc.integer({ min: 1, max: 4 }),
        owner: fc.integer({ min: 0, max: 2 }),
        after: fc.array(fc.nat(5), { maxLength: 2 }),
        lag: fc.nat(2),
        notBefore: fc.nat(4),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ tasks }) =>
    tasks.map((task, place) => ({ ...task, after: [...new Set(task.after.filter((each) => each < place))] })),
  );
type Small = (typeof small extends fc.Arbitrary<infer T> ? T : never)[number];

const dayOf = new Map(Array.from({ length: 400 }, (_, day) => [workday(day), day]));

const asInput = (tasks: readonly Small[], owner: (task: Small, place: number) => string): RoadmapInput =>
  input(
    tasks.map((task, place) =>
      item(place, {
        owner: owner(task, place),
        effortDays: task.days,
        notBefore: workday(task.notBefore),
        after: task.after.map((each) => ({ id: `i${each}`, lagDays: task.lag })),
      }),
    ),
    { people: tasks.map((task, place) => person(owner(task, place))) },
  );

/** The least end over every order in which the tasks can be handed out, each placed day by day. */
function bruteForce(tasks: readonly Small[]): number {
  let best = Infinity;
  const busy = [new Set<number>(), new Set<number>(), new Set<number>()];
  const ends: (number | undefined)[] = [];
  const go = (left: number, end: number): void => {
    if (end >= best) return;
    if (left === 0) {
      best = end;
      return;
    }
    for (const [place, task] of tasks.entries()) {
      if (ends[place] !== undefined || task.after.some((each) => ends[each] === undefined)) continue;
      let start = Math.max(task.notBefore, ...task.after.map((each) => (ends[each] ?? 0) + 1 + task.lag));
      const row = busy[task.owner] ?? new Set();
      const days = (from: number): number[] => Array.from({ length: task.days }, (_, n) => from + n);
      while (days(start).some((day) => row.has(day))) start += 1;
      for (const day of days(start)) row.add(day);
      ends[place] = start + task.days - 1;
      go(left - 1, Math.max(end, start + task.days - 1));
      ends[place] = undefined;
      for (const day of days(start)) row.delete(day);
    }
  };
  go(tasks.length, -1);
  return best;
}

test('PL22 no order of work ends before the bound, and no schedule before the best order (brute force over all orders)', () => {
  let best = 0;
  fc.assert(
    fc.property(small, (tasks) => {
      const { ready } = computeRoadmap(asInput(tasks, ({ owner }) => `p${owner}`));
      const least = bruteForce(tasks);
      const [end, bound] = [dayOf.get(ready.on ?? '') ?? -1, dayOf.get(ready.notBefore) ?? -1];
      assert.ok(bound <= least, `bound ${bound}, best order ${least}`);
      assert.ok(least <= end, `schedule ${end}, best order ${least}`);
      if (ready.shortest) assert.equal(end, least);
      if (end === least) best += 1;
    }),
    { numRuns: 300, seed: 7 },
  );
  assert.ok(best >= 285, `${best} of 300 schedules are as short as the best order`);
});

test('PL22 where nobody has two things to do, days, float and critical path are those of the critical-path method', () => {
  fc.assert(
    fc.property(small, (tasks) => {
      const given = asInput(tasks, (_, place) => `p${place}`);
      const { items, ready } = computeRoadmap(given);
      const finish: number[] = [];
      for (const task of tasks) {
        const start = Math.max(task.notBefore, ...task.after.map((each) => (finish[each] ?? 0) + 1 + task.lag));
        finish.push(start + task.days - 1);
      }
      const end = Math.max(...finish);
      const latest = tasks.map(() => end);
      for (const [place, task] of [...tasks.entries()].toReversed()) {
        const start = (latest[place] ?? 0) - task.days + 1;
        for (const each of task.after) latest[each] = Math.min(latest[each] ?? end, start - 1 - task.lag);
      }
      assert.deepEqual([dayOf.get(ready.on ?? ''), ready.shortest], [end, true]);
      for (const each of items) {
        const place = Number(each.code.slice(3));
        assert.equal(dayOf.get(each.finish), finish[place]);
        assert.equal(each.critical, latest[place] === finish[place], each.code);
      }
    }),
    { numRuns: 200, seed: 11 },
  );
});

test('PL21 PL29 every schedule keeps to time, order and one thing at a time, whoever is away, and comes again the same', () => {
  const free = fc.record({
    tasks: fc.array(
      fc.record({
        half: fc.integer({ min: 1, max: 12 }),
        owner: fc.nat(2),
        after: fc.array(fc.nat(24), { maxLength: 3 }),
        lag: fc.nat(3),
        due: fc.option(fc.nat(60)),
        begun: fc.boolean(),
        gates: fc.boolean(),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    week: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 3, maxLength: 3 }),
    away: fc.array(fc.tuple(fc.nat(2), fc.nat(40), fc.nat(8)), { maxLength: 4 }),
    holidays: fc.array(fc.nat(40), { maxLength: 4 }),
  });
  const calendarDay = (day: number): string =>
    new Date(Date.parse(today) + day * 86_400_000).toISOString().slice(0, 10);
  fc.assert(
    fc.property(free, ({ tasks, week, away, holidays }) => {
      const given = input(
        tasks.map((task, place) =>
          item(place, {
            owner: `p${task.owner}`,
            effortDays: task.half / 2,
            dueOn: task.due === null ? null : calendarDay(task.due),
            state: task.begun ? 'in-progress' : 'open',
            severity: task.gates ? 'critical' : 'low',
            after: task.after.filter((each) => each < place).map((each) => ({ id: `i${each}`, lagDays: task.lag })),
          }),
        ),
        {
          holidays: holidays.map(calendarDay),
          people: week.map((halves, place) =>
            person(`p${place}`, {
              daysPerWeek: halves / 2,
              absences: away
                .filter(([who]) => who === place)
                .map(([, from, long]) => ({ from: calendarDay(from), to: calendarDay(from + long) })),
            }),
          ),
        },
      );
      const roadmap = computeRoadmap(given);
      assert.deepEqual(computeRoadmap({ ...given, items: given.items.toReversed() }), roadmap);
      assert.equal(roadmap.items.length, tasks.length);
      const placed = new Map(roadmap.items.map((each) => [each.id, each]));
      for (const { id, after: before } of given.items) {
        for (const each of before) assert.ok((placed.get(each.id)?.finish ?? '') < (placed.get(id)?.start ?? ''));
      }
      for (const { id, daysPerWeek, absences } of given.people) {
        const own = roadmap.items.filter((each) => given.items.find((one) => one.id === each.id)?.owner === id);
        const works = (day: string): boolean =>
          ![0, 6].includes(new Date(day).getUTCDay()) &&
          !given.holidays.includes(day) &&
          !absences.some(({ from, to }) => from <= day && day <= to);
        // Over any span of days there is no more work than there is time.
        for (const from of own) {
          for (const to of own) {
            const within = own.filter((each) => each.start >= from.start && each.finish <= to.finish);
            const work = within.reduce(
              (sum, each) => sum + (given.items.find((one) => one.id === each.id)?.effortDays ?? 0),
              0,
            );
            let time = 0;
            for (
              let day = from.start;
              day <= to.finish;
              day = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
            ) {
              if (works(day)) time += (daysPerWeek ?? 5) / 5;
            }
            assert.ok(work <= time + 1e-9 || within.length === 0, `${work} in ${time}`);
          }
        }
        for (const each of own) assert.ok(works(each.start) && works(each.finish));
        for (const [a, b] of own.flatMap((one) => own.map((other) => [one, other] as const))) {
          if (a.id !== b.id) assert.ok(a.finish <= b.start || b.finish <= a.start, `${a.code} and ${b.code} at once`);
        }
      }
    }),
    { numRuns: 60, seed: 3 },
  );
});
