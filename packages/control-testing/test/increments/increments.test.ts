import assert from 'node:assert/strict';
import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Row } from '@tickmark/core';
import * as fc from 'fast-check';
import { addIncrement, compareWithFinal, populationKind, type IncrementInput } from '../../src/index.ts';
import { firstHalf, folder, frozen, run, type Frozen } from '../builders.ts';

const dir = await folder();
const scope = { period: firstHalf, timeZone: 'Europe/Berlin' };

const yaml = `
id: CHG-02.review
control: CHG-02
title: Changes are reviewed by someone else
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed by another, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
  B: { title: Small, pass: item.files < 8 }
`;

const days = Array.from({ length: 7 }, (_, n) => n);

/** Changes of one day; some lack a branch, a time or a size. */
const changesOf = (day: number): Row[] =>
  Array.from({ length: 5 }, (_, n): Row => {
    const at = `2026-0${(day % 6) + 1}-${String(day + 3).padStart(2, '0')}T10:0${n}:00Z`;
    return {
      id: `d${String(day).padStart(2, '0')}-${n}`,
      branch: (day + n) % 9 === 0 ? null : 'main',
      author: `p${n % 3}@x.example`,
      files: (day * n) % 7 === 3 ? null : (day + n) % 10,
      merged_at: (day + n) % 11 === 0 ? null : at,
    };
  });

/** Reviews seen on one day: half of them of changes of the day before, and some of much earlier ones. */
const reviewsOf = (day: number): Row[] =>
  Array.from({ length: 5 }, (_, n): Row => ({
    id: `r${day}-${n}`,
    change_id: n === 4 ? 'd00-2' : `d${String(Math.max(0, n % 2 === 0 ? day : day - 1)).padStart(2, '0')}-${n}`,
    reviewer: `p${(n + 1) % 3}@x.example`,
    state: (day + n) % 5 === 0 ? 'commented' : 'approved',
    at: '2026-01-02T10:00:00Z',
  }));

const given = async (changes: Row[], reviews: Row[]) => ({
  'code-changes': await frozen(dir, populationKind('code-changes'), changes),
  'code-reviews': await frozen(dir, populationKind('code-reviews'), reviews),
});

/** The run over all of them, and how it compares with the increments. */
const final = async (state: Omit<IncrementInput, 'populations'>, populations: Record<string, Frozen>) => {
  const input = { ...state, populations };
  const ran = await run(dir, state.yaml, populations, { period: state.period, timeZone: state.timeZone });
  return { result: ran.result, compared: await compareWithFinal(input, ran) };
};

let once: Promise<string> | undefined;

/** An increment for each day, in a folder of the test's own. */
async function grow(name: string): Promise<{ folder: string; yaml: string } & typeof scope> {
  const first = join(dir, 'grown');
  once ??= (async () => {
    for (const day of days) {
      const populations = await given(changesOf(day), reviewsOf(day));
      await addIncrement({ ...scope, folder: first, yaml, populations });
    }
    return first;
  })();
  const state = { ...scope, folder: join(dir, name), yaml };
  await cp(await once, state.folder, { recursive: true });
  return state;
}

test('CT107 the sum of the increments of an items test is the final run, though reviews come after their changes', async () => {
  const state = await grow('sum');
  const { result, compared } = await final(state, await given(days.flatMap(changesOf), days.flatMap(reviewsOf)));
  assert.deepEqual([compared.differing, compared.equal], [0, result.items.inScope]);
  const again = await addIncrement({ ...state, populations: await given(changesOf(3), reviewsOf(3)) });
  const { inScope, pass, deviations, unverified } = result.items;
  assert.deepEqual(again.totals, {
    items: { inScope, pass, deviations, unverified },
    attributes: result.attributes,
    occurrences: null,
  });
  assert.ok(pass > 0 && deviations > 0 && unverified > 0);
});

