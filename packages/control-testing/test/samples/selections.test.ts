import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import {
  allocate,
  drawSample,
  nextInOrder,
  placesOverTime,
  populationKind,
  selectKeys,
  stratumSeed,
} from '../../src/index.ts';
import { folder, frozen } from '../builders.ts';

const dir = await folder();
const kind = populationKind('incidents');
const severities = ['low', 'low', 'low', 'low', 'low', 'high', 'high', null] as const;

/** 80 incidents whose keys run against their times; some share a moment, the last two have none. */
const rows = Array.from({ length: 80 }, (_, i) => ({
  id: `i${String(79 - i).padStart(2, '0')}`,
  severity: severities[i % 8] ?? null,
  detected_at: i >= 78 ? null : new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 2))).toISOString(),
}));
const { file, manifest } = await frozen(dir, kind, rows);
const asked = { file, key: 'id', engagement: '2026', control: 'INC-02' };
const overTime = { by: 'time', column: 'detected_at' } as const;
const bySeverity = { by: 'strata', column: 'severity' } as const;
const seed = `2026|INC-02|${manifest.sha256}`;

/** Keys by time, those without one last, ties by key: the order that the rule states, sorted here. */
const inTime = rows
  .toSorted((a, b) => {
    const [s, t] = [a.detected_at ?? '9999', b.detected_at ?? '9999'];
    return s < t ? -1 : s > t ? 1 : a.id < b.id ? -1 : 1;
  })
  .map(({ id }) => id);

/** Selection B as the specification words it, over a plain list. */
function overTimeByHand(keys: readonly string[], n: number, drawnBefore: number): (string | undefined)[] {
  return Array.from({ length: n }, (_, i) => {
    const run = keys.slice(Math.floor((i * keys.length) / n), Math.floor(((i + 1) * keys.length) / n));
    const digest = createHash('sha256')
      .update(`${seed}|${drawnBefore + i}`)
      .digest();
    let place = 0n;
    for (const byte of digest) place = (place * 256n + BigInt(byte)) % BigInt(run.length);
    return run[Number(place)];
  });
}

test('CT70 selection B takes one item of each run in order of time, by the hash of seed and run index', async () => {
  const first = await drawSample({ ...asked, size: 7, selection: overTime });
  assert.equal(first.seed, seed);
  assert.deepEqual(first.selected, overTimeByHand(inTime, 7, 0));
  assert.deepEqual(first.method, { by: 'time', column: 'detected_at', before: [] });
  const whole = await drawSample({ ...asked, size: 500, selection: overTime });
  assert.deepEqual(whole.selected, inTime, 'runs of one, those without a time included');
});

test('CT70 runs are as equal as possible and cover every place once', () => {
  for (const [items, size] of [
    [80, 7],
    [10, 3],
    [5, 5],
    [3, 10],
    [1, 1],
  ] as const) {
    const places = placesOverTime('seed', items, size);
    assert.equal(places.length, Math.min(items, size));
    places.forEach((place, i) => {
      assert.ok(place >= Math.floor((i * items) / places.length), `${items} ${size} ${i}`);
      assert.ok(place < Math.floor(((i + 1) * items) / places.length), `${items} ${size} ${i}`);
    });
  }
  assert.deepEqual(placesOverTime('seed', 0, 3), []);
});

test('CT70 a column that is no time is refused', async () => {
  for (const column of ['severity', 'nothing']) {
    await assert.rejects(drawSample({ ...asked, size: 3, selection: { by: 'time', column } }), {
      code: 'bad_input',
      field: 'column',
    });
  }
});

test('CT71 each stratum is drawn by selection A under a seed that names it', async () => {
  const { selected, method } = await drawSample({ ...asked, size: 10, selection: bySeverity });
  assert.equal(method?.by, 'strata');
  const strata = method?.by === 'strata' ? method.strata : [];
  assert.deepEqual(
    strata.map(({ value, items }) => [value, items]),
    [
      ['', 10],
      ['high', 20],
      ['low', 50],
    ],
  );
  const expected = strata.flatMap(({ value, drawn }) => {
    const keys = rows.filter(({ severity }) => (severity ?? '') === value).map(({ id }) => id);
    return selectKeys(`${seed}|severity=${value}`, keys, drawn);
  });
  assert.deepEqual(selected, expected);
  assert.equal(stratumSeed(seed, 'severity', ''), `${seed}|severity=`);
  assert.equal(selected.length, 10);
});

