import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import {
  chainWarnings,
  dayAfter,
  engagementChain,
  engagementPeriod,
  followingFault,
  followingTerms,
  meeting,
  meetingOf,
  type Category,
  type Chained,
  type EngagementTerms,
} from '../../src/index.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const year = (n: number, from: string, to: string, more: Partial<Chained> = {}): Chained => ({
  id: id(n),
  title: `Year ${n}`,
  terms: { type: 'type2', period: { from, to } },
  categories: ['security'],
  previousId: null,
  ...more,
});
const dated = (n: number, asOf: string, more: Partial<Chained> = {}): Chained =>
  year(n, '', '', { terms: { type: 'type1', asOf }, ...more });
const first = year(1, '2024-03-01', '2025-02-28');
const today = '2026-03-02';

test('CO20 how two periods meet is told to the day, whichever comes first', () => {
  const met = (from: string, to: string) => {
    const found = meetingOf(first, year(2, from, to));
    return [found?.kind, found?.from, found?.to, found?.days];
  };
  const cases: [string, string, string, string | null, string | null, number][] = [
    ['2025-03-01', '2026-02-28', 'adjacent', null, null, 0],
    ['2025-03-03', '2026-02-28', 'gap', '2025-03-01', '2025-03-02', 2],
    ['2025-02-01', '2026-02-28', 'overlap', '2025-02-01', '2025-02-28', 28],
    ['2024-04-01', '2024-04-30', 'overlap', '2024-04-01', '2024-04-30', 30],
    ['2024-01-01', '2026-02-28', 'overlap', '2024-03-01', '2025-02-28', 365],
    ['2023-01-01', '2024-03-01', 'overlap', '2024-03-01', '2024-03-01', 1],
    ['2023-01-01', '2024-02-29', 'adjacent', null, null, 0],
    ['2023-01-01', '2024-02-28', 'gap', '2024-02-29', '2024-02-29', 1],
    ['2023-01-01', '2023-12-31', 'gap', '2024-01-01', '2024-02-29', 60],
  ];
  for (const [from, to, ...expected] of cases) assert.deepEqual(met(from, to), expected, `${from} to ${to}`);
  const one = dated(2, '2024-06-30');
  assert.deepEqual([meetingOf(one, first), meetingOf(first, one), meetingOf(one, one)], [null, null, null]);
});

const day = fc.integer({ min: 0, max: 40 }).map((n) => dayAfter('2025-01-01', n));
const span = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const daysOf = ({ from, to }: { from: string; to: string }) => {
  const found: string[] = [];
  for (let at = from; at <= to; at = dayAfter(at)) found.push(at);
  return found;
};

test('CO20 days of a meeting are those in both periods, or those in none between them', () => {
  fc.assert(
    fc.property(span, span, (a, b) => {
      const found = meetingOf(year(1, a.from, a.to), year(2, b.from, b.to));
      assert.deepEqual(found && meeting.parse(found), found);
      assert.deepEqual([found?.earlier, found?.later], [id(1), id(2)]);
      const [own, other] = [new Set(daysOf(a)), new Set(daysOf(b))];
      const both = daysOf(a).filter((each) => other.has(each));
      const edges = [a.from, a.to, b.from, b.to].toSorted();
      const neither = daysOf({ from: edges[0] ?? '', to: edges[3] ?? '' }).filter((d) => !own.has(d) && !other.has(d));
      const days = both.length > 0 ? both : neither;
      assert.equal(found?.kind, both.length > 0 ? 'overlap' : neither.length > 0 ? 'gap' : 'adjacent');
      assert.deepEqual([found?.from, found?.to, found?.days], [days[0] ?? null, days.at(-1) ?? null, days.length]);
    }),
    { numRuns: 300 },
  );
});

test('CO20 a gap to the one before is told with its days, and whether a bridge letter usually covers them', () => {
  const gap = (from: string) => chainWarnings(year(2, from, '2026-02-28', { previousId: id(1) }), [first], today)[0];
  const short = gap('2025-06-01');
  assert.match(
    short?.message ?? '',
    /^92 days, 2025-03-01 to 2025-05-31, lie between “Year 1” and this one .*A bridge letter of your management can/,
  );
  assert.match(gap('2025-06-02')?.message ?? '', /^93 days, .*more than the three months/);
  assert.deepEqual([short?.code, short?.source], ['gap-to-previous', sources.practice]);
  assert.deepEqual(chainWarnings(year(2, '2025-06-01', '2026-02-28'), [first], today), [], 'it follows none');
});

test('CO20 days that are in another report as well are told for each, whether it is followed or not', () => {
  const own = year(2, '2025-02-01', '2026-02-28', { previousId: id(1) });
  const all = [
    first,
    own,
    year(3, '2026-02-28', '2026-12-31'),
    year(4, '2026-03-01', '2026-12-31'),
    dated(5, '2025-06-30'),
  ];
  const found = chainWarnings(own, all, today);
  assert.deepEqual(
    found.map(({ code, message, source }) => [code, message.replace(/ as well\..*/, ''), source]),
    [
      ['overlapping', '28 days, 2025-02-01 to 2025-02-28, are in “Year 1”', sources.practice],
      ['overlapping', '1 day, 2026-02-28 to 2026-02-28, are in “Year 3”', sources.practice],
    ],
  );
});

test('CO20 a date that lies ahead is told of a Type 1 alone', () => {
  const [warning, more] = chainWarnings(dated(1, '2026-03-03'), [], today);
  assert.deepEqual([warning?.code, warning?.source, more], ['as-of-ahead', sources.management, undefined]);
  assert.match(warning?.message ?? '', /^The as-of date, 2026-03-03, lies ahead\./);
  assert.deepEqual(chainWarnings(dated(1, today), [], today), []);
  assert.deepEqual(chainWarnings(year(1, '2027-01-01', '2027-12-31'), [], today), []);
});

