import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeRoadmap, type RoadmapInput, type RoadmapItem } from '../../src/index.ts';
import { after, dateAfter, found, input, item, person, today } from './given.ts';

const type1 = (asOf: string) => ({ type: 'type1', asOf }) as const;
const period = (from: string, to: string) => ({ type: 'type2', period: { from, to } }) as const;
const wish = (items: RoadmapItem[], on: string, more: Partial<RoadmapInput> = {}) =>
  found(input(items, { wish: on, ...more }), 'wish-').map(({ code, kind }) => `${code} ${kind}`);
const words = (given: RoadmapInput, code: string) => found(given, code).map((each) => each.words);

/** Ann is needed first and last for both: nothing shows that no order ends before the 17th, and this one does on the 19th. */
const notBest = [
  item(1, { effortDays: 2 }),
  item(2, { effortDays: 4, owner: 'bob', after: after(1) }),
  item(3, { effortDays: 2, after: after(2) }),
  item(4, { effortDays: 2 }),
  item(5, { effortDays: 4, owner: 'bob', after: after(4) }),
  item(6, { effortDays: 2, after: after(5) }),
];

test('PL25 whether a wish can be met, to the day: where the work decides, and where the dates of the engagement do', () => {
  // Ready on the 2nd: a period from the 3rd, a report on 06-30; as drafted on 09-28.
  assert.deepEqual(wish([item(1)], '2026-06-29'), ['wish-impossible impossible']);
  assert.deepEqual(wish([item(1)], '2026-06-30'), ['wish-possible possible']);
  // The drafted dates lie before what a new period would be: the report on 04-27 stands where the work ends in time.
  const soon = { terms: period('2026-03-10', '2026-03-30') };
  assert.deepEqual(wish([item(1)], '2026-04-20', soon), ['wish-possible possible'], 'moved to the 3rd it is sooner');
  const running = { terms: period('2025-06-01', '2026-03-30') };
  assert.deepEqual(wish([item(1, { severity: 'low' })], '2026-04-27', running), ['wish-possible possible']);
  assert.deepEqual(wish([item(1, { severity: 'low' })], '2026-04-26', running), ['wish-impossible impossible']);
  assert.deepEqual(wish([item(1)], '2026-04-27', running), ['wish-impossible impossible'], 'the work ends too late');
  // With nothing that the days wait for, and drafted far ahead, they can begin today.
  assert.deepEqual(wish([], '2026-06-28'), ['wish-impossible impossible']);
  assert.deepEqual(wish([], '2026-06-29'), ['wish-possible possible']);
  assert.deepEqual(words(input([], { wish: '2026-06-30' }), 'wish-'), [
    'A report on 2026-06-30 is possible: it can be there on 2026-06-29, 1 day before. Where fieldwork and report take the longest that is usual, it is there on 2026-08-03, after the wish.',
  ]);
  assert.deepEqual(found(input([item(1)]), 'wish-'), []);
});

test('PL25 a possible wish says how many days are left, and whether that holds where it takes the longest', () => {
  const told = (on: string) => words(input([item(1)], { wish: on }), 'wish-possible')[0];
  const longest =
    ' Where fieldwork and report take the longest that is usual, it is there on 2026-08-04, after the wish.';
  assert.equal(
    told('2026-06-30'),
    `A report on 2026-06-30 is possible: it can be there on 2026-06-30, on the very day.${longest}`,
  );
  assert.equal(
    told('2026-08-03'),
    `A report on 2026-08-03 is possible: it can be there on 2026-06-30, 34 days before.${longest}`,
  );
  assert.equal(
    told('2026-08-04'),
    'A report on 2026-08-04 is possible: it can be there on 2026-06-30, 35 days before.',
  );
});

test('PL25 the dates of the engagement are kept for a wish where they hold and lead there sooner', () => {
  // As drafted 2026-04-12 (16 days from 02-28 on: too soon for the work); a Type 1 later on.
  const drafted = { terms: type1('2026-03-02') };
  assert.match(
    words(input([item(1)], { ...drafted, wish: '2026-05-01' }), 'wish-possible')[0] ?? '',
    /on 2026-03-30, 32/,
  );
  const passed = { terms: period('2025-12-01', '2026-03-15') };
  const fits = [item(1, { severity: 'medium' })];
  assert.match(
    words(input(fits, { ...passed, wish: '2026-05-01' }), 'wish-possible')[0] ?? '',
    /on 2026-04-12, 19 days/,
  );
  assert.deepEqual(wish([item(1)], '2026-04-12', passed), ['wish-impossible impossible']);
  // In time for the draft, whose short way is no shorter than a moved one.
  const later = { terms: type1('2026-04-01') };
  assert.match(words(input([item(1)], { ...later, wish: '2026-05-01' }), 'wish-possible')[0] ?? '', /on 2026-03-30/);
});

