import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import {
  applicableCriteria,
  categories,
  criteria,
  criterionDecision,
  notDecidable,
  relevanceWarnings,
  type Category,
} from '../../src/index.ts';

const warn = (criterion: string, supporting: string[], notRelevant: string[], covered: Category[]) =>
  relevanceWarnings(criterion, covered, { supporting, notRelevant });
const codes = (...args: Parameters<typeof warn>) => warn(...args).map(({ code }) => code);

test('CO12 only a criterion that applies can be decided on', () => {
  assert.equal(notDecidable('C1.1', ['confidentiality']), null);
  assert.equal(notDecidable('CC6.4', ['confidentiality']), null, 'the common criteria apply in any case');
  assert.equal(notDecidable('C1.3', ['confidentiality']), 'There is no criterion C1.3.');
  assert.equal(
    notDecidable('C1.1', ['security', 'privacy']),
    'C1.1 belongs to Confidentiality, which the engagement does not cover.',
  );
  fc.assert(
    fc.property(fc.subarray([...categories]), fc.constantFrom(...criteria), (covered, { id }) => {
      const applies = applicableCriteria(covered).some((each) => each.id === id);
      assert.equal(notDecidable(id, covered) === null, applies);
    }),
    { numRuns: 100 },
  );
});

test('CO12 a common criterion without relevance is questioned, whichever else there is', () => {
  const common = criteria.filter((each) => each.common).map(({ id }) => id);
  const [warning, more] = warn('CC6.4', [], common, ['security', 'availability']);
  assert.deepEqual([warning?.code, warning?.source, more], ['common-criterion', sources.description, undefined]);
  assert.match(warning?.message ?? '', /^CC6\.4 is one of the 33 common criteria/);
});

test('CO12 a category of which nothing is left is questioned, and only then', () => {
  const wide: Category[] = ['security', 'availability', 'confidentiality'];
  const [warning, more] = warn('C1.2', [], ['C1.1', 'C1.2'], wide);
  assert.deepEqual([warning?.code, warning?.source, more], ['whole-category', sources.criteria, undefined]);
  assert.match(warning?.message ?? '', /^No criterion of Confidentiality is left\./);
  assert.deepEqual(codes('C1.2', [], ['C1.2', 'A1.1', 'A1.2', 'A1.3'], wide), []);
  assert.deepEqual(codes('A1.1', [], ['A1.1', 'A1.2', 'C1.1', 'C1.2'], wide), []);
  assert.deepEqual(codes('A1.1', [], ['A1.1', 'A1.2', 'A1.3'], wide), ['whole-category']);
});

test('CO12 controls that support a criterion without relevance are named', () => {
  const message = (supporting: string[]) => warn('C1.2', supporting, ['C1.2'], ['confidentiality'])[0]?.message ?? '';
  assert.match(message(['CON-03']), /^CON-03 supports it\. .*looks relevant\.$/);
  assert.match(message(['CON-03', 'CON-04']), /^CON-03 and CON-04 support it\./);
  assert.equal(warn('C1.2', ['CON-03'], ['C1.2'], ['confidentiality'])[0]?.source, sources.auditors);
  assert.deepEqual(codes('CC6.4', ['PHY-01'], ['CC6.4'], ['security']), ['common-criterion', 'has-controls']);
});

test('CO12 of a criterion that does not exist nothing is said', () => {
  assert.deepEqual(warn('CC9.9', ['CON-03'], ['CC9.9'], ['security']), []);
});

test('CO12 a decision tells its reason, by whom and when', () => {
  const decision = {
    criterion: 'CC6.4',
    version: 1,
    relevant: false,
    reason: 'No rooms of ours',
    at: '2025-04-01T10:00:00.000Z',
    by: { id: '00000000-0000-4000-8000-000000000001', name: null },
    entryIndex: 3,
  };
  assert.deepEqual(criterionDecision.parse(decision), decision);
  for (const field of Object.keys(decision)) {
    assert.ok(!criterionDecision.safeParse({ ...decision, [field]: undefined }).success, field);
  }
  assert.ok(!criterionDecision.safeParse({ ...decision, version: 0 }).success, 'versions count from 1');
});
