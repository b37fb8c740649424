import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations, resultSide, sealedFacts, type BriefResult } from '../../src/index.ts';
import { tells } from '../../src/log/changes/tell.ts';

const items = { total: 0, outOfPeriod: 0, notGoverned: 0, inScope: 0, pass: 0, deviations: 0, unverified: 0 };
const of = (kind: BriefResult['proposal']['kind'], more: Partial<BriefResult> = {}) =>
  resultSide({ proposal: { kind, reasons: ['x'] }, items, ...more });

test('EL105 every operation and job step that leaves an entry in the log of an organization has words', () => {
  const written = operations.filter(
    ({ effect, access }) => effect === 'write' && (access === 'organization' || access === 'link'),
  );
  const steps = ['organizations.create', 'members.accept', 'increments.added', 'increments.compared', 'bundles.pack'];
  const named = new Set([...written.map(({ name }) => name), ...Object.keys(sealedFacts), ...steps]);
  for (const name of named) assert.ok(Object.hasOwn(tells, name), name);
});

test('EL105 pass, deviation, unverified, no occurrence, not due and missed are told apart', () => {
  assert.deepEqual(
    of('not-effective', { items: { ...items, inScope: 1204, pass: 1200, deviations: 1, unverified: 3 } }),
    {
      state: 'not-effective',
      words: 'Not effective: 1,204 items, 1,200 pass, 1 deviation, 3 unverified',
    },
  );
  assert.equal(of('no-occurrence').words, 'No occurrence: 0 items');
  const occurrences = { expected: 9, met: 4, late: 1, missed: 2, notDue: 1, unverified: 1 };
  assert.equal(
    of('not-effective', { occurrences }).words,
    'Not effective: 9 occurrences expected, 4 met, 1 late, 2 missed, 1 not due, 1 unverified',
  );
  const days = { expected: 365, observed: 300, unobserved: 65 };
  assert.equal(of('cannot-say', { days }).words, 'Cannot say: 0 items; 300 of 365 days observed');
});