test('PL25 an impossible wish: what is the earliest, what for the wish would have to be, what it waits for, what helps', () => {
  const given = input([item(1, { effortDays: 20 })], { wish: '2026-07-24' });
  assert.deepEqual(words(given, 'wish-'), [
    'The wish asks for a report on 2026-07-24; the earliest possible is 2026-07-25, 1 day later. For the wish, what the examined days wait for would have to end by 2026-03-26, and it ends on 2026-03-27 at the earliest. It waits for PA-1. With one more person for what ann does, it ends on 2026-03-13, 14 days sooner.',
  ]);
  assert.deepEqual(found(given, 'wish-')[0]?.items, ['i1']);
  const nothing = input([], { wish: '2026-06-01', today });
  assert.deepEqual(words(nothing, 'wish-'), [
    'The wish asks for a report on 2026-06-01; the earliest possible is 2026-06-29, 28 days later. For the wish, what the examined days wait for would have to end by 2026-02-01, and it ends on 2026-03-02 at the earliest.',
  ]);
});

test('PL25 a wish that only this order misses is late; one that no order meets is impossible', () => {
  // The bound is the 13th of March and this order ends on the 17th: reports on 07-11 and 07-15.
  const { ready, earliest } = computeRoadmap(input(notBest));
  assert.deepEqual(ready, { on: '2026-03-17', notBefore: '2026-03-13', shortest: false, unknown: [] });
  assert.equal(earliest?.report, '2026-07-15');
  assert.deepEqual(wish(notBest, '2026-07-10'), ['wish-impossible impossible']);
  assert.deepEqual(wish(notBest, '2026-07-11'), ['wish-late late']);
  assert.deepEqual(wish(notBest, '2026-07-14'), ['wish-late late']);
  assert.deepEqual(wish(notBest, '2026-07-15'), ['wish-possible possible']);
  const [late] = found(input(notBest, { wish: '2026-07-14' }), 'wish-late');
  assert.match(
    late?.words ?? '',
    /^The wish asks for a report on 2026-07-14; in this order of work it is there on 2026-07-15, 1 day later\. No order of work gives one before 2026-07-11, and whether another one meets the wish is not shown\. The critical path is PA-1 → PA-2 → PA-5 → PA-6\. With one more person for what bob does, it ends on 2026-03-11, 6 days sooner\.$/,
  );
  assert.deepEqual(late?.items, ['i1', 'i2', 'i5', 'i6']);
});

test('PL25 where something has no place, whether a wish is met cannot be told, unless what is known already misses it', () => {
  const lost = item(2, { effortDays: null });
  const [one] = found(input([item(1, { effortDays: 5 }), lost], { wish: '2026-07-04' }), 'wish-');
  assert.deepEqual(one, {
    code: 'wish-unknown',
    kind: 'unknown',
    items: ['i2'],
    words:
      'Whether a report on 2026-07-04 is possible cannot be told: 1 item that the examined days wait for has no place in the roadmap. Not before 2026-07-04.',
  });
  assert.deepEqual(wish([item(1, { effortDays: 5 }), lost], '2026-07-03'), ['wish-impossible impossible']);
  const two = input([lost, item(3, { owner: null })], { wish: '2026-12-01' });
  assert.deepEqual(words(two, 'wish-'), [
    'Whether a report on 2026-12-01 is possible cannot be told: 2 items that the examined days wait for have no place in the roadmap. Not before 2026-06-30.',
  ]);
  // Nothing known has to be done, yet something is unknown: the days cannot begin today for certain.
  assert.deepEqual(computeRoadmap(two).ready, { on: null, notBefore: today, shortest: false, unknown: ['i2', 'i3'] });
  assert.deepEqual(computeRoadmap(two).help, []);
  assert.equal(computeRoadmap(two).earliest, null);
});

