import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposal, type ProposalFacts } from '../../src/index.ts';

const items = (inScope: number, deviations = 0, unverified = 0) => ({
  total: inScope,
  outOfPeriod: 0,
  notGoverned: 0,
  inScope,
  pass: inScope - deviations - unverified,
  deviations,
  unverified,
});
const facts = (changes: Partial<ProposalFacts> = {}): ProposalFacts => ({
  items: items(100),
  timeline: [],
  interim: false,
  extractedThrough: '2026-07-01T00:00:00.000Z',
  gaps: [],
  concentration: null,
  ...changes,
});
const kind = (changes: Partial<ProposalFacts>) => proposal(facts(changes)).kind;

test('CT40 nothing wrong and nothing unknown is effective', () => assert.equal(kind({}), 'effective'));

test('CT41 five percent of at least ten items is isolated, more is not effective', () => {
  assert.equal(kind({ items: items(100, 5) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(100, 6) }), 'not-effective');
  assert.equal(kind({ items: items(20, 1) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(10, 1) }), 'not-effective');
});

test('CT42 under ten items a rate means nothing', () => {
  assert.equal(kind({ items: items(9, 1) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(9, 2) }), 'not-effective');
});

test('CT43 deviations with one person or across the period are systematic', () => {
  const concentration = { column: 'author', value: 'ann', deviations: 3 };
  assert.equal(kind({ items: items(1000, 4), concentration }), 'not-effective');
  assert.equal(kind({ items: items(1000, 5), concentration }), 'effective-with-isolated-deviations');
  const months = (deviations: number[]) =>
    deviations.map((d, i) => ({ date: `2026-0${i + 1}-03`, pass: 100, deviations: d, unverified: 0 }));
  assert.equal(kind({ items: items(1000, 3), timeline: months([1, 1, 1, 0]) }), 'not-effective');
  assert.equal(kind({ items: items(1000, 2), timeline: months([1, 1, 0]) }), 'effective-with-isolated-deviations');
});

test('CT44 what is unknown blocks “effective” and never hides a failure', () => {
  assert.equal(kind({ items: items(100, 0, 1) }), 'cannot-say');
  assert.equal(kind({ gaps: ['Rows are missing.'] }), 'cannot-say');
  assert.equal(kind({ items: items(100, 1, 1) }), 'cannot-say');
  assert.equal(kind({ items: items(100, 50, 1) }), 'not-effective');
  assert.equal(
    kind({ days: { expected: 10, observed: 9, unobserved: 1, unobservedList: [], intervals: [] } }),
    'cannot-say',
  );
});

test('CT45 interim adds a reason and changes nothing else', () => {
  const told = proposal(facts({ interim: true }));
  assert.equal(told.kind, 'effective');
  assert.match(told.reasons.at(-1) ?? '', /Interim/);
});

test('CT46 among few occurrences late is not absent', () => {
  const occurrences = (late: number, missed: number) => ({
    expected: 4,
    met: 4 - late - missed,
    late,
    missed,
    notDue: 0,
    unverified: 0,
    list: [],
  });
  assert.equal(kind({ occurrences: occurrences(0, 0) }), 'effective');
  assert.equal(kind({ occurrences: occurrences(1, 0) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ occurrences: occurrences(0, 1) }), 'not-effective');
});

test('CT8 a counted zero is no occurrence', () => assert.equal(kind({ items: items(0) }), 'no-occurrence'));
