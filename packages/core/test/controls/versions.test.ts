import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { dayAfter, versionWindows, windowOf, type DatedVersion, type Days } from '../../src/index.ts';

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

test('CN30 the days of one version are cut to the period, its last day the one before it is retired', () => {
  const cases: [string, string | null, Days | null][] = [
    ['2025-01-01', null, period],
    ['2026-01-01', '2026-07-01', period],
    ['2026-01-02', '2026-06-30', { from: '2026-01-02', to: '2026-06-29' }],
    ['2025-01-01', '2026-12-31', period],
    ['2025-01-01', '2026-01-02', { from: '2026-01-01', to: '2026-01-01' }],
    ['2025-01-01', '2026-01-01', null],
    ['2026-06-30', null, { from: '2026-06-30', to: '2026-06-30' }],
    ['2026-07-01', null, null],
    ['2026-02-01', '2026-02-01', null],
    ['2026-02-02', '2026-02-01', null],
  ];
  for (const [effectiveFrom, retiredOn, days] of cases) {
    assert.deepEqual(windowOf({ effectiveFrom, retiredOn }, period), days, `${effectiveFrom} to ${retiredOn}`);
  }
});

test('CN30 a version that was never in force takes no day from another', () => {
  const kept = [[1, '2026-01-01', '2026-06-30']];
  assert.deepEqual(windows(version(1, '2025-01-01'), version(2, '2026-02-01', '2026-02-01')), kept);
  assert.deepEqual(windows(version(1, '2025-01-01'), version(2, '2026-02-01', '2026-01-15')), kept);
});

test('CN30 a version that begins after another was retired leaves the days between to none', () => {
  assert.deepEqual(windows(version(1, '2025-01-01', '2026-02-01'), version(2, '2026-02-02')), [
    [1, '2026-01-01', '2026-01-31'],
    [2, '2026-02-02', '2026-06-30'],
  ]);
});

test('CN30 each day has the version that began last, the higher number of two, unless it is retired by then', () => {
  const near = fc.integer({ min: 0, max: 12 }).map((n) => dayAfter('2026-01-01', n));
  const short = { from: '2026-01-03', to: '2026-01-10' };
  const some = fc.array(fc.tuple(near, fc.option(near)), { maxLength: 5 });
  fc.assert(
    fc.property(some, (dates) => {
      const versions = dates.map(([from, until], i) => version(i + 1, from, until));
      const given = fc.sample(fc.shuffledSubarray(versions, { minLength: versions.length }), {
        numRuns: 1,
        seed: 7,
      })[0];
      const found = versionWindows(given ?? [], 'CHG-02', short);
      for (let at = short.from; at <= short.to; at = dayAfter(at)) {
        const begun = versions
          .filter((v) => v.effectiveFrom <= at && (v.retiredOn === null || v.retiredOn > v.effectiveFrom))
          .reduce<DatedVersion | null>((last, v) => (last && last.effectiveFrom > v.effectiveFrom ? last : v), null);
        const has = begun === null || (begun.retiredOn !== null && begun.retiredOn <= at) ? [] : [begun.version];
        const told = found.filter(({ days }) => days.from <= at && at <= days.to).map((w) => w.version.version);
        assert.deepEqual(told, has, at);
      }
    }),
    { numRuns: 200 },
  );
});