test('CT71 shares are proportional, every stratum has an item first, and more items never take one away', () => {
  const strata = [
    { value: 'a', items: 900, before: 0 },
    { value: 'b', items: 90, before: 0 },
    { value: 'c', items: 1, before: 0 },
  ];
  assert.deepEqual(allocate(strata, 2), [1, 1, 0], 'the larger ones first');
  assert.deepEqual(allocate(strata, 3), [1, 1, 1]);
  assert.deepEqual(allocate(strata, 25), [22, 2, 1]);
  assert.deepEqual(allocate(strata, 5000), [900, 90, 1], 'none gives more than it has');
  let before = [0, 0, 0];
  for (let size = 1; size <= 60; size += 1) {
    const shares = allocate(strata, size);
    assert.ok(
      shares.every((share, i) => share >= (before[i] ?? 0)),
      `size ${size}`,
    );
    before = shares;
  }
});

test('CT71 a stated allocation is drawn as stated, and one that cannot be is refused', async () => {
  const allocation = { high: 4, low: 1 };
  const { method } = await drawSample({ ...asked, size: 5, selection: { ...bySeverity, allocation } });
  assert.deepEqual(method?.by === 'strata' ? method.strata.map(({ drawn }) => drawn) : null, [0, 4, 1]);
  const wrongs: Record<string, number>[] = [{ high: 4 }, { high: 21, low: -16 }, { none: 5 }, { high: 2.5, low: 2.5 }];
  for (const wrong of wrongs) {
    await assert.rejects(drawSample({ ...asked, size: 5, selection: { ...bySeverity, allocation: wrong } }), {
      code: 'bad_input',
      field: 'allocation',
    });
  }
});

test('CT72 an extension draws nothing again, whatever the selection, and follows from what was drawn', async () => {
  for (const selection of [undefined, overTime, bySeverity]) {
    const first = await drawSample({ ...asked, size: 9, selection });
    const more = await drawSample({ ...asked, size: 6, skip: 9, selection });
    assert.equal(new Set([...first.selected, ...more.selected]).size, 15, selection?.by);
    const rest = await drawSample({ ...asked, size: 500, skip: 9, selection });
    assert.equal(new Set([...first.selected, ...rest.selected]).size, 80, selection?.by);
  }
  const once = await drawSample({ ...asked, size: 15, selection: bySeverity });
  const first = await drawSample({ ...asked, size: 9, selection: bySeverity });
  const more = await drawSample({ ...asked, size: 6, skip: 9, selection: bySeverity });
  assert.deepEqual([...first.selected, ...more.selected].toSorted(), once.selected.toSorted());
  const before = (await drawSample({ ...asked, size: 9, selection: overTime })).selected;
  const later = await drawSample({ ...asked, size: 6, skip: 9, selection: { ...overTime, before } });
  const left = inTime.filter((key) => !before.includes(key));
  assert.deepEqual(later.selected, overTimeByHand(left, 6, 9));
  await assert.rejects(drawSample({ ...asked, size: 1, skip: 3, selection: { ...overTime, before } }), {
    code: 'bad_input',
    field: 'skip',
  });
});

test('CT75 a void item is replaced by the next in the order of its selection, and by none when none is left', async () => {
  const { selected } = await drawSample({ ...asked, size: 5 });
  const next = await nextInOrder({ ...asked, seed, method: undefined, drawn: selected, from: selected[2] ?? '' });
  assert.deepEqual([next], (await drawSample({ ...asked, size: 1, skip: 5 })).selected);

  const strata = await drawSample({ ...asked, size: 8, selection: bySeverity });
  const parts = strata.method?.by === 'strata' ? strata.method.strata : [];
  assert.equal(parts.length, 3);
  for (const { value, drawn } of parts) {
    const keys = rows.filter(({ severity }) => (severity ?? '') === value).map(({ id }) => id);
    const from = strata.selected.find((key) => keys.includes(key)) ?? '';
    const inStratum = await nextInOrder({ ...asked, seed, method: strata.method, drawn: strata.selected, from });
    assert.equal(inStratum, selectKeys(`${seed}|severity=${value}`, keys, 1, drawn)[0], `of the stratum ${value}`);
  }

  const time = await drawSample({ ...asked, size: 4, selection: overTime });
  const next3 = { ...asked, seed, method: time.method, drawn: inTime.slice(77, 80).concat(inTime.slice(0, 2)) };
  assert.equal(await nextInOrder({ ...next3, from: inTime[78] ?? '' }), inTime[2], 'going round at the end');
  assert.equal(await nextInOrder({ ...next3, from: inTime[0] ?? '' }), inTime[2]);
  for (const method of [undefined, time.method, strata.method]) {
    assert.equal(await nextInOrder({ ...asked, seed, method, drawn: inTime, from: inTime[0] ?? '' }), null);
  }
});
