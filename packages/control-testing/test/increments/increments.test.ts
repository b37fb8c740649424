import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Row } from '@tickmark/core';
import { addIncrement, compareWithFinal, populationKind, runTest } from '../../src/index.ts';
import { firstHalf, folder, frozen } from '../builders.ts';

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

const final = async (changes: Row[], reviews: Row[]) =>
  runTest({
    ...scope,
    yaml,
    populations: await given(changes, reviews),
    outDir: join(dir, `final-${changes.length}-${reviews.length}-${changes[0]?.files}`),
    items: true,
  });

async function grow(name: string): Promise<{ folder: string; yaml: string } & typeof scope> {
  const state = { ...scope, folder: join(dir, name), yaml };
  for (const day of days) await addIncrement({ ...state, populations: await given(changesOf(day), reviewsOf(day)) });
  return state;
}

test('CT107 the sum of the increments is the final run, though reviews come after their changes', async () => {
  const state = await grow('sum');
  const run = await final(days.flatMap(changesOf), days.flatMap(reviewsOf));
  const compared = await compareWithFinal(state, run);
  assert.deepEqual([compared.differing, compared.equal], [0, run.result.items.inScope]);
  const again = await addIncrement({ ...state, populations: await given(changesOf(3), reviewsOf(3)) });
  const { inScope, pass, deviations, unverified } = run.result.items;
  assert.deepEqual(again.totals.items, { inScope, pass, deviations, unverified });
  assert.deepEqual(again.totals.attributes, run.result.attributes);
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
  assert.equal(third.totals.items.inScope, first.totals.items.inScope);
});

test('CT107 where the final population differs from what was seen on the way, the items are named', async () => {
  const state = await grow('differs');
  const changes = days.flatMap(changesOf);
  const changed = changes.map((row) => (row['id'] === 'd05-2' ? { ...row, files: 9 } : row)).slice(1);
  const run = await final([...changed, { ...changes[0], id: 'unseen' }], days.flatMap(reviewsOf));
  const { differences, differing } = await compareWithFinal(state, run);
  assert.deepEqual(
    differences.map(({ item }) => item),
    ['d00-0', 'd05-2', 'unseen'],
  );
  assert.equal(differing, 3);
  assert.equal(differences[0]?.final, null);
  assert.equal(differences[2]?.increments, null);
});

test('CT109 a folder belongs to one definition and period, and only items tests are run in increments', async () => {
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
  const cadence = `
id: CHG-02.monthly
control: CHG-02
title: Monthly
kind: cadence
population: code-changes
every: month
at: item.merged_at
`;
  await assert.rejects(addIncrement({ ...scope, folder: join(dir, 'cadence'), yaml: cadence, populations }), {
    code: 'bad_input',
    field: 'yaml',
  });
});
