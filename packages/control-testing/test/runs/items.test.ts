import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '@tickmark/core';
import { explainItem, populationKind, readItems } from '../../src/index.ts';
import { firstHalf, folder, frozen, run } from '../builders.ts';

const dir = await folder();

const definition = `
id: CHG-02.review
control: CHG-02
title: Changes are reviewed by someone else before merge
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A:
    title: Approved by someone other than the author
    pass: reviews.exists(r, r.state == "approved" && r.reviewer != item.author)
  B:
    title: Approved before the merge
    pass: reviews.exists(r, r.state == "approved" && r.at <= item.merged_at)
`;

const change = (id: string, more: Row = {}): Row => ({
  id,
  branch: 'main',
  author: 'ann@x.example',
  merged_at: '2026-03-02T10:00:00Z',
  ...more,
});
const review = (change_id: string, reviewer: string | null, more: Row = {}): Row => ({
  id: `${change_id}/${reviewer ?? 'nobody'}/${more.state ?? 'approved'}`,
  change_id,
  reviewer,
  state: 'approved',
  at: '2026-03-01T10:00:00Z',
  ...more,
});

async function changesAndReviews() {
  const changes = await frozen(dir, populationKind('code-changes'), [
    change('good'),
    change('own'),
    change('none'),
    change('late'),
    change('unknown-reviewer'),
    change('no-time', { merged_at: null }),
    change('no-branch', { branch: null }),
    change('elsewhere', { branch: 'topic' }),
    change('before', { merged_at: '2025-12-31T23:59:59Z' }),
    change('first', { merged_at: '2026-01-01T00:00:00Z' }),
    change('last', { merged_at: '2026-06-30T23:59:59Z' }),
    change('after', { merged_at: '2026-07-01T00:00:00Z' }),
  ]);
  const reviews = await frozen(dir, populationKind('code-reviews'), [
    ...['good', 'no-time', 'no-branch', 'elsewhere', 'before', 'last', 'after'].map((id) =>
      review(id, 'bob@x.example'),
    ),
    review('first', 'bob@x.example', { at: '2026-01-01T00:00:00Z' }),
    review('own', 'ann@x.example'),
    review('late', 'bob@x.example', { at: '2026-03-03T10:00:00Z' }),
    review('late', 'cem@x.example', { state: 'commented' }),
    review('unknown-reviewer', null),
  ]);
  return { 'code-changes': changes, 'code-reviews': reviews };
}

test('CT1 an item with any fail is a deviation and names the operands', async () => {
  const { result } = await run(dir, definition, await changesAndReviews());
  assert.deepEqual(result.items, {
    total: 12,
    outOfPeriod: 2,
    notGoverned: 1,
    inScope: 9,
    pass: 3,
    deviations: 3,
    unverified: 3,
  });
  assert.deepEqual(result.attributes.A, {
    title: 'Approved by someone other than the author',
    pass: 4,
    fail: 2,
    unverified: 3,
  });
  assert.deepEqual(
    result.deviations.map((d) => [d.item, d.state, d.attributes, d.explanation]),
    [
      [
        'late',
        'deviation',
        { A: 'pass', B: 'fail' },
        'B: at 2026-03-03T10:00:00Z > merged at 2026-03-02T10:00:00Z; state commented ≠ "approved"; none of 2 reviews meets it',
      ],
      ['none', 'deviation', { A: 'fail', B: 'fail' }, 'A: no reviews. B: no reviews'],
      [
        'own',
        'deviation',
        { A: 'fail', B: 'pass' },
        'A: reviewer ann@x.example = author ann@x.example; none of 1 reviews meets it',
      ],
      [
        'no-branch',
        'unverified',
        { A: 'unverified', B: 'unverified' },
        'whether the control governs it could not be told: branch is missing',
      ],
      [
        'no-time',
        'unverified',
        { A: 'unverified', B: 'unverified' },
        'merged at is missing, so it cannot be placed in the period',
      ],
      [
        'unknown-reviewer',
        'unverified',
        { A: 'unverified', B: 'pass' },
        'A: reviewer is missing; 0 of 1 reviews meet it, 1 could not be told',
      ],
    ],
  );
  assert.equal(result.proposal.kind, 'not-effective');
});

test('CT2 the period holds both of its days in the organization’s time zone', async () => {
  const changes = await frozen(dir, populationKind('code-changes'), [
    change('a', { merged_at: '2025-12-31T22:59:59Z' }),
    change('b', { merged_at: '2025-12-31T23:00:00Z' }),
    change('c', { merged_at: '2026-06-30T21:59:59Z' }),
    change('d', { merged_at: '2026-06-30T22:00:00Z' }),
  ]);
  const { result, itemsFile } = await run(dir, definition, { 'code-changes': changes }, { timeZone: 'Europe/Berlin' });
  assert.equal(result.items.outOfPeriod, 2);
  const { items } = await readItems(itemsFile, { offset: 0, limit: 10 });
  assert.deepEqual(
    items.map((i) => i.item),
    ['b', 'c'],
  );
  assert.deepEqual(
    result.timeline.map((d) => d.date),
    ['2026-01-01', '2026-06-30'],
  );
});

