import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { dayAfter, versionWindows, type DatedVersion } from '../../src/index.ts';

const period = { from: '2026-01-01', to: '2026-06-30' };
const version = (n: number, effectiveFrom: string, retiredOn: string | null = null): DatedVersion => ({
  code: 'CHG-02',
  version: n,
  effectiveFrom,
  retiredOn,
});
const windows = (...versions: DatedVersion[]) =>
  versionWindows(versions, 'CHG-02', period).map((w) => [w.version.version, w.days.from, w.days.to]);

test('CN30 a version is tested on the days of the period on which it was in force', () => {
  assert.deepEqual(windows(version(1, '2025-01-01')), [[1, '2026-01-01', '2026-06-30']]);
  assert.deepEqual(windows(version(1, '2026-02-01', '2026-03-01')), [[1, '2026-02-01', '2026-02-28']]);
  assert.deepEqual(windows(version(1, '2026-07-01')), []);
  assert.deepEqual(windows(version(1, '2025-01-01', '2026-01-01')), []);
  assert.deepEqual(windows(version(1, '2026-06-30')), [[1, '2026-06-30', '2026-06-30']]);
});

test('CN30 a version that replaces another begins where that one ends', () => {
  assert.deepEqual(windows(version(2, '2026-04-01'), version(1, '2025-01-01', '2026-04-01')), [
    [1, '2026-01-01', '2026-03-31'],
    [2, '2026-04-01', '2026-06-30'],
  ]);
  assert.deepEqual(windows(version(2, '2026-04-01'), version(1, '2025-01-01', '2026-03-01')), [
    [1, '2026-01-01', '2026-02-28'],
    [2, '2026-04-01', '2026-06-30'],
  ]);
});

test('CN30 where records overlap the later version has the day', () => {
  assert.deepEqual(windows(version(1, '2025-01-01', '2026-05-01'), version(2, '2026-04-01')), [
    [1, '2026-01-01', '2026-03-31'],
    [2, '2026-04-01', '2026-06-30'],
  ]);
});

test('CN30 a version that was replaced on its first day has no day, and another code is another control', () => {
  const other = { ...version(1, '2025-01-01'), code: 'CHG-03' };
  assert.deepEqual(windows(version(1, '2026-02-01', '2026-02-01'), version(2, '2026-02-01'), other), [
    [2, '2026-02-01', '2026-06-30'],
  ]);
});

const day = fc.integer({ min: -60, max: 260 }).map((n) => dayAfter(period.from, n));

test('CN30 windows lie within the period and within their version, share no day, and follow no order of input', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(day, fc.option(day)), { maxLength: 6 }), (dates) => {
      const versions = dates.map(([from, until], i) => version(i + 1, from, until));
      const found = versionWindows(versions, 'CHG-02', period);
      found.forEach(({ version: v, days }, i) => {
        assert.ok(days.from <= days.to && days.from >= period.from && days.to <= period.to);
        assert.ok(days.from >= v.effectiveFrom && (v.retiredOn === null || days.to < v.retiredOn));
        const next = found[i + 1];
        if (next) assert.ok(days.to < next.days.from);
      });
      assert.deepEqual(versionWindows([...versions].reverse(), 'CHG-02', period), found);
    }),
  );
});
