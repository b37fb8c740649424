import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Row } from '@tickmark/core';
import { freezePopulation, manifestSha256, populationKind, readRows } from '../../src/index.ts';
import { factsOf, firstHalf, folder, frozen, stream } from '../builders.ts';

const dir = await folder();
const changes = populationKind('code-changes');
const accounts = populationKind('accounts');

test('CT33 a frozen population is sorted by key, so its bytes follow from its content', async () => {
  const rows: Row[] = ['b', 'a', 'c'].map((id) => ({
    id,
    files: 3,
    reviewers: ['x', 'y'],
    merged_at: '2026-03-01T10:00:00.5Z',
  }));
  const one = await frozen(dir, changes, rows);
  const other = await frozen(dir, changes, rows.toReversed());
  assert.equal(one.manifest.sha256, other.manifest.sha256);
  assert.equal(manifestSha256(one.manifest), manifestSha256(other.manifest));
  const { items, total } = await readRows(one.file, { key: 'id', offset: 1, limit: 1 });
  assert.equal(total, 3);
  assert.deepEqual(
    [items[0]?.id, items[0]?.files, items[0]?.reviewers, items[0]?.merged_at, items[0]?.author],
    ['b', 3, ['x', 'y'], '2026-03-01T10:00:00.500Z', null],
  );
  assert.deepEqual(
    (await readRows(one.file, { key: 'id', offset: 0, limit: 9, search: 'C' })).items.map((r) => r.id),
    ['c'],
  );
});

test('CT33 each of many rows keeps its own values, lists and gaps', async () => {
  // More than two of the pieces in which rows are handed on; gaps and lists fall elsewhere in each.
  const rows: Row[] = Array.from({ length: 5000 }, (_, i) => ({
    id: String(i).padStart(4, '0'),
    author: i % 3 === 0 ? null : `author of ${i}, whose name is no short one`,
    files: i % 5 === 0 ? null : i,
    merged_at: i % 7 === 0 ? null : new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
    reviewers: i % 11 === 0 ? null : Array.from({ length: i % 4 }, (_each, n) => `reviewer ${n} of ${i}`),
  }));
  const { file } = await frozen(dir, changes, rows);
  const { items, total } = await readRows(file, { key: 'id', offset: 0, limit: rows.length });
  assert.equal(total, rows.length);
  assert.deepEqual(
    items.map(({ id, author, files, merged_at, reviewers }) => ({ id, author, files, merged_at, reviewers })),
    rows,
  );
});

test('CT34 zero rows are a population with a hash', async () => {
  const { manifest, file } = await frozen(dir, changes, []);
  assert.equal(manifest.rows, 0);
  assert.deepEqual(await readRows(file, { key: 'id', offset: 0, limit: 9 }), { items: [], total: 0 });
});

test('CT35 a key that repeats or is missing, or a value of another type, freezes nothing', async () => {
  const refused: [Row[], RegExp][] = [
    [[{ id: 'a' }, { id: 'b' }, { id: 'a' }], /2 rows have the id a/],
    [[{ id: 'a' }, { id: null }], /Row 2 has no id/],
    [[{ id: 'a', files: 1.5 }], /Row 1 \(a\), column files, holds 1\.5/],
    [[{ id: 'a', merged_at: 'yesterday' }], /column merged_at/],
  ];
  for (const [rows, message] of refused) {
    const file = join(dir, 'refused.parquet');
    await assert.rejects(freezePopulation({ rows: stream(rows), kind: changes, file, facts: factsOf() }), {
      code: 'population_invalid',
      message,
    });
    assert.equal(existsSync(file), false);
  }
});

test('CT36 events taken before the period has closed are interim', async () => {
  const interim = async (at: string) =>
    (await frozen(dir, changes, [], { period: firstHalf, timeZone: 'America/New_York', extractedAt: new Date(at) }))
      .manifest.interim;
  assert.equal(await interim('2026-07-01T03:59:59Z'), true);
  assert.equal(await interim('2026-07-01T04:00:00Z'), false);
});

test('CT37 state can be taken only while the period is open, and the message gives the date', async () => {
  const take = (at: string) => frozen(dir, accounts, [], { period: firstHalf, extractedAt: new Date(at) });
  await assert.rejects(take('2025-12-31T23:59:59Z'), { code: 'not_yet_possible', action: /2026-01-01/ });
  await assert.rejects(take('2026-07-01T00:00:00Z'), { code: 'no_longer_possible', action: /2026-06-30/ });
  assert.equal((await take('2026-06-30T23:59:59Z')).manifest.interim, false);
  assert.equal((await frozen(dir, accounts, [], { period: null })).manifest.interim, false);
});

test('CT38 facts that are known only once the rows are drained are asked then', async () => {
  let drained = false;
  const rows = async function* () {
    yield { id: 'a' };
    drained = true;
  };
  const manifest = await freezePopulation({
    rows: rows(),
    kind: changes,
    file: join(dir, 'late.parquet'),
    facts: () => factsOf({ excluded: drained ? 7 : 0 }),
  });
  assert.equal(manifest.excluded, 7);
});