test('CT5 a relation whose population is absent leaves what asks of it unverified', async () => {
  const { 'code-changes': changes } = await changesAndReviews();
  const { result } = await run(dir, definition, { 'code-changes': changes });
  assert.equal(result.items.unverified, result.items.inScope);
  assert.equal(result.proposal.kind, 'cannot-say');
  assert.match(result.proposal.reasons[0] ?? '', /code-reviews was not given/);
});

test('CT5 each of two relations is asked for itself, and one without its population leaves every kind of answer open', async () => {
  const { 'code-changes': changes, 'code-reviews': reviews } = await changesAndReviews();
  const yaml =
    definition.slice(0, definition.indexOf('relations:')) +
    `relations:
  deployments: { population: deployments, on: deployments.change_id == item.id }
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: A, pass: 'reviews.exists(r, r.state == "approved")' }
  L: { title: L, pass: 'deployments.map(r, r.system).size() == 0' }
  M: { title: M, pass: 'deployments.map(r, r.deployed_at).max() < item.merged_at' }
  S: { title: S, pass: 'deployments.size() == 0' }
`;
  const { result } = await run(dir, yaml, { 'code-changes': changes, 'code-reviews': reviews });
  const { A, ...open } = result.attributes;
  assert.deepEqual([A?.pass, A?.fail], [6, 1]);
  for (const [name, { unverified }] of Object.entries(open)) assert.equal(unverified, 9, name);
});

test('CT5 a relation joined by a column that its population does not hold leaves what asks of it unverified', async () => {
  const { 'code-changes': changes } = await changesAndReviews();
  const kind = populationKind('code-reviews');
  const reviews = await frozen(dir, { ...kind, columns: kind.columns.filter((c) => c.name !== 'reviewer') }, [
    { id: '1', change_id: 'good', state: 'approved', at: '2026-03-01T10:00:00Z' },
  ]);
  const yaml = definition.replace('item.id }', 'item.id && reviews.reviewer == item.author }');
  const { result } = await run(dir, yaml, { 'code-changes': changes, 'code-reviews': reviews });
  assert.deepEqual(result.attributes.A, { ...result.attributes.A, pass: 0, fail: 0, unverified: 9 });
});

test('CT9 values of related rows are listed in the order of their population, on two threads too', async () => {
  const ids = Array.from({ length: 500 }, (_, n) => `change ${n}`);
  const changes = await frozen(
    dir,
    populationKind('code-changes'),
    ids.map((id) => change(id)),
  );
  // Enough rows for several parts of a file, of which each thread takes what is next.
  const reviews = await frozen(
    dir,
    populationKind('code-reviews'),
    Array.from({ length: 250_000 }, (_, n) => ({
      ...review(ids[n % ids.length] as string, String(n).padStart(6, '0')),
      id: String(n).padStart(6, '0'),
    })),
  );
  const yaml = `
id: CHG-02.order
control: CHG-02
title: The first review is the first of the list
kind: items
population: code-changes
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  F: { title: F, pass: 'reviews.map(r, r.reviewer)[0] < "000500"' }
  L: { title: L, pass: 'reviews.map(r, r.reviewer)[499] >= "249500"' }
`;
  const { result } = await run(dir, yaml, { 'code-changes': changes, 'code-reviews': reviews });
  assert.deepEqual([result.attributes.F?.pass, result.attributes.L?.pass], [500, 500]);
});

test('CT5 a relation whose population is a counted zero has no rows: exists is false, all is true, size is 0', async () => {
  const { 'code-changes': changes } = await changesAndReviews();
  const none = await frozen(dir, populationKind('code-reviews'), []);
  const yaml =
    definition.slice(0, definition.indexOf('attributes:')) +
    `attributes:
  E: { title: E, pass: 'reviews.exists(r, true)' }
  L: { title: L, pass: 'reviews.all(r, r.state == "approved")' }
  S: { title: S, pass: 'reviews.size() == 0 && size(reviews) == 0 && reviews.filter(r, r.state == "x").size() == 0' }
`;
  const { result } = await run(dir, yaml, { 'code-changes': changes, 'code-reviews': none });
  assert.deepEqual([result.attributes.E?.fail, result.attributes.L?.pass, result.attributes.S?.pass], [7, 7, 7]);
});

