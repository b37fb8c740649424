import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  applicableCriteria,
  categories,
  controlCatalogue,
  questionOf,
  scopeFactIds,
  scopeFactsOf,
  scopeSources,
  suggestControls,
  type Answer,
  type ScopeFact,
  type SuggestionFacts,
} from '../../src/index.ts';

const unknown = scopeFactsOf(new Map());
const known = (of: Record<string, boolean>): ScopeFact[] =>
  unknown.map((fact) => (fact.id in of ? { ...fact, value: of[fact.id] ?? null, from: 'RQ-060' } : fact));
const suggest = (facts: Partial<SuggestionFacts> = {}) =>
  suggestControls({ categories: ['security'], scope: unknown, notRelevant: [], adopted: new Set(), ...facts });
const state = (facts: Partial<SuggestionFacts>, code: string) =>
  suggest(facts).find(({ control }) => control === code)?.state;

test('CO14 with nothing known every core control that supports a criterion is suggested, and says what is not known', () => {
  const found = suggest();
  const ids = new Set(applicableCriteria(['security']).map(({ id }) => id));
  const core = controlCatalogue.filter(({ tier, criteria }) => tier === 'core' && criteria.some((id) => ids.has(id)));
  assert.deepEqual(
    found.filter((each) => each.state === 'suggested').map(({ control }) => control),
    core.map(({ id }) => id),
  );
  const physical = found.find(({ control }) => control === 'PHY-01');
  assert.deepEqual(
    physical?.reasons.map(({ code }) => code),
    ['supports', 'not-known'],
  );
  assert.equal(state({}, 'PHY-02'), 'optional', 'an extended one waits for a fact');
  assert.equal(state({}, 'PRV-01'), undefined, 'supports nothing that applies');
});

test('CO14 what is known takes away and adds, and what is adopted stays so', () => {
  assert.equal(state({ scope: known({ offices: false }) }, 'PHY-01'), 'left-out');
  assert.equal(state({ scope: known({ offices: true }) }, 'PHY-02'), 'suggested');
  assert.equal(state({ scope: known({ offices: false }), adopted: new Set(['PHY-01']) }, 'PHY-01'), 'adopted');
  assert.equal(state({ scope: known({ vendors: false }) }, 'VEN-01'), 'suggested', 'CC9.2 would have no control');
  assert.equal(state({ scope: known({ vendors: false }), notRelevant: ['CC9.2'] }, 'VEN-02'), undefined);
});

test('CO14 the answers of the readiness assessment tell the facts, and an honest “don’t know” tells none', () => {
  const answers = new Map<string, Answer>([
    ['RQ-060', { kind: 'not-applicable', reason: 'All of us work from home' }],
    ['RQ-076', { kind: 'no' }],
    ['RQ-004', { kind: 'unknown' }],
    ['RQ-098', { kind: 'choice', value: 'processor' }],
  ]);
  const values = Object.fromEntries(scopeFactsOf(answers).map(({ id, value }) => [id, value]));
  assert.deepEqual(
    [
      values['offices'],
      values['development'],
      values['vendors'],
      values['personal-data-controller'],
      values['tenants'],
    ],
    [false, true, null, false, null],
  );
  for (const id of scopeFactIds) {
    assert.ok(questionOf(scopeSources[id].question), id);
    for (const code of scopeSources[id].controls)
      assert.ok(
        controlCatalogue.some((c) => c.id === code),
        code,
      );
  }
});

test('CO14 no relevant criterion that a core control could meet goes without one, whatever is known', () => {
  const given = fc.record({
    categories: fc.subarray([...categories], { minLength: 1 }),
    scope: fc
      .array(fc.constantFrom(true, false, null), { minLength: unknown.length, maxLength: unknown.length })
      .map((values) => unknown.map((fact, at) => ({ ...fact, value: values[at] ?? null }))),
    notRelevant: fc.subarray(['CC6.4', 'CC9.2', 'P3.1']),
    adopted: fc.subarray(['PHY-01', 'VEN-01', 'CHG-02']).map((codes) => new Set(codes)),
  });
  fc.assert(
    fc.property(given, (facts) => {
      const taken = suggestControls(facts).filter((each) => each.state === 'suggested' || each.state === 'adopted');
      for (const { id } of applicableCriteria(facts.categories)) {
        const could = controlCatalogue.some(({ tier, criteria }) => tier === 'core' && criteria.includes(id));
        const has = taken.some(({ criteria }) => criteria.includes(id));
        assert.equal(has, could && !facts.notRelevant.includes(id), id);
      }
    }),
    { numRuns: 60 },
  );
});
