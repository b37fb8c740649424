import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewTest, populationKind } from '../../src/index.ts';
import { firstHalf, folder, frozen, run, type Frozen } from '../builders.ts';

const dir = await folder();
const number = (n: number) => String(n).padStart(5, '0');

const definition = `id: CHG-02.x
control: CHG-02
title: Reviewed
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Approved, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
`;

const change = (n: number) => ({
  id: number(n),
  branch: n % 10 === 9 ? 'topic' : 'main',
  author: 'ann',
  merged_at: n % 10 === 8 ? '2027-01-01T00:00:00Z' : n % 10 === 7 ? null : '2026-03-01T00:00:00Z',
});
const review = (n: number) => ({
  id: number(n),
  change_id: number(n),
  reviewer: n % 10 === 1 ? 'ann' : 'bob',
  state: 'approved',
});
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const few = {
  'code-changes': await frozen(dir, populationKind('code-changes'), numbers(1500).map(change)),
  'code-reviews': await frozen(dir, populationKind('code-reviews'), numbers(1500).map(review)),
};

// Only where the deadline is what is tested may it end a preview: a machine under load is slow.
const preview = (yaml: string, populations: Record<string, Frozen>, changes: { deadline?: number } = {}) =>
  previewTest({ yaml, populations, period: firstHalf, timeZone: 'UTC', folder: dir, deadline: 60_000, ...changes });

test('CT85 a preview judges the first thousand rows by key, whole relations included, as a run judges them', async () => {
  const found = await preview(definition, few);
  assert.deepEqual([found.looked, found.population.rows, found.kind], [1000, 1500, 'items']);
  const whole = await run(dir, definition, {
    ...few,
    'code-changes': await frozen(dir, populationKind('code-changes'), numbers(1000).map(change)),
  });
  const { total: _, ...counts } = whole.result.items;
  assert.deepEqual(found.items, counts);
  assert.deepEqual(found.attributes, whole.result.attributes);
  assert.deepEqual(found.items, {
    outOfPeriod: 100,
    notGoverned: 100,
    inScope: 800,
    pass: 600,
    deviations: 100,
    unverified: 100,
  });
});

test('CT85 rows come with operands, deviations first, and those out of scope last', async () => {
  const { rows } = await preview(definition, few);
  assert.equal(rows.length, 50);
  const [first] = rows;
  assert.deepEqual([first?.key, first?.state, first?.scope], ['00001', 'deviation', 'in-scope']);
  assert.match(first?.attributes[0]?.explanation ?? '', /reviewer ann = author ann/);
  assert.equal(first?.row.branch, 'main');
  const small = await preview(definition, {
    ...few,
    'code-changes': await frozen(dir, populationKind('code-changes'), numbers(10).map(change)),
  });
  assert.deepEqual(
    small.rows.slice(-2).map((r) => [r.key, r.scope, r.state]),
    [
      ['00008', 'out-of-period', null],
      ['00009', 'not-governed', null],
    ],
  );
  assert.deepEqual(small.rows[1], {
    ...small.rows[1],
    key: '00007',
    state: 'unverified',
    explanation: 'merged at is missing, so it cannot be placed in the period',
  });
});

test('CT86 an empty population is a counted zero, a missing relation is named, a missing population refused', async () => {
  const none = { ...few, 'code-changes': await frozen(dir, populationKind('code-changes'), []) };
  const empty = await preview(definition, none);
  assert.deepEqual([empty.looked, empty.population.rows, empty.items.inScope, empty.rows.length], [0, 0, 0, 0]);
  const alone = await preview(definition, { 'code-changes': few['code-changes'] });
  assert.deepEqual(alone.missing, ['code-reviews']);
  assert.equal(alone.items.unverified, 800);
  assert.equal(alone.items.pass, 0);
  await assert.rejects(preview(definition, {}), { code: 'population_invalid' });
  await assert.rejects(preview(definition.replace('item.author', 'item.auhtor'), few), {
    code: 'definition_invalid',
    message: /Line 10, column \d+: The population code-changes has no column auhtor/,
  });
});

test('CT86 a preview is bounded: fewer rows where relations are large, and it gives up past its deadline', async () => {
  const many = numbers(30).flatMap((n) =>
    numbers(1000).map((m) => ({ ...review(n), id: `${number(n)}-${number(m)}` })),
  );
  const large = { ...few, 'code-reviews': await frozen(dir, populationKind('code-reviews'), many) };
  const found = await preview(definition, large);
  assert.equal(found.looked, 20);
  const all = numbers(21_000).map((m) => ({ ...review(0), id: number(m) }));
  const skewed = { ...few, 'code-reviews': await frozen(dir, populationKind('code-reviews'), all) };
  await assert.rejects(preview(definition, skewed), { code: 'too_large', field: 'relations' });
  await assert.rejects(preview(definition, few, { deadline: 0 }), { code: 'too_large', field: 'yaml' });
});

test('CT85 observations of a state test and occurrences of a cadence are shown row by row', async () => {
  const state = `id: IAM-02.mfa
control: IAM-02
title: Second factor
kind: state
population: accounts
observed: item.observed_at
attributes:
  A: { title: Needed, pass: item.mfa }
`;
  const account = (id: string, observed_at: string | null, mfa: boolean) => ({ id, account: id, observed_at, mfa });
  const accounts = await frozen(
    dir,
    populationKind('accounts'),
    [
      account('a', '2026-02-01T00:00:00Z', true),
      account('b', '2026-02-01T00:00:00Z', false),
      account('c', '2025-02-01T00:00:00Z', false),
    ],
    { extractedAt: new Date('2026-06-30T08:00:00Z') },
  );
  const observed = await preview(state, { accounts });
  assert.deepEqual(
    observed.rows.map((r) => [r.key, r.scope, r.state]),
    [
      ['b', 'in-scope', 'deviation'],
      ['a', 'in-scope', 'pass'],
      ['c', 'out-of-period', null],
    ],
  );
  const cadence = `id: IAM-06.review
control: IAM-06
title: Reviewed
kind: cadence
population: access-reviews
every: quarter
at: item.completed_at
where: item.status == "completed"
`;
  const reviews = await frozen(dir, populationKind('access-reviews'), [
    { id: '1', status: 'completed', completed_at: '2026-02-01T00:00:00Z' },
    { id: '2', status: 'open', completed_at: null },
    { id: '3', status: 'completed', completed_at: null },
  ]);
  const happened = await preview(cadence, { 'access-reviews': reviews });
  assert.deepEqual(
    happened.rows.map((r) => [r.key, r.scope, r.state]),
    [
      ['3', 'in-scope', 'unverified'],
      ['1', 'in-scope', 'pass'],
      ['2', 'not-governed', null],
    ],
  );
});