test('CT5 an item without a value to join by has relations that cannot be told', async () => {
  const people = await frozen(dir, populationKind('people'), [
    { id: '1', email: null },
    { id: '2', email: 'b@x.example' },
  ]);
  const accounts = await frozen(dir, populationKind('accounts'), []);
  const yaml = `
id: IAM-04.x
control: IAM-04
title: No account
kind: items
population: people
relations:
  accounts: { population: accounts, on: accounts.email == item.email }
attributes:
  A: { title: None, pass: accounts.size() == 0 }
`;
  const { result } = await run(dir, yaml, { people, accounts });
  assert.deepEqual(result.items, {
    total: 2,
    outOfPeriod: 0,
    notGoverned: 0,
    inScope: 2,
    pass: 1,
    deviations: 0,
    unverified: 1,
  });
});

test('CT8 a population with no item in the period is no occurrence, not a pass', async () => {
  const changes = await frozen(dir, populationKind('code-changes'), []);
  const reviews = await frozen(dir, populationKind('code-reviews'), []);
  const { result, deviationsFile } = await run(dir, definition, { 'code-changes': changes, 'code-reviews': reviews });
  assert.equal(result.proposal.kind, 'no-occurrence');
  assert.deepEqual(await readItems(deviationsFile, { offset: 0, limit: 10 }), { items: [], total: 0 });
});

test('CT117 related rows are summed up once, not once for each of the items that share them', async () => {
  const many = Array.from({ length: 50_000 }, (_, n) => n);
  const populations = {
    'code-changes': await frozen(
      dir,
      populationKind('code-changes'),
      many.map((n) => change(`c${n}`, { author: 'same' })),
    ),
    'code-reviews': await frozen(
      dir,
      populationKind('code-reviews'),
      many.map((n) => ({ ...review('same', 'bob@x.example'), id: `r${n}` })),
    ),
  };
  const yaml =
    definition.slice(0, definition.indexOf('relations:')) +
    `relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.author }
attributes:
  A: { title: A, pass: 'reviews.exists(r, r.state == "approved")' }
`;
  // All pairs take half a minute; without them it takes half a second.
  const { result } = await run(dir, yaml, populations, { timeLimit: 10_000 });
  assert.equal(result.items.pass, 50_000);
});

test('CT9 the same inputs give the same bytes on one thread and on two', async () => {
  const populations = await changesAndReviews();
  const runs = [];
  for (const threads of [1, 2, 2]) runs.push(await run(dir, definition, populations, { threads }));
  for (const field of ['sha256', 'itemsSha256', 'deviationsSha256'] as const) {
    assert.equal(new Set(runs.map((r) => r[field])).size, 1, field);
  }
});

test('CT10 one item is explained with its row and every attribute', async () => {
  const populations = await changesAndReviews();
  const told = await explainItem({ yaml: definition, populations, item: 'own', period: firstHalf, timeZone: 'UTC' });
  assert.equal(told.row.merged_at, '2026-03-02T10:00:00.000Z');
  assert.deepEqual(
    told.attributes.map((a) => [a.name, a.state, a.explanation]),
    [
      ['A', 'fail', 'reviewer ann@x.example = author ann@x.example; none of 1 reviews meets it'],
      [
        'B',
        'pass',
        'state approved = "approved"; at 2026-03-01T10:00:00Z < merged at 2026-03-02T10:00:00Z; 1 of 1 reviews meets it',
      ],
    ],
  );
  await assert.rejects(
    explainItem({ yaml: definition, populations, item: 'nothing', period: firstHalf, timeZone: 'UTC' }),
    { code: 'not_found' },
  );
});

test('CT3 an item without a time, or of which it cannot be told whether it is governed, is in scope and unverified', async () => {
  const { itemsFile } = await run(dir, definition, await changesAndReviews());
  const { items } = await readItems(itemsFile, { state: 'unverified', search: 'NO-', offset: 0, limit: 10 });
  assert.deepEqual(
    items.map((i) => [i.item, i.at, i.attributes]),
    [
      ['no-branch', '2026-03-02T10:00:00.000Z', { A: 'unverified', B: 'unverified' }],
      ['no-time', null, { A: 'unverified', B: 'unverified' }],
    ],
  );
});

test('CT39 a run refuses a file that is not the one its manifest describes', async () => {
  const populations = await changesAndReviews();
  const other = await frozen(dir, populationKind('code-reviews'), []);
  const swapped = {
    ...populations,
    'code-reviews': { file: other.file, manifest: populations['code-reviews'].manifest },
  };
  await assert.rejects(run(dir, definition, swapped), { code: 'population_invalid' });
  await assert.rejects(run(dir, definition, { 'code-reviews': populations['code-reviews'] }), {
    code: 'population_invalid',
  });
});