test('CT108 an increment judges what is new and what it touches, and given again changes nothing', async () => {
  const state = await grow('touched');
  const one = await given(
    [{ id: 'new', branch: 'main', author: 'p0@x.example', files: 1, merged_at: '2026-05-05T10:00:00Z' }],
    [{ id: 'late', change_id: 'd01-1', reviewer: 'p9@x.example', state: 'approved', at: '2026-05-05T10:00:00Z' }],
  );
  const first = await addIncrement({ ...state, populations: one });
  assert.deepEqual([first.number, first.judged], [days.length + 1, 2]);
  const second = await addIncrement({ ...state, populations: one });
  assert.deepEqual([second.number, second.judged], [days.length + 1, 0]);
  assert.deepEqual(second.totals, first.totals);
  const corrected = await given(
    [{ id: 'new', branch: 'main', author: 'p0@x.example', files: 9, merged_at: '2026-05-05T10:00:00Z' }],
    [],
  );
  const third = await addIncrement({ ...state, populations: { 'code-changes': corrected['code-changes'] } });
  assert.equal(third.judged, 1);
  assert.equal(third.totals.items?.inScope, first.totals.items?.inScope);
});

test('CT107 where the final population differs from what was seen on the way, the items are named', async () => {
  const state = await grow('differs');
  const changes = days.flatMap(changesOf);
  const changed = changes.map((row) => (row['id'] === 'd05-2' ? { ...row, files: 9 } : row)).slice(1);
  const whole = await given([...changed, { ...changes[0], id: 'unseen' }], days.flatMap(reviewsOf));
  const { differences, differing } = (await final(state, whole)).compared;
  assert.deepEqual(
    differences.map(({ item }) => item),
    ['d00-0', 'd05-2', 'unseen'],
  );
  assert.equal(differing, 3);
  assert.equal(differences[0]?.final, null);
  assert.equal(differences[2]?.increments, null);
});

const entangled = `
id: CHG-02.entangled
control: CHG-02
title: Changes, their reviews and those like them
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
  own: { population: code-reviews, on: own.reviewer == item.author && own.change_id == item.id }
  alike: { population: code-changes, on: alike.files == item.files }
attributes:
  A: { title: Approved, pass: 'reviews.exists(r, r.state == "approved")' }
  B: { title: Not by the author, pass: 'own.size() == 0' }
  C: { title: Alone of its size, pass: 'alike.all(a, a.id == item.id || a.author == item.author)' }
`;

const few = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const increments = fc.array(
  fc.record({
    changes: fc.uniqueArray(
      fc.record({
        id: few,
        branch: fc.constantFrom('main', 'main', 'main', 'topic', null),
        author: fc.constantFrom('p1', 'p2', null),
        files: fc.constantFrom(1, 2, 3, null),
        merged_at: fc.constantFrom('2026-02-03T10:00:00Z', '2026-02-03T10:00:00Z', '2027-02-03T10:00:00Z', null),
      }),
      { selector: (row) => row.id, maxLength: 4 },
    ),
    reviews: fc.option(
      fc.uniqueArray(
        fc.record({
          id: few,
          change_id: fc.oneof(few, fc.constant(null)),
          reviewer: fc.constantFrom('p1', 'p2', null),
          state: fc.constantFrom('approved', 'commented', null),
        }),
        { selector: (row) => row.id, maxLength: 4 },
      ),
    ),
  }),
  { minLength: 2, maxLength: 5 },
);

const change = { id: 'a', branch: 'main', author: 'p1', files: 1, merged_at: '2026-02-03T10:00:00Z' } as const;
const review = { id: 'a', change_id: 'a', reviewer: 'p2', state: 'approved' } as const;
/** A review that speaks of another change than it did: the first is no longer approved. */
const movedReview = [
  { changes: [change, { ...change, id: 'b' } as const], reviews: [review] },
  { changes: [], reviews: [{ ...review, change_id: 'b' } as const] },
];