test('PL24 PL25 whether the examined days can begin as drafted, to the day', () => {
  const begin = (items: RoadmapItem[], terms: RoadmapInput['terms'], more: Partial<RoadmapInput> = {}) =>
    found(input(items, { terms, ...more }), 'begin-').map(({ code, kind }) => `${code} ${kind}`);
  const week = [item(1, { effortDays: 5 })];
  assert.deepEqual(begin(week, period('2026-03-07', '2026-06-06')), ['begin-possible possible']);
  assert.deepEqual(begin(week, period('2026-03-06', '2026-06-06')), ['begin-impossible impossible']);
  assert.deepEqual(begin(week, type1('2026-03-06')), ['begin-possible possible']);
  assert.deepEqual(begin(week, type1('2026-03-05')), ['begin-impossible impossible']);
  assert.deepEqual(begin([item(1)], type1(today)), ['begin-possible possible'], 'of today too');
  assert.deepEqual(begin(week, type1('2026-03-20'), { dryRun: true }), ['begin-possible possible']);
  assert.deepEqual(begin(week, type1('2026-03-19'), { dryRun: true }), ['begin-impossible impossible']);
  assert.deepEqual(begin(notBest, period('2026-03-13', '2026-06-12')), ['begin-impossible impossible']);
  assert.deepEqual(begin(notBest, period('2026-03-14', '2026-06-12')), ['begin-late late']);
  assert.deepEqual(begin(notBest, period('2026-03-17', '2026-06-12')), ['begin-late late']);
  assert.deepEqual(begin(notBest, period('2026-03-18', '2026-06-12')), ['begin-possible possible']);
  assert.deepEqual(begin([item(1, { severity: 'low' })], type1('2026-01-01')), [], 'they wait for nothing');
  const lost = [item(1, { effortDays: null })];
  assert.deepEqual(begin(lost, type1('2026-03-02')), [], 'it cannot be told');
  assert.deepEqual(begin(lost, type1('2026-03-01')), ['begin-impossible impossible']);
  // A wish says nothing about the dates of the engagement.
  assert.deepEqual(begin(week, type1('2026-03-06'), { wish: '2027-01-01' }), ['begin-possible possible']);
});

test('PL24 PL25 what the examined days wait for is told with their dates', () => {
  const told = (items: RoadmapItem[], terms: RoadmapInput['terms']) => found(input(items, { terms }), 'begin-')[0];
  const week = [item(1, { effortDays: 5 })];
  assert.deepEqual(told(week, period('2026-03-07', '2026-06-06')), {
    code: 'begin-possible',
    kind: 'possible',
    items: ['i1'],
    words:
      'Critical and high items end on 2026-03-06, in time for the period from 2026-03-07 to 2026-06-06. The report can be there on 2026-07-04, and usually by 2026-08-08.',
  });
  const help = ' With one more person for what ann does, it ends on 2026-03-04, 2 days sooner.';
  assert.deepEqual(told(week, period('2026-03-04', '2026-06-03')), {
    code: 'begin-impossible',
    kind: 'impossible',
    items: ['i1'],
    words: `Critical and high items have to end by 2026-03-03 for the period from 2026-03-04 to 2026-06-03; the last of them ends on 2026-03-06 at the earliest, 3 days later. A period as long as this can be from 2026-03-07 to 2026-06-06 at the earliest; else the controls behind these items do not work on every examined day. It waits for PA-1.${help}`,
  });
  assert.equal(
    told(week, type1('2026-03-05'))?.words,
    `Critical and high items have to end by 2026-03-05 for the as-of date 2026-03-05; the last of them ends on 2026-03-06 at the earliest, 1 day later. Such a day can be 2026-03-06 at the earliest; else the controls behind these items do not work on every examined day. It waits for PA-1.${help}`,
  );
  const late = told(notBest, type1('2026-03-16'));
  assert.deepEqual(late?.items, ['i1', 'i2', 'i5', 'i6']);
  assert.match(
    late?.words ?? '',
    /^Critical and high items have to end by 2026-03-16 for the as-of date 2026-03-16; in this order of work the last of them ends on 2026-03-17\. Whether another order ends them in time is not shown\. The critical path is PA-1 → /,
  );
});

