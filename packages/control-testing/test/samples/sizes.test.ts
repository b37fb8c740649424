import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { defaultSampleSizes, sampleSizeFor } from '@tickmark/core';
import { readSampleTable, sampleTableSha256 } from '../../src/index.ts';

const own = readFileSync(new URL('../../../../content/samples/sample-sizes.json', import.meta.url), 'utf8');
const size = (frequency: string, items: number, risk: 'low' | 'higher' = 'low') =>
  sampleSizeFor({ table: defaultSampleSizes, frequency, items, risk }).size;

test('CT77 the size follows from frequency and what occurred; at or below it all are tested', () => {
  const cases: [string, number, number, number][] = [
    ['annual', 1, 1, 1],
    ['semiannual', 2, 1, 2],
    ['quarterly', 4, 2, 3],
    ['quarterly', 2, 2, 2],
    ['quarterly', 1, 1, 1],
    ['monthly', 12, 2, 4],
    ['monthly', 6, 2, 4],
    ['weekly', 52, 5, 10],
    ['daily', 250, 20, 25],
    ['daily', 366, 20, 25],
    ['daily', 18, 18, 18],
  ];
  for (const [frequency, items, low, higher] of cases) {
    assert.equal(size(frequency, items), low, `${frequency} ${items}`);
    assert.equal(size(frequency, items, 'higher'), higher, `${frequency} ${items} higher`);
  }
  const all = sampleSizeFor({ table: defaultSampleSizes, frequency: 'quarterly', items: 2, risk: 'low' });
  assert.deepEqual([all.all, all.by], [true, 'frequency']);
  assert.match(all.why, /all of them/);
});

test('CT77 what happens per occurrence is sized by the number of items, exactly', () => {
  const cases: [number, number, number][] = [
    [0, 0, 0],
    [1, 1, 1],
    [4, 2, 4],
    [12, 2, 5],
    [13, 5, 10],
    [52, 5, 10],
    [53, 6, 8],
    [70, 7, 11],
    [140, 14, 21],
    [250, 25, 38],
    [251, 25, 40],
    [1_000_000, 25, 40],
  ];
  for (const [items, low, higher] of cases) {
    assert.equal(size('per_occurrence', items), low, `${items}`);
    assert.equal(size('continuous', items, 'higher'), higher, `${items} higher`);
  }
  const none = sampleSizeFor({ table: defaultSampleSizes, frequency: 'per_occurrence', items: 0, risk: 'low' });
  assert.deepEqual([none.by, none.all], ['no-occurrence', false], 'no occurrence is not a pass');
});

test('CT77 a population with more items than the frequency has occurrences is sized by its number', () => {
  const answer = sampleSizeFor({ table: defaultSampleSizes, frequency: 'annual', items: 300, risk: 'low' });
  assert.deepEqual([answer.size, answer.by], [25, 'number-of-items']);
  assert.match(answer.why, /more than a control of the frequency annual/);
});

test('CT78 a firm’s own table is read, named by its hash, and refused with the place at fault', () => {
  const table = readSampleTable(own);
  assert.deepEqual(table, defaultSampleSizes);
  assert.match(sampleTableSha256(table), /^[0-9a-f]{64}$/);
  const larger = { ...table, perOccurrence: [{ minN: 0, maxN: null, low: 60, high: 90 }] };
  const read = readSampleTable(JSON.stringify(larger));
  assert.notEqual(sampleTableSha256(read), sampleTableSha256(table));
  assert.equal(sampleSizeFor({ table: read, frequency: 'per_occurrence', items: 61, risk: 'low' }).size, 60);

  const [first, ...others] = table.perOccurrence;
  const wrong: [unknown, string][] = [
    [{ ...table, periodic: [...table.periodic, table.periodic[0]] }, 'table.periodic.8.frequency'],
    [{ ...table, perOccurrence: table.perOccurrence.slice(1, -1) }, 'table.perOccurrence.0.minN'],
    [{ ...table, perOccurrence: table.perOccurrence.slice(0, -1) }, 'table.perOccurrence'],
    [{ ...table, perOccurrence: [first, ...others.slice(1)] }, 'table.perOccurrence.1.minN'],
    [{ ...table, perOccurrence: [{ minN: 0, maxN: null, low: 'N/2', high: 3 }] }, 'table.perOccurrence.0.low'],
    [{ ...table, perOccurrence: [{ minN: 0, maxN: null, low: 4, high: 3 }] }, 'table.perOccurrence.0.high'],
    [{ ...table, perOccurence: [] }, 'table'],
    [{}, 'table.periodic'],
  ];
  for (const [value, field] of wrong) {
    assert.throws(() => readSampleTable(JSON.stringify(value)), { code: 'bad_input', field }, field);
  }
  assert.throws(() => readSampleTable('{'), { code: 'bad_input', field: 'table' });
});