test('CT107 the sum of the increments is the final run, whatever is replaced, joined twice or joined with itself', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(increments, async (list) => {
      const state = { ...scope, folder: join(dir, `entangled-${(number += 1)}`), yaml: entangled };
      const all = { changes: new Map<unknown, Row>(), reviews: new Map<unknown, Row>() };
      let last = null;
      for (const { changes, reviews } of list) {
        for (const row of changes) all.changes.set(row.id, row);
        for (const row of reviews ?? []) all.reviews.set(row.id, row);
        const { 'code-reviews': related, ...main } = await given(changes, reviews ?? []);
        last = await addIncrement({ ...state, populations: reviews ? { ...main, 'code-reviews': related } : main });
      }
      const { 'code-reviews': related, ...main } = await given([...all.changes.values()], [...all.reviews.values()]);
      const { result, compared } = await final(
        state,
        list.some(({ reviews }) => reviews) ? { ...main, 'code-reviews': related } : main,
      );
      assert.deepEqual(compared, { equal: result.items.inScope, differing: 0, notDue: 0, differences: [] });
      const { inScope, pass, deviations, unverified } = result.items;
      assert.deepEqual(last?.totals.items, { inScope, pass, deviations, unverified });
      assert.deepEqual(last?.totals.attributes, result.attributes);
    }),
    { numRuns: Number(process.env.TICKMARK_PROPERTY_RUNS ?? 2), examples: [[movedReview]] },
  );
});

test('CT107 rows joined by minus zero and zero are found again', async () => {
  const joined = yaml.replace(
    'reviews.change_id == item.id',
    '-(double(reviews.change_id.size()) * 0.0) == double(item.id.size()) * 0.0',
  );
  const state = { ...scope, folder: join(dir, 'zero'), yaml: joined };
  await addIncrement({ ...state, populations: await given(changesOf(1), reviewsOf(1)) });
  const { judged } = await addIncrement({ ...state, populations: await given(changesOf(2), reviewsOf(2)) });
  assert.equal(judged, changesOf(1).length + changesOf(2).length);
});

test('CT109 an increment with other columns than those before is refused, and changes nothing', async () => {
  const state = { ...scope, folder: join(dir, 'columns'), yaml };
  await addIncrement({ ...state, populations: await given(changesOf(1), reviewsOf(1)) });
  const kind = populationKind('code-changes');
  const narrow = { ...kind, columns: kind.columns.filter((column) => column.name !== 'subject') };
  const populations = { ...(await given([], reviewsOf(2))), 'code-changes': await frozen(dir, narrow, changesOf(2)) };
  await assert.rejects(addIncrement({ ...state, populations }), {
    code: 'conflict',
    field: 'populations.code-changes',
  });
  const next = await addIncrement({ ...state, populations: await given(changesOf(2), reviewsOf(2)) });
  assert.equal(next.number, 2);
});

test('CT109 a folder belongs to one definition and period', async () => {
  const state = await grow('belongs');
  const populations = await given(changesOf(1), reviewsOf(1));
  await assert.rejects(addIncrement({ ...state, populations, period: { from: '2026-01-01', to: '2026-12-31' } }), {
    code: 'conflict',
  });
  await assert.rejects(
    addIncrement({ ...state, populations, yaml: yaml.replace('item.files < 8', 'item.files < 9') }),
    {
      code: 'conflict',
    },
  );
});

const observed = `
id: IAM-02.mfa
control: IAM-02
title: A second factor is enforced
kind: state
population: accounts
observed: item.observed_at
subject: item.account
where: item.status == "active"
attributes:
  A: { title: Second factor, pass: item.mfa == true }
  B: { title: Named, pass: item.email != "" }
`;

/** What a day's collection saw; some of it of days before, some of it seen before and different now. */
const sightings = fc.array(
  fc.array(
    fc.record({
      account: fc.constantFrom('ann', 'bob', 'cid', 'dee'),
      before: fc.constantFrom(0, 0, 0, 1, 2),
      mfa: fc.constantFrom(true, true, true, false, null),
      email: fc.constantFrom('a@x.example', 'a@x.example', '', null),
      status: fc.constantFrom('active', 'active', 'active', 'disabled', null),
      hour: fc.constantFrom('06', '18'),
      placed: fc.constantFrom(true, true, true, true, false),
    }),
    { maxLength: 6 },
  ),
  { minLength: 2, maxLength: 6 },
);

