import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { addIncrement, compareWithFinal, explainItem, populationKind, previewTest } from '../../src/index.ts';
import { firstHalf, folder, frozen, run } from '../builders.ts';

const dir = await folder();
const definition = (pass: string) => `
id: IAM-04.x
control: IAM-04
title: Within two business days
kind: items
population: code-changes
attributes:
  A: { title: In time, pass: '${pass}' }
`;
const inTime = definition('date(item.merged_at) <= addBusinessDays(item.authored_at, 2)');
const change = (id: string, authored: string, merged: string) => ({
  id,
  authored_at: `${authored}T23:30:00Z`,
  merged_at: `${merged}T10:00:00Z`,
});
const changes = await frozen(dir, populationKind('code-changes'), [
  change('before Easter', '2026-04-01', '2026-04-07'),
  change('over a weekend', '2026-03-05', '2026-03-09'),
  change('too late', '2026-03-05', '2026-03-10'),
]);
const populations = { 'code-changes': changes };
const easter = ['2026-04-03', '2026-04-06'];

test('CT57 holidays are an input of the run, and in the result where the test asks of business days', async () => {
  const { result } = await run(dir, inTime, populations, { holidays: easter });
  assert.deepEqual(result.holidays, easter);
  assert.deepEqual(
    result.deviations.map((d) => d.item),
    ['too late'],
  );
  const without = await run(dir, inTime, populations);
  assert.deepEqual(without.result.holidays, []);
  assert.deepEqual(without.result.deviations.map((d) => d.item).sort(), ['before Easter', 'too late']);
  const told = await explainItem({
    yaml: inTime,
    populations,
    item: 'before Easter',
    period: firstHalf,
    timeZone: 'UTC',
    holidays: easter,
  });
  assert.equal(told.attributes[0]?.state, 'pass');
});

test('CT111 CT115 a preview leaves the holidays it was given out and names them, as a run does', async () => {
  const preview = { yaml: inTime, populations, period: firstHalf, timeZone: 'UTC', folder: dir };
  const given = await previewTest({ ...preview, holidays: easter });
  assert.deepEqual([given.items.deviations, given.holidays], [1, easter]);
  const without = await previewTest(preview);
  assert.deepEqual([without.items.deviations, without.holidays], [2, []]);
  const plain = await previewTest({ ...preview, yaml: definition('has(item.id)'), holidays: easter });
  assert.equal('holidays' in plain, false);
});

test('CT109 increments judge with the holidays of their folder, and with no others', async () => {
  const scope = { folder: join(dir, 'easter'), yaml: inTime, period: firstHalf, timeZone: 'UTC' };
  const { totals } = await addIncrement({ ...scope, populations, holidays: easter });
  assert.equal(totals.items?.deviations, 1);
  const same = await run(dir, inTime, populations, { holidays: easter });
  assert.equal((await compareWithFinal({ ...scope, populations, holidays: easter }, same)).differing, 0);
  const other = await run(dir, inTime, populations);
  await assert.rejects(compareWithFinal({ ...scope, populations }, other), { code: 'conflict' });
  await assert.rejects(addIncrement({ ...scope, populations }), { code: 'conflict' });
  const plain = { ...scope, folder: join(dir, 'plain'), yaml: definition('item.id != ""') };
  await addIncrement({ ...plain, populations, holidays: easter });
  await addIncrement({ ...plain, populations });
});

test('CT57 the date of an instant is that of the organization’s zone', async () => {
  const { result } = await run(dir, inTime, populations, { holidays: easter, timeZone: 'Europe/Berlin' });
  // Half past eleven at night in UTC is the next day in Berlin, so one more day is left.
  assert.deepEqual(result.deviations, []);
});

test('CT57 a test that asks of no business days has the same result whatever the holidays', async () => {
  const plain = definition('daysBetween(item.authored_at, item.merged_at) <= 5');
  const first = await run(dir, plain, populations);
  const second = await run(dir, plain, populations, { holidays: easter });
  assert.equal(second.sha256, first.sha256);
  assert.equal('holidays' in first.result, false);
});

test('CT57 holidays out of order, twice or that are no dates are refused', async () => {
  for (const holidays of [['2026-04-06', '2026-04-03'], ['2026-04-03', '2026-04-03'], ['2026-02-30'], ['Easter']]) {
    await assert.rejects(run(dir, inTime, populations, { holidays }), { code: 'bad_input', field: 'holidays' });
  }
});
