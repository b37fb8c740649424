import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busiestDays, byMonth, daysBetween, monthStarts } from '../../src/pages/results/by-month.ts';

test('items of the timeline are added up by month, in order', () => {
  const months = byMonth([
    { date: '2026-02-01', pass: 1, deviations: 0, unverified: 2 },
    { date: '2026-01-31', pass: 3, deviations: 1, unverified: 0 },
    { date: '2026-01-02', pass: 4, deviations: 0, unverified: 0 },
  ]);
  assert.deepEqual(months, [
    { month: '2026-01', pass: 7, deviations: 1, unverified: 0 },
    { month: '2026-02', pass: 1, deviations: 0, unverified: 2 },
  ]);
});

test('months begin where they begin within the period, also over a year’s end', () => {
  assert.deepEqual(monthStarts({ from: '2025-12-15', to: '2026-02-01' }), [
    { month: '2026-01', day: 17 },
    { month: '2026-02', day: 48 },
  ]);
  assert.deepEqual(monthStarts({ from: '2026-01-02', to: '2026-01-30' }), []);
});

test('days are counted over leap days', () => {
  assert.equal(daysBetween('2028-02-28', '2028-03-01'), 2);
});

test('each side of the picture is measured by its own busiest day', () => {
  const timeline = [
    { date: '2026-01-01', pass: 4, deviations: 1, unverified: 0 },
    { date: '2026-01-02', pass: 2, deviations: 1, unverified: 2 },
  ];
  assert.deepEqual(busiestDays(timeline), { most: 4, mostBelow: 3 });
  assert.deepEqual(busiestDays([]), { most: 0, mostBelow: 0 });
});