const ann = {
  account: 'ann',
  before: 0,
  hour: '06',
  mfa: true,
  email: 'a@x.example',
  status: 'active',
  placed: true,
} as const;
/** Observed twice on one day, in two increments, and not on the next: two observations are not two days. */
const seenTwiceThenNot = [[ann], [{ ...ann, before: 1, hour: '18' } as const], [ann]];

test('CT107 the sum of the increments of a state test is the final run, whatever comes late or again', async () => {
  const accounts = populationKind('accounts');
  await fc.assert(
    fc.asyncProperty(sightings, async (collections) => {
      const state = {
        folder: await mkdtemp(join(dir, 'observed-')),
        yaml: observed,
        period: { from: '2026-03-02', to: '2026-03-08' },
        timeZone: 'UTC',
      };
      const all = new Map<unknown, Row>();
      const freeze = (rows: Iterable<Row>, extractedAt: string) =>
        frozen(dir, accounts, rows, { period: state.period, extractedAt: new Date(extractedAt) });
      for (const [n, collection] of collections.entries()) {
        const rows = new Map<unknown, Row>();
        for (const { account, before, hour, placed, ...rest } of collection) {
          const day = `2026-03-0${Math.max(2, n + 2 - before)}`;
          const at = `${day}T${hour}:00:00Z`;
          const row = { ...rest, id: `${account}@${at}`, account, observed_at: placed ? at : null };
          rows.set(row.id, row);
          all.set(row.id, row);
        }
        const populations = { accounts: await freeze(rows.values(), `2026-03-0${n + 2}T12:00:00Z`) };
        await addIncrement({ ...state, populations });
      }
      const populations = { accounts: await freeze(all.values(), '2026-03-08T12:00:00Z') };
      const { result, compared } = await final(state, populations);
      assert.deepEqual(compared.differences, []);
      assert.equal(compared.equal, result.items.inScope);
      const { totals } = await addIncrement({ ...state, populations });
      assert.deepEqual(totals.attributes, result.attributes);
    }),
    { numRuns: Number(process.env.TICKMARK_PROPERTY_RUNS ?? 2), examples: [[seenTwiceThenNot]] },
  );
});

test('CT107 a cadence is not due until its day has passed, then met, late or missed as in the final run', async () => {
  const reviews = populationKind('access-reviews');
  const state = {
    folder: join(dir, 'cadence'),
    yaml: `
id: IAM-05.monthly
control: IAM-05
title: Access is reviewed each month
kind: cadence
population: access-reviews
every: month
grace: P5D
at: item.completed_at
`,
    ...scope,
  };
  const done = (id: string, day: string | null): Row => ({
    id,
    completed_at: day === null ? null : `${day}T10:00:00Z`,
  });
  const seen = async (rows: Row[], extractedAt: string) => ({
    'access-reviews': await frozen(dir, reviews, rows, { extractedAt: new Date(extractedAt) }),
  });
  const given: [Row[], string][] = [
    [[done('january', '2026-01-20')], '2026-01-31T12:00:00Z'],
    [[], '2026-02-20T12:00:00Z'],
    [[], '2026-03-06T12:00:00Z'],
    [[done('late', '2026-03-12')], '2026-03-31T12:00:00Z'],
    [[done('march', '2026-03-28'), done('april', '2026-04-30'), done('moved', '2026-04-02')], '2026-05-20T12:00:00Z'],
    [[done('moved', '2026-05-02')], '2026-06-20T12:00:00Z'],
    [[], '2026-08-01T12:00:00Z'],
  ];
  const states: string[] = [];
  const fresh: string[][] = [];
  for (const [rows, extractedAt] of given) {
    const { totals, newDeviations } = await addIncrement({ ...state, populations: await seen(rows, extractedAt) });
    assert.equal(totals.items, null);
    fresh.push(newDeviations.first);
    states.push((totals.occurrences?.list ?? []).map((slice) => slice.state).join(' '));
  }
  assert.deepEqual(states, [
    'met not-due not-due not-due not-due not-due',
    'met not-due not-due not-due not-due not-due',
    'met missed not-due not-due not-due not-due',
    'met missed met not-due not-due not-due',
    'met late met met not-due not-due',
    'met late met met met not-due',
    'met late met met met missed',
  ]);
  assert.deepEqual(fresh, [[], [], ['2026-02-01/2026-02-28'], [], [], [], ['2026-06-01/2026-06-30']], 'CT118');
  const whole = [
    done('january', '2026-01-20'),
    done('late', '2026-03-12'),
    done('march', '2026-03-28'),
    done('april', '2026-04-30'),
  ];
  const same = await final(state, await seen([...whole, done('moved', '2026-05-02')], '2026-08-01T12:00:00Z'));
  assert.deepEqual(same.compared, { equal: 6, differing: 0, notDue: 0, differences: [] });
  const other = await final(state, await seen(whole, '2026-08-01T12:00:00Z'));
  assert.deepEqual(other.compared.differences, [{ item: '2026-05-01/2026-05-31', increments: 'met', final: 'missed' }]);
});