test('CO20 categories that were in the one before and are left out now are named', () => {
  const dropped = (before: Category[], now: Category[]) =>
    chainWarnings(
      year(2, '2025-03-01', '2026-02-28', { previousId: id(1), categories: now }),
      [{ ...first, categories: before }, year(3, '2020-01-01', '2020-12-31', { categories: ['privacy'] })],
      today,
    );
  const [warning, more] = dropped(['security', 'availability'], ['security']);
  assert.deepEqual([warning?.code, warning?.source, more], ['category-dropped', sources.management, undefined]);
  assert.match(warning?.message ?? '', /^Availability was in “Year 1” and is left out now\./);
  assert.match(
    dropped(['security', 'availability', 'confidentiality'], ['security'])[0]?.message ?? '',
    /^Availability and Confidentiality were in “Year 1” and are left out now\./,
  );
  assert.deepEqual(dropped(['security'], ['security', 'availability']), [], 'one more is none less');
});

test('CO20 what can be followed, and what is refused with its reason', () => {
  const second = year(2, '2025-03-01', '2026-02-28', { previousId: id(1) });
  const third = year(3, '2026-03-01', '2027-02-28', { previousId: id(2) });
  const cases: [Chained, Chained[], RegExp | null][] = [
    [first, [first, second], null],
    [{ ...first, previousId: id(9) }, [first, second], null],
    [second, [first, second], null],
    [third, [first, second, third], null],
    [year(2, '2024-03-01', '2024-12-31', { previousId: id(1) }), [first], null],
    [
      year(2, '2024-02-29', '2024-12-31', { previousId: id(1) }),
      [first],
      /^“Year 1” begins on 2024-03-01, after .* 2024-02-29\.$/,
    ],
    [dated(2, '2024-03-01', { previousId: id(1) }), [first], null],
    [dated(2, '2024-02-29', { previousId: id(1) }), [first], /^“Year 1” begins on 2024-03-01/],
    [{ ...first, previousId: id(1) }, [first], /^An engagement cannot follow itself\.$/],
    [
      year(4, '2025-03-01', '2026-02-28', { previousId: id(1) }),
      [first, second],
      /^“Year 1” is followed by “Year 2” already\.$/,
    ],
    [
      { ...first, previousId: id(3) },
      [first, second, third],
      /^“Year 3” follows this one, directly or through others\.$/,
    ],
    [{ ...first, previousId: id(2) }, [first, second], /^“Year 2” follows this one/],
  ];
  for (const [engagement, all, refusal] of cases) {
    const fault = followingFault(engagement, all);
    if (refusal === null) assert.equal(fault, null);
    else assert.match(fault ?? '', refusal);
  }
});

test('CO21 what follows is whole months from the day after, with the end of a month where a day is missing', () => {
  const type2 = (to: string): EngagementTerms => ({ type: 'type2', period: { from: '2020-01-01', to } });
  const type1 = (asOf: string): EngagementTerms => ({ type: 'type1', asOf });
  const cases: [EngagementTerms, string, string][] = [
    [type1('2025-08-27'), '2025-08-28', '2026-02-27'],
    [type1('2025-08-28'), '2025-08-29', '2026-02-28'],
    [type1('2025-08-30'), '2025-08-31', '2026-02-28'],
    [type1('2025-03-30'), '2025-03-31', '2025-09-30'],
    [type1('2025-03-29'), '2025-03-30', '2025-09-29'],
    [type1('2025-06-30'), '2025-07-01', '2025-12-31'],
    [type1('2025-12-31'), '2026-01-01', '2026-06-30'],
    [type2('2028-02-28'), '2028-02-29', '2029-02-28'],
    [type2('2025-12-31'), '2026-01-01', '2026-12-31'],
    [type2('2025-01-30'), '2025-01-31', '2026-01-30'],
  ];
  for (const [terms, from, to] of cases)
    assert.deepEqual(followingTerms(terms), { type: 'type2', period: { from, to } });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_500 }), (n) => {
      const terms = type2(dayAfter('2024-01-01', n));
      const next = followingTerms(terms);
      const { from, to } = engagementPeriod(next);
      assert.equal(meetingOf({ ...first, terms }, { ...first, terms: next })?.kind, 'adjacent');
      assert.match(String((Date.parse(to) - Date.parse(from)) / 86_400_000 + 1), /^36[56]$/);
    }),
    { numRuns: 100 },
  );
});

test('CO21 engagements of the same first day stand by their ids, in whatever order they come', () => {
  const some = [
    year(1, '2025-01-01', '2025-12-31'),
    dated(2, '2025-01-01'),
    year(3, '2024-01-01', '2024-12-31'),
    dated(4, '2025-06-30'),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(some, { minLength: 4 }), (given) => {
      assert.deepEqual(
        engagementChain(given).items.map((each) => each.id),
        [id(3), id(1), id(2), id(4)],
      );
    }),
    { numRuns: 24 },
  );
});

test('CO21 a meeting stands for each that follows another of the list, where both have days', () => {
  const second = year(2, '2025-03-01', '2026-02-28', { previousId: id(1) });
  const chain = [
    first,
    second,
    dated(3, '2026-06-30', { previousId: id(2) }),
    year(4, '2027-01-01', '2027-12-31', { previousId: id(9) }),
    year(5, '2026-04-01', '2026-12-31', { previousId: id(2) }),
  ];
  assert.deepEqual(
    engagementChain(chain).meetings.map(({ earlier, later, kind }) => [earlier, later, kind]),
    [
      [id(1), id(2), 'adjacent'],
      [id(2), id(5), 'gap'],
    ],
  );
});
