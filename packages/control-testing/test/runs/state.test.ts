import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from '@tickmark/core';
import { explainItem, populationKind } from '../../src/index.ts';
import { folder, frozen, run } from '../builders.ts';

const dir = await folder();
const week = { from: '2026-03-02', to: '2026-03-08' };

const definition = `
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
`;

const seen = (account: string, day: number, mfa: boolean | null = true, more: Row = {}): Row => ({
  id: `${account}@${day}`,
  account,
  mfa,
  status: 'active',
  observed_at: `2026-03-0${day}T06:00:00Z`,
  ...more,
});
const days = [2, 3, 4, 5, 6, 7, 8];

async function outcome(rows: Row[], extractedAt = '2026-03-08T12:00:00Z') {
  const accounts = await frozen(dir, populationKind('accounts'), rows, {
    period: week,
    extractedAt: new Date(extractedAt),
  });
  const ran = await run(dir, definition, { accounts }, { period: week });
  return { accounts, ...ran };
}

test('CT17 an item that held on every day of a fully observed period passes', async () => {
  const { result } = await outcome(days.flatMap((d) => [seen('ann', d), seen('bob', d)]));
  assert.deepEqual(result.items, {
    total: 2,
    outOfPeriod: 0,
    notGoverned: 0,
    inScope: 2,
    pass: 2,
    deviations: 0,
    unverified: 0,
  });
  assert.deepEqual(result.days, { expected: 7, observed: 7, unobserved: 0, unobservedList: [], intervals: [] });
  assert.equal(result.proposal.kind, 'effective');
});

test('CT17 runs of days that fail or cannot be told are intervals, and a fail is a deviation however it was later', async () => {
  const { result } = await outcome([
    ...days.map((d) => seen('ann', d, d !== 4 && d !== 5)),
    ...days.map((d) => seen('bob', d, d === 8 ? null : true)),
    ...days.map((d) => seen('cem', d)),
    ...days.map((d) => seen('eve', d, false, { status: 'disabled' })),
  ]);
  assert.deepEqual(result.days?.intervals, [
    { item: 'ann', from: '2026-03-04', to: '2026-03-05', state: 'fail' },
    { item: 'bob', from: '2026-03-08', to: '2026-03-08', state: 'unverified' },
  ]);
  assert.deepEqual(result.items, {
    total: 4,
    outOfPeriod: 0,
    notGoverned: 1,
    inScope: 3,
    pass: 1,
    deviations: 1,
    unverified: 1,
  });
  assert.deepEqual(
    result.deviations.map((d) => [d.item, d.at, d.explanation]),
    [
      ['ann', '2026-03-04T06:00:00.000Z', 'A: mfa false ≠ true (on 2 days)'],
      ['bob', '2026-03-08T06:00:00.000Z', 'A: mfa is missing'],
    ],
  );
  assert.deepEqual(result.timeline[2], { date: '2026-03-04', pass: 2, deviations: 1, unverified: 0 });
});

test('CT18 an unobserved day is never good: it blocks the conclusion and makes its items unverified', async () => {
  const { result } = await outcome([2, 3, 6, 7, 8].map((d) => seen('ann', d)));
  assert.deepEqual(result.days, {
    expected: 7,
    observed: 5,
    unobserved: 2,
    unobservedList: [{ from: '2026-03-04', to: '2026-03-05' }],
    intervals: [{ item: 'ann', from: '2026-03-04', to: '2026-03-05', state: 'unobserved' }],
  });
  assert.equal(result.items.unverified, 1);
  assert.equal(result.proposal.kind, 'cannot-say');
});

test('CT18 one look speaks for one day', async () => {
  const { result } = await outcome([seen('ann', 8)]);
  assert.deepEqual([result.days?.observed, result.days?.unobserved], [1, 6]);
  assert.equal(result.proposal.kind, 'cannot-say');
});

test('CT19 days are expected up to the day on which the population was taken', async () => {
  const { result } = await outcome(
    [2, 3].map((d) => seen('ann', d)),
    '2026-03-03T23:00:00Z',
  );
  assert.deepEqual([result.days?.expected, result.days?.unobserved, result.interim], [2, 0, true]);
});

test('CT10 an item of a state test is explained by the observation that decides', async () => {
  const { accounts } = await outcome(days.map((d) => seen('ann', d, d !== 5)));
  const told = await explainItem({
    yaml: definition,
    populations: { accounts },
    item: 'ann',
    period: week,
    timeZone: 'UTC',
  });
  assert.equal(told.row.id, 'ann@5');
  assert.equal(told.attributes[0]?.explanation, 'mfa false ≠ true');
});