test('CT118 an increment names the items, subjects and slices that deviate since it, and no others', async () => {
  const one = async (id: string, files: number) => ({
    'code-changes': await frozen(dir, populationKind('code-changes'), [
      { id, branch: 'main', author: 'p0@x.example', files, merged_at: '2026-05-05T10:00:00Z' },
    ]),
  });
  const state = { ...scope, folder: join(dir, 'new'), yaml };
  const first = await addIncrement({ ...state, populations: await one('a', 20) });
  assert.deepEqual(first.newDeviations, { count: 1, first: ['a'] });
  const both = await addIncrement({ ...state, populations: await one('b', 30) });
  assert.deepEqual(both.newDeviations, { count: 1, first: ['b'] });
  const still = await addIncrement({ ...state, populations: await one('a', 21) });
  assert.deepEqual([still.judged, still.newDeviations], [1, { count: 0, first: [] }]);

  const seen = async (day: string, mfa: Record<string, boolean>) => {
    const rows = Object.entries(mfa).map(([account, on]) => ({
      id: `${account}@${day}`,
      account,
      email: 'a@x.example',
      mfa: on,
      status: 'active',
      observed_at: `${day}T10:00:00Z`,
    }));
    const extractedAt = new Date(`${day}T12:00:00Z`);
    const week = { period: { from: '2026-03-02', to: '2026-03-08' }, timeZone: 'UTC' };
    const accounts = await frozen(dir, populationKind('accounts'), rows, { ...week, extractedAt });
    return addIncrement({ ...week, folder: join(dir, 'new-seen'), yaml: observed, populations: { accounts } });
  };
  assert.deepEqual((await seen('2026-03-02', { ann: true, bob: false })).newDeviations.first, ['bob']);
  assert.deepEqual((await seen('2026-03-03', { ann: false, bob: false })).newDeviations.first, ['ann']);
});

test('CT122 slices that were not due when the last increment was taken are told apart', async () => {
  const reviews = populationKind('access-reviews');
  const cadence = `
id: IAM-05.quarterly
control: IAM-05
title: Access is reviewed each quarter
kind: cadence
population: access-reviews
every: quarter
grace: P5D
at: item.completed_at
`;
  const seen = async (extractedAt: string) => ({
    'access-reviews': await frozen(dir, reviews, [{ id: 'first', completed_at: '2026-01-20T10:00:00Z' }], {
      extractedAt: new Date(extractedAt),
    }),
  });
  const state = { ...scope, folder: join(dir, 'due'), yaml: cadence };
  await addIncrement({ ...state, populations: await seen('2026-03-31T12:00:00Z') });
  const { compared } = await final(state, await seen('2026-08-01T12:00:00Z'));
  assert.deepEqual(compared, { equal: 1, differing: 0, notDue: 1, differences: [] });
});
