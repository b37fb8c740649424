import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ItemChange, Row } from '@tickmark/core';
import { compareRuns, populationKind, type TestRun } from '../../src/index.ts';
import { folder, frozen, run } from '../builders.ts';

const dir = await folder();

const definition = `id: CHG-02.x
control: CHG-02
title: Reviewed
kind: items
population: code-changes
attributes:
  A: { title: Few files, pass: item.files < 3 }
  B: { title: Not by a machine, pass: item.author != "bot" }
`;

async function judged(rows: readonly Row[], yaml = definition): Promise<TestRun> {
  const at = { merged_at: '2026-03-01T00:00:00Z', author: 'ann' };
  const population = await frozen(
    dir,
    populationKind('code-changes'),
    rows.map((row) => ({ ...at, ...row })),
  );
  return run(dir, yaml, { 'code-changes': population });
}

const files = ({ items, deviationsFile, result }: TestRun) => ({
  items: items?.file ?? '',
  deviations: deviationsFile,
  occurrences: result.occurrences?.list,
});

const compare = (
  earlier: TestRun,
  later: TestRun,
  more: { change?: ItemChange; search?: string; offset?: number; limit?: number } = {},
) =>
  compareRuns({
    earlier: files(earlier),
    later: files(later),
    folder: dir,
    offset: 0,
    limit: 100,
    ...more,
  });

const before = await judged([
  { id: 'fixed', files: 9 },
  { id: 'gone-bad', files: 9 },
  { id: 'gone-good', files: 1 },
  { id: 'good', files: 1 },
  { id: 'now-told', files: null },
  { id: 'still', files: 9 },
  { id: 'still-unknown', files: null },
  { id: 'turned', files: 1 },
  { id: 'unknown', files: 9 },
]);
const after = await judged([
  { id: 'fixed', files: 1 },
  { id: 'good', files: 1 },
  { id: 'new-bad', files: 9, author: 'bot' },
  { id: 'new-good', files: 1 },
  { id: 'now-told', files: 1 },
  { id: 'still', files: 9, author: 'bot' },
  { id: 'still-unknown', files: null },
  { id: 'turned', files: 9 },
  { id: 'unknown', files: null },
]);

test('CT90 each item is told once: what is new, what was put right later, what stays, what is gone', async () => {
  const { items, counts, goneDeviations, total } = await compare(before, after);
  assert.deepEqual(
    items.map((i) => [i.item, i.change, i.before, i.after]),
    [
      ['new-bad', 'new-deviation', null, 'deviation'],
      ['turned', 'new-deviation', 'pass', 'deviation'],
      ['still', 'still-deviation', 'deviation', 'deviation'],
      ['unknown', 'newly-unverified', 'deviation', 'unverified'],
      ['still-unknown', 'still-unverified', 'unverified', 'unverified'],
      ['fixed', 'fixed-later', 'deviation', 'pass'],
      ['now-told', 'now-verified', 'unverified', 'pass'],
      ['gone-bad', 'gone', 'deviation', null],
      ['gone-good', 'gone', 'pass', null],
      ['new-good', 'new', null, 'pass'],
    ],
  );
  assert.deepEqual([counts.unchanged, counts.gone, goneDeviations, total], [1, 2, 1, 10]);
  const still = items.find((i) => i.item === 'still');
  assert.deepEqual(
    [still?.failedBefore, still?.failedAfter, still?.at],
    [['A'], ['A', 'B'], '2026-03-01T00:00:00.000Z'],
  );
});

test('CT90 no deviation of the earlier run disappears', async () => {
  const { items } = await compare(before, after);
  const told = new Set(items.filter((i) => i.before === 'deviation').map((i) => i.item));
  assert.deepEqual(
    [...told].sort(),
    before.result.deviations
      .filter((d) => d.state === 'deviation')
      .map((d) => d.item)
      .sort(),
  );
});

test('CT91 a comparison is filtered, searched and read in pages', async () => {
  const bad = await compare(before, after, { change: 'new-deviation' });
  assert.deepEqual([bad.total, bad.items.map((i) => i.item)], [2, ['new-bad', 'turned']]);
  assert.deepEqual(
    (await compare(before, after, { change: 'unchanged' })).items.map((i) => i.item),
    ['good'],
  );
  assert.deepEqual((await compare(before, after, { search: 'GONE' })).total, 2);
  const page = await compare(before, after, { offset: 2, limit: 3 });
  assert.deepEqual([page.total, page.items.map((i) => i.item)], [10, ['still', 'unknown', 'still-unknown']]);
});

test('CT91 definitions that ask other attributes, and runs without items, are compared too', async () => {
  const other = await judged([{ id: 'good', files: 1 }], definition.replace(/ {2}B:.*\n/, ''));
  const { items } = await compare(after, other, { search: 'still' });
  assert.deepEqual(
    items.map((i) => [i.item, i.change]),
    [
      ['still', 'gone'],
      ['still-unknown', 'gone'],
    ],
  );
  const nothing = await judged([]);
  assert.equal((await compare(nothing, after)).counts['new-deviation'], 3);
  assert.deepEqual((await compare(nothing, nothing)).total, 0);
});

test('CT90 slices of a cadence are compared; one that is not due yet is not in scope', async () => {
  const yaml = `id: IAM-06.review
control: IAM-06
title: Reviewed
kind: cadence
population: access-reviews
every: quarter
at: item.completed_at
`;
  const reviewed = async (days: string[], extractedAt: string) =>
    run(dir, yaml, {
      'access-reviews': await frozen(
        dir,
        populationKind('access-reviews'),
        days.map((day) => ({ id: day, completed_at: `${day}T00:00:00Z` })),
        { extractedAt: new Date(extractedAt) },
      ),
    });
  const { items } = await compare(
    await reviewed([], '2026-05-01T00:00:00Z'),
    await reviewed(['2026-02-01'], '2026-07-02T00:00:00Z'),
  );
  assert.deepEqual(
    items.map((i) => [i.item, i.change, i.before, i.after]),
    [
      ['2026-04-01/2026-06-30', 'new-deviation', null, 'missed'],
      ['2026-01-01/2026-03-31', 'fixed-later', 'missed', 'met'],
    ],
  );
});