test('PL25 a long critical path is told by its first and last, and the number of those between', () => {
  const chain = (length: number) =>
    input(
      Array.from({ length }, (_, place) => item(place + 1, { after: place === 0 ? [] : after(place) })),
      { terms: type1('2026-03-02') },
    );
  assert.match(words(chain(8), 'begin-')[0] ?? '', / is PA-1 → PA-2 → PA-3 → PA-4 → PA-5 → PA-6 → PA-7 → PA-8\.$/);
  assert.match(words(chain(9), 'begin-')[0] ?? '', / is PA-1 → PA-2 → PA-3 → 3 more → PA-7 → PA-8 → PA-9\.$/);
  assert.equal(found(chain(9), 'begin-')[0]?.items.length, 9);
});

test('PL27 an item that is late: overdue, impossible whatever the order, or late in this order only', () => {
  const told = (items: RoadmapItem[]) => found(input(items), 'item-');
  const low = { severity: 'low' } as const;
  assert.deepEqual(told([item(1, { ...low, dueOn: '2026-02-27' })]), [
    { code: 'item-overdue', kind: 'late', items: ['i1'], words: 'PA-1 was due on 2026-02-27, and ends on 2026-03-02.' },
  ]);
  assert.deepEqual(told([item(1, { ...low, dueOn: today })]), [], 'on the day itself it is in time');
  assert.deepEqual(told([item(1, { ...low, dueOn: today, effortDays: 2 })]), [
    {
      code: 'item-impossible',
      kind: 'impossible',
      items: ['i1'],
      words: 'PA-1 is due on 2026-03-02; the earliest possible is 2026-03-03, 1 day later.',
    },
  ]);
  const begins = item(1, { ...low, dueOn: '2026-03-10', notBefore: '2026-03-09', effortDays: 3 });
  assert.deepEqual(
    told([begins]).map((each) => each.words),
    [
      'PA-1 is due on 2026-03-10; the earliest possible is 2026-03-11, 1 day later. It begins on 2026-03-09 at the earliest.',
    ],
  );
  const saturday = { ...begins, notBefore: '2026-03-07', dueOn: '2026-03-10' };
  assert.match(told([saturday])[0]?.words ?? '', / It begins on 2026-03-07 at the earliest\.$/, 'as somebody said it');
  const waits = [item(1, low), item(2, { ...low, owner: 'bob', dueOn: today, after: after(1) })];
  assert.deepEqual(told(waits), [
    {
      code: 'item-impossible',
      kind: 'impossible',
      items: ['i1', 'i2'],
      words:
        'PA-2 is due on 2026-03-02; the earliest possible is 2026-03-03, 1 day later. PA-1 → PA-2 is what it waits for.',
    },
  ]);
  // Both are due on a day on which Ann can end one of them; the one that has to begin sooner goes first.
  const row = [item(1, { ...low, dueOn: '2026-03-03' }), item(2, { ...low, dueOn: '2026-03-03', effortDays: 2 })];
  assert.deepEqual(told(row), [
    {
      code: 'item-late',
      kind: 'late',
      items: ['i2', 'i1'],
      words:
        'PA-1 is due on 2026-03-03; in this order of work it ends on 2026-03-04. Alone it could end on 2026-03-02. PA-2 → PA-1 is what it waits for.',
    },
  ]);
});

