import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { computeRoadmap, type Roadmap, type RoadmapInput, type ScheduledItem } from '../../src/index.ts';
import { dateAfter, input, item, person, workday } from './given.ts';

/** Whole days of people who work each day, so that all can be reckoned by hand in working days. */
interface Job {
  days: number;
  owner: number;
  after: number[];
  lag: number;
  notBefore: number;
  due: number | null;
  gates: boolean;
  begun: boolean;
}

const jobs = (most: number): fc.Arbitrary<Job[]> =>
  fc
    .array(
      fc.record({
        days: fc.integer({ min: 1, max: 5 }),
        owner: fc.nat(2),
        after: fc.array(fc.nat(most), { maxLength: 2 }),
        lag: fc.nat(2),
        notBefore: fc.nat(5),
        due: fc.option(fc.integer({ min: -3, max: 25 })),
        gates: fc.boolean(),
        begun: fc.nat(9).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((all) => all.map((job, place) => ({ ...job, after: [...new Set(job.after.filter((each) => each < place))] })));

const asInput = (all: readonly Job[], more: Partial<RoadmapInput> = {}): RoadmapInput =>
  input(
    all.map((job, place) =>
      item(place, {
        owner: `p${job.owner}`,
        effortDays: job.days,
        notBefore: workday(job.notBefore),
        dueOn: job.due === null ? null : workday(job.due),
        severity: job.gates ? 'critical' : 'low',
        state: job.begun ? 'in-progress' : 'open',
        after: job.after.map((each) => ({ id: `i${each}`, lagDays: job.lag })),
      }),
    ),
    { people: [0, 1, 2].map((each) => person(`p${each}`)), ...more },
  );

const dayOf = new Map(Array.from({ length: 500 }, (_, place) => [workday(place - 100), place - 100]));
const day = (date: string | null | undefined): number => dayOf.get(date ?? '') ?? Number.NaN;

interface Placed {
  job: Job;
  place: number;
  start: number;
  finish: number;
  told: ScheduledItem;
}

function placedOf(all: readonly Job[], { items }: Roadmap): Placed[] {
  return all.map((job, place) => {
    const told = items.find(({ id }) => id === `i${place}`);
    assert.ok(told);
    return { job, place, start: day(told.start), finish: day(told.finish), told };
  });
}

/** The first day by what it waits for and its own first day, as the others lie. */
const earliestOf = ({ after, lag, notBefore }: Job, placed: readonly { finish: number }[]): number =>
  Math.max(0, notBefore, ...after.map((each) => (placed[each]?.finish ?? 0) + 1 + lag));

/** What the examined days wait for. */
function gatingOf(all: readonly Job[]): Set<number> {
  const found = new Set(all.flatMap(({ gates }, place) => (gates ? [place] : [])));
  for (const place of [...all.keys()].toReversed()) {
    if (found.has(place)) for (const each of all[place]?.after ?? []) found.add(each);
  }
  return found;
}

test('PL21 nothing could begin sooner while all else stays where it is, and each begins once its owner and what it waits for lets it', () => {
  fc.assert(
    fc.property(jobs(10), (all) => {
      const placed = placedOf(all, computeRoadmap(asInput(all)));
      for (const { job, place, start, finish, told } of placed) {
        assert.equal(finish - start + 1, job.days);
        const busy = new Set(
          placed
            .filter((other) => other.place !== place && other.job.owner === job.owner)
            .flatMap((other) => Array.from({ length: other.job.days }, (_, n) => other.start + n)),
        );
        let first = earliestOf(job, placed);
        while (Array.from({ length: job.days }, (_, n) => first + n).some((each) => busy.has(each))) first += 1;
        assert.equal(start, first, told.code);
      }
    }),
    { numRuns: 300, seed: 21 },
  );
});

test('PL26 why an item begins no sooner: what its owner does until then, what it waits for, its first day, or nothing', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(jobs(8), (all) => {
      const roadmap = computeRoadmap(asInput(all));
      const placed = placedOf(all, roadmap);
      for (const { job, start, told } of placed) {
        const waits = job.after
          .map((each) => ({ item: `i${each}`, day: (placed[each]?.finish ?? 0) + 1 + job.lag }))
          .find((each) => each.day === start);
        const before = placed.find((other) => other.job.owner === job.owner && other.finish === start - 1);
        const why =
          start > earliestOf(job, placed)
            ? { kind: 'person', item: before?.told.id }
            : waits !== undefined
              ? { kind: 'dependency', item: waits.item }
              : { kind: job.notBefore > 0 ? 'not-before' : 'today', item: null };
        assert.deepEqual(told.waitsFor, why, told.code);
        kinds.add(why.kind);
      }
      // The critical path goes back over these from what ends last.
      const gating = gatingOf(all);
      const whole = placed.filter(({ place }) => gating.size === 0 || gating.has(place));
      const end = Math.max(...whole.map(({ finish }) => finish));
      const path: string[] = [];
      for (let at = whole.find(({ finish }) => finish === end); at !== undefined;) {
        const { told } = at;
        path.unshift(told.id);
        at = placed.find((each) => each.told.id === told.waitsFor.item);
      }
      assert.deepEqual(roadmap.criticalPath, path);
    }),
    { numRuns: 300, seed: 22 },
  );
  assert.equal(kinds.size, 4);
});

/**
 * The latest ends in this order: none after its own last day, what follows in the same row or waits for it not moved beyond its
 * own. Each is lowered until nothing is left to lower.
 */
function latestOf(placed: readonly Placed[], lastDay: (place: number) => number): number[] {
  const latest = placed.map(({ place }) => lastDay(place));
  for (let lowered = true; lowered;) {
    lowered = false;
    const lower = (place: number, to: number): void => {
      if ((latest[place] ?? 0) <= to) return;
      latest[place] = to;
      lowered = true;
    };
    for (const each of placed) {
      const start = (latest[each.place] ?? 0) - each.job.days + 1;
      for (const before of each.job.after) lower(before, start - 1 - each.job.lag);
      for (const other of placed) {
        if (other.job.owner === each.job.owner && other.finish < each.start) lower(other.place, start - 1);
      }
    }
  }
  return latest;
}

test('PL26 latest day, float and what is critical are the latest by which all that follows in this order still is in time', () => {
  fc.assert(
    fc.property(jobs(8), fc.integer({ min: -5, max: 40 }), (all, begin) => {
      // The day before the period is the one by which what gates has to end.
      const terms = { type: 'type2', period: { from: dateAfter(workday(begin), 1), to: '2027-06-30' } } as const;
      const given = asInput(all, { terms });
      const placed = placedOf(all, computeRoadmap(given));
      const gating = gatingOf(all);
      const late = latestOf(placed, (place) =>
        Math.min(all[place]?.due ?? Infinity, gating.has(place) ? begin : Infinity),
      );
      const counts = (place: number): boolean => gating.size === 0 || gating.has(place);
      const end = Math.max(...placed.filter(({ place }) => counts(place)).map(({ finish }) => finish));
      const bound = latestOf(placed, (place) => (counts(place) ? end : Infinity));
      for (const { place, finish, told } of placed) {
        const latest = late[place] ?? 0;
        if (latest === Infinity) assert.deepEqual([told.latestFinish, told.floatDays], [null, null]);
        else assert.deepEqual([day(told.latestFinish), told.floatDays], [latest, latest - finish], told.code);
        assert.equal(told.critical, bound[place] === finish, told.code);
        assert.equal(told.gates, gating.has(place));
        assert.equal(told.late, finish > (all[place]?.due ?? Infinity));
      }
    }),
    { numRuns: 300, seed: 23 },
  );
});

/** When a person ends who begins each of these once it can be begun and may put it down for another. */
function withoutRest(own: readonly { from: number; days: number }[]): number {
  const left = own.map(({ days }) => days);
  let [at, last] = [0, -1];
  while (left.some((each) => each > 0)) {
    const next = own.findIndex(({ from }, place) => from <= at && (left[place] ?? 0) > 0);
    if (next >= 0) [left[next], last] = [(left[next] ?? 0) - 1, at];
    at += 1;
  }
  return last;
}

test('PL22 the bound is the greater of what each would take alone and of what each person has to do at the least', () => {
  fc.assert(
    fc.property(jobs(8), (all) => {
      const { ready, items, criticalPath } = computeRoadmap(asInput(all));
      const alone: { start: number; finish: number }[] = [];
      for (const job of all) {
        const start = earliestOf(job, alone);
        alone.push({ start, finish: start + job.days - 1 });
      }
      for (const each of items) assert.equal(day(each.alone), alone[Number(each.id.slice(1))]?.finish);
      const gating = [...gatingOf(all)];
      const persons = [0, 1, 2].map((owner) =>
        withoutRest(
          gating
            .filter((place) => all[place]?.owner === owner)
            .map((place) => ({ from: alone[place]?.start ?? 0, days: all[place]?.days ?? 0 })),
        ),
      );
      const least = Math.max(0, ...persons, ...gating.map((place) => alone[place]?.finish ?? 0));
      const ends = items.filter((each) => each.gates).map((each) => day(each.finish));
      assert.deepEqual([day(ready.notBefore), day(ready.on)], [least, Math.max(0, ...ends)]);
      assert.equal(ready.shortest, ready.on === ready.notBefore);
      assert.ok(criticalPath.length > 0);
    }),
    { numRuns: 300, seed: 24 },
  );
});

test('PL25 PL28 what one person more would bring is what the roadmap says where that is tried', () => {
  let helped = 0;
  const halves = fc.array(fc.integer({ min: 2, max: 10 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(jobs(10), halves, (all, week) => {
      const people = week.map((each, place) =>
        person(`p${place}`, {
          daysPerWeek: each / 2,
          absences: place === 0 ? [{ from: workday(3), to: workday(5) }] : [],
        }),
      );
      const given = asInput(all, { people });
      const { help, ready, criticalPath } = computeRoadmap(given);
      const tried = people.flatMap(({ id }) => {
        const more = people.map((each) => (each.id === id ? { ...each, oneMore: true } : each));
        const onPath = criticalPath.some((each) => given.items.find((one) => one.id === each)?.owner === id);
        const readyOn = computeRoadmap({ ...given, people: more }).ready.on ?? '';
        const daysSooner = (Date.parse(ready.on ?? '') - Date.parse(readyOn)) / 86_400_000;
        return onPath && daysSooner > 0 ? [{ person: id, readyOn, daysSooner }] : [];
      });
      // Where nothing gates, the end is nobody's to hurry.
      const expected = gatingOf(all).size === 0 ? [] : tried;
      const bySooner = (a: { daysSooner: number }, b: { daysSooner: number }) => b.daysSooner - a.daysSooner;
      assert.deepEqual(
        help
          .map(({ person: who, readyOn, daysSooner }) => ({ person: who, readyOn, daysSooner }))
          .toSorted((a, b) => (a.person < b.person ? -1 : 1)),
        expected,
      );
      assert.deepEqual(help.toSorted(bySooner), help, 'who helps most comes first');
      helped += help.length;
    }),
    { numRuns: 80, seed: 25 },
  );
  assert.ok(helped > 50);
});

test('PL25 who is helped already is helped by yet another, and of many on the way three are tried', () => {
  const chain = [3, 1, 4, 2, 5].map((effortDays, place) =>
    item(place + 1, { owner: `p${place}`, effortDays, after: place === 0 ? [] : [{ id: `i${place}`, lagDays: 0 }] }),
  );
  const told = computeRoadmap(input(chain)).help;
  assert.deepEqual(
    told.map(({ person: who, readyOn, daysSooner, words }) => [who, readyOn, daysSooner, words]),
    [
      ['p4', '2026-03-18', 2, 'With one more person for what p4 does, it ends on 2026-03-18, 2 days sooner.'],
      ['p2', '2026-03-18', 2, 'With one more person for what p2 does, it ends on 2026-03-18, 2 days sooner.'],
      ['p0', '2026-03-19', 1, 'With one more person for what p0 does, it ends on 2026-03-19, a day sooner.'],
    ],
    'p3 would bring a day too, and is not among the three with the most to do',
  );
  const twice = input([item(1, { effortDays: 6 })], { people: [person('ann', { oneMore: true, name: null })] });
  assert.deepEqual(computeRoadmap(twice).help, [
    {
      person: 'ann',
      readyOn: '2026-03-03',
      daysSooner: 1,
      words: 'With yet another person for what an owner without a name does, it ends on 2026-03-03, a day sooner.',
    },
  ]);
  assert.equal(computeRoadmap(twice).ready.on, '2026-03-04');
  assert.deepEqual(computeRoadmap(input([item(1)])).help, [], 'who has a day to do ends on that day anyway');
  assert.deepEqual(computeRoadmap(input([item(1, { effortDays: 9, severity: 'low' })])).help, []);
});
