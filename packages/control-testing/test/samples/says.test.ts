import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countSample,
  drawnByStratum,
  drawnKeys,
  sampleItems,
  type SampleDocument,
  type SampleEvent,
  type SampleOutcome,
} from '@tickmark/core';
import { hypergeometricUpper, whatSampleSays } from '../../src/index.ts';

const keys = Array.from({ length: 25 }, (_, i) => `k${i}`);
const document: SampleDocument = {
  seed: `e|CHG-02|${'0'.repeat(64)}`,
  populationSha256: '0'.repeat(64),
  population: 365,
  skip: 0,
  selected: keys,
};
const sample = '00000000-0000-4000-8000-000000000001';
const recorded = (key: string, outcome: SampleOutcome): SampleEvent => ({
  step: { step: 'recorded', sample, key, outcome, note: null, evidenceIds: [] },
});
const targeted = (...named: string[]): SampleEvent => ({
  step: { step: 'targeted', sample, keys: named, reason: 'Looks odd' },
});

test('CT79 limits are information, and only once every drawn item has an outcome', () => {
  const open: SampleEvent[] = [{ draw: document }, ...keys.slice(1).map((key) => recorded(key, 'pass'))];
  assert.deepEqual(whatSampleSays(document, sampleItems(open)).limits, []);
  assert.match(whatSampleSays(document, sampleItems(open)).sentence, /^1 of 25 drawn items have no outcome/);
  const { sentence, limits } = whatSampleSays(document, sampleItems([...open, recorded('k0', 'pass')]));
  assert.deepEqual(limits[0]?.upper[0]?.items, 31, 'the published vector N 365, n 25, k 0 at 0.9');
  assert.equal(limits[0]?.upper[0]?.largePopulationRate.toFixed(6), '0.087989');
  assert.equal(
    sentence,
    '25 items, 0 deviations: at 90 % confidence at most 8.5 % of the population deviate. This is information, no conclusion.',
  );
});

test('CT76 an item that cannot be examined counts as a deviation', () => {
  const events = [{ draw: document }, ...keys.map((key, i) => recorded(key, i === 3 ? 'cannot-be-examined' : 'pass'))];
  const items = sampleItems(events);
  assert.deepEqual(countSample(items), {
    items: 25,
    examined: 25,
    deviations: 1,
    cannotBeExamined: 1,
    void: 0,
    targeted: 0,
    targetedDeviations: 0,
  });
  assert.equal(whatSampleSays(document, items).limits[0]?.deviations, 1);
});

test('CT74 targeted items stand apart and are never projected, unless they are drawn later', () => {
  const events = [
    { draw: document },
    ...keys.map((key) => recorded(key, 'pass')),
    targeted('odd', 'k0'),
    recorded('odd', 'deviation'),
  ];
  const items = sampleItems(events);
  assert.equal(items.find(({ key }) => key === 'k0')?.origin, 'drawn');
  assert.deepEqual([countSample(items).targeted, countSample(items).targetedDeviations], [1, 1]);
  const { sentence, limits } = whatSampleSays(document, items);
  assert.equal(limits[0]?.deviations, 0);
  assert.match(sentence, /1 targeted item beside it say nothing about the rest/);
  assert.ok(!drawnKeys(items).includes('odd'));
  const extended = sampleItems([...events, { draw: { ...document, skip: 25, selected: ['odd'] } }]);
  assert.deepEqual([countSample(extended).items, countSample(extended).deviations], [26, 1]);
});

test('CT75 a void item leaves the sample and its replacement enters, in the same stratum', () => {
  const strata = [
    { value: 'a', items: 5, before: 0, drawn: 1 },
    { value: 'b', items: 9, before: 0, drawn: 2 },
  ];
  const draw: SampleDocument = {
    ...document,
    population: 14,
    selected: ['a1', 'b1', 'b2'],
    method: { by: 'strata', column: 'system', allocation: 'proportional', strata },
  };
  const replaced: SampleEvent = {
    step: { step: 'replaced', sample, key: 'b1', reason: 'A test record', replacement: 'b3' },
  };
  const events = [{ draw }, replaced, ...['a1', 'b2', 'b3'].map((key) => recorded(key, 'pass'))];
  const items = sampleItems(events);
  assert.deepEqual(
    items.map(({ key, origin, state, stratum }) => [key, origin, state, stratum]),
    [
      ['a1', 'drawn', 'pass', 'a'],
      ['b1', 'drawn', 'void', 'b'],
      ['b2', 'drawn', 'pass', 'b'],
      ['b3', 'replacement', 'pass', 'b'],
    ],
  );
  assert.deepEqual(drawnByStratum(items), { a: 1, b: 3 }, 'an extension goes on behind the replacement');
  const { limits } = whatSampleSays(draw, items);
  assert.deepEqual(
    limits.map(({ stratum, population, examined }) => [stratum, population, examined]),
    [
      ['a', 5, 1],
      ['b', 9, 2],
    ],
  );
  assert.equal(limits[1]?.upper[0]?.items, hypergeometricUpper({ N: 9, n: 2, k: 0, confidence: '0.90' }).count);
});

test('CT80 a later outcome of an item counts, and how often one was recorded is said', () => {
  const items = sampleItems([{ draw: document }, recorded('k1', 'deviation'), recorded('k1', 'pass')]);
  const item = items.find(({ key }) => key === 'k1');
  assert.deepEqual([item?.state, item?.records], ['pass', 2]);
});

test('CT30 limits of a large sample are quick, and agree with the exact bounds of a census', () => {
  assert.deepEqual(hypergeometricUpper({ N: 9000, n: 9000, k: 7, confidence: '0.95' }), { count: 7, rate: 7 / 9000 });
  const { count } = hypergeometricUpper({ N: 1_000_000, n: 2000, k: 40, confidence: '0.90' });
  assert.ok(count > 20_000 && count < 30_000, String(count));
});