test('PL27 due dates that contradict first days, what is waited for, or the examined days, each with its boundary', () => {
  const told = (items: RoadmapItem[], more: Partial<RoadmapInput> = {}) =>
    found(input(items, more), 'due-').map(({ code, kind, items: ids }) => `${code} ${kind} ${ids.join(' ')}`);
  const low = { severity: 'low' } as const;
  const start = (dueOn: string) => told([item(1, { ...low, notBefore: '2026-04-01', dueOn })]);
  assert.deepEqual(start('2026-03-31'), ['due-before-start contradiction i1']);
  assert.deepEqual(start('2026-04-01'), []);
  const pair = (dueOn: string, other: Partial<RoadmapItem>) =>
    told([item(1, { ...low, ...other }), item(2, { ...low, dueOn, after: after(1) })]);
  assert.deepEqual(pair('2026-03-20', { dueOn: '2026-03-20' }), ['due-before-what-it-waits-for contradiction i2 i1']);
  assert.deepEqual(pair('2026-03-20', { dueOn: '2026-03-19' }), []);
  assert.deepEqual(pair('2026-03-20', {}), []);
  assert.deepEqual(pair('2026-03-20', { dueOn: '2026-03-25', state: 'done' }), [], 'what is done holds nothing up');
  const begin = (dueOn: string | null, more: Partial<RoadmapItem> = {}) => told([item(1, { dueOn, ...more })]);
  assert.deepEqual(begin('2026-06-01'), ['due-after-begin contradiction i1']);
  assert.deepEqual(begin('2026-05-31'), []);
  assert.deepEqual(begin(null), []);
  assert.deepEqual(begin('2026-06-01', low), [], 'the examined days do not wait for it');
  assert.deepEqual(begin('2026-06-01', { effortDays: null }), ['due-after-begin contradiction i1'], 'placed or not');
  assert.deepEqual(begin('2026-06-01', { state: 'dropped' }), []);
  assert.deepEqual(told([item(1, { dueOn: '2026-06-01' })], { wish: '2026-12-31' }), [], 'the wish leaves more time');
  assert.deepEqual(
    words(
      input([
        item(1, { ...low, dueOn: '2026-04-01' }),
        item(2, { ...low, dueOn: '2026-04-02' }),
        item(3, { ...low, dueOn: '2026-04-01', notBefore: '2026-04-03', after: after(1, 2) }),
        item(4, { dueOn: '2026-06-02' }),
      ]),
      'due-',
    ),
    [
      'PA-3 is due on 2026-04-01, and is not to begin before 2026-04-03.',
      'PA-3 is due on 2026-04-01, and waits for PA-1, due on 2026-04-01 and PA-2, due on 2026-04-02.',
      'PA-4 is due on 2026-06-02, and what the examined days wait for has to end by 2026-05-31.',
    ],
  );
});

test('PL23 how many items have no place, and whether the examined days wait for them', () => {
  const lost = (number: number, gates: boolean) =>
    item(number, { effortDays: null, severity: gates ? 'critical' : 'medium' });
  const told = (...gates: boolean[]) => {
    const [only] = found(input(gates.map((each, place) => lost(place + 1, each))), 'unscheduled');
    assert.deepEqual([only?.kind, only?.items], ['unknown', gates.map((_, place) => `i${place + 1}`)]);
    return only?.words;
  };
  const each = 'Each is listed with the reason.';
  assert.equal(told(false), `1 item has no place in the roadmap. ${each}`);
  assert.equal(told(true), `1 item has no place in the roadmap, and the examined days wait for it. ${each}`);
  assert.equal(told(false, false), `2 items have no place in the roadmap. ${each}`);
  assert.equal(
    told(true, true),
    `2 items have no place in the roadmap, and the examined days wait for all of them. ${each}`,
  );
  assert.equal(
    told(true, false),
    `2 items have no place in the roadmap, and the examined days wait for 1 of them. ${each}`,
  );
  assert.deepEqual(found(input([item(1)]), 'unscheduled'), []);
});

test('PL23 a circle is a contradiction that is told with the way around', () => {
  assert.deepEqual(found(input([item(1, { after: after(2) }), item(2, { after: after(1) })]), 'circle'), [
    {
      code: 'circle',
      kind: 'contradiction',
      items: ['i1', 'i2'],
      words:
        'These wait for each other in a circle, so none can begin: PA-1 waits for PA-2 and PA-2 for PA-1 again. Take one of the links away.',
    },
  ]);
});

test('PL20 PL1 whose time is assumed is told by name while they are few, and only of those who do something', () => {
  const unsaid = (count: number, more: Partial<RoadmapInput['people'][number]> = {}) =>
    input(
      Array.from({ length: count }, (_, place) => item(place + 1, { owner: `p${place + 1}` })),
      {
        people: [
          person('idle', { daysPerWeek: null }),
          ...Array.from({ length: count }, (_, place) => person(`p${place + 1}`, { daysPerWeek: null, ...more })),
        ],
      },
    );
  const rest = 'for the plan. Five are taken, which is the most.';
  assert.deepEqual(found(unsaid(1), 'time-assumed'), [
    { code: 'time-assumed', kind: 'unknown', items: [], words: `Nobody said how many days a week p1 has ${rest}` },
  ]);
  assert.deepEqual(words(unsaid(2), 'time-assumed'), [`Nobody said how many days a week p1 and p2 have ${rest}`]);
  assert.deepEqual(words(unsaid(1, { name: null }), 'time-assumed'), [
    `Nobody said how many days a week somebody has ${rest}`,
  ]);
  assert.match(words(unsaid(8), 'time-assumed')[0] ?? '', /p7 and p8 have for/);
  assert.match(words(unsaid(10), 'time-assumed')[0] ?? '', /p7 and p8 and 2 more have for/);
  assert.deepEqual(found(unsaid(2, { daysPerWeek: 5 }), 'time-assumed'), [], 'five that somebody said are not assumed');
});

test('PL1 efforts that nobody has confirmed are counted among what has a place', () => {
  const guessed = (number: number, more: Partial<RoadmapItem> = {}) =>
    item(number, { effortSource: 'catalogue', ...more });
  assert.deepEqual(found(input([item(1), guessed(2)]), 'effort-of-catalogue'), [
    {
      code: 'effort-of-catalogue',
      kind: 'unknown',
      items: ['i2'],
      words: '1 effort of 2 is what the catalogue says of such a gap, and nobody here has confirmed it.',
    },
  ]);
  assert.deepEqual(words(input([guessed(1), guessed(2), guessed(3, { owner: null })]), 'effort-of-catalogue'), [
    '2 efforts of 2 are what the catalogue says of such a gap, and nobody here has confirmed them.',
  ]);
  assert.deepEqual(found(input([item(1)]), 'effort-of-catalogue'), []);
});

test('PL22 an order that is not shown to be the best says so', () => {
  assert.deepEqual(found(input(notBest), 'not-shown-best'), [
    {
      code: 'not-shown-best',
      kind: 'unknown',
      items: [],
      words:
        'This order of work ends on 2026-03-17. That no other order ends sooner is not shown; none ends before 2026-03-13.',
    },
  ]);
  assert.deepEqual(found(input([item(1)]), 'not-shown-best'), []);
  assert.deepEqual(found(input([]), 'not-shown-best'), []);
  assert.deepEqual(
    found(input([...notBest, item(7, { owner: null })]), 'not-shown-best'),
    [],
    'the end is not known at all',
  );
});

test('PL27 findings come by their gravity, and beyond two hundred they are counted', () => {
  const mixed = computeRoadmap(
    input(
      [
        item(1, { dueOn: '2026-02-27' }),
        item(2, { dueOn: '2026-03-03', notBefore: '2026-03-09' }),
        item(3, { effortDays: null, severity: 'low' }),
      ],
      { wish: '2027-01-01' },
    ),
  );
  assert.deepEqual(
    mixed.findings.map(({ code }) => code),
    ['item-impossible', 'item-overdue', 'due-before-start', 'unscheduled', 'wish-possible', 'begin-possible'],
  );
  assert.equal(mixed.more, 0);
  const many = (count: number) =>
    computeRoadmap(
      input([
        ...Array.from({ length: count - 1 }, (_, place) =>
          item(place + 1, { severity: 'low', owner: `p${place}`, dueOn: dateAfter(today, -3) }),
        ),
        item(count, { severity: 'low', owner: 'last', effortDays: 5, dueOn: today }),
      ]),
    );
  const [full, over] = [many(200), many(203)];
  assert.deepEqual([full.findings.length, full.more], [200, 0]);
  assert.deepEqual([over.findings.length, over.more], [200, 3]);
  assert.equal(over.findings[0]?.code, 'item-impossible', 'the gravest stays, though it comes last');
});

test('PL27 what an item waits for is told with the first two hundred that are late, and not beyond', () => {
  const lastWaits = (before: number) => {
    const { findings } = computeRoadmap(
      input([
        ...Array.from({ length: before + 1 }, (_, place) => item(place + 1, { severity: 'low', dueOn: today })),
        item(901, { owner: 'bob', notBefore: '2027-12-01' }),
        item(902, { owner: 'bob', dueOn: '2027-12-01', after: after(901) }),
      ]),
    );
    const found = findings.filter(({ code }) => code === 'item-impossible');
    assert.equal(found.length, 1);
    return found[0]?.items;
  };
  assert.deepEqual(lastWaits(199), ['i901', 'i902']);
  assert.deepEqual(lastWaits(200), ['i902']);
});
