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
  scopeBody,
  scopeSources,
  suggestControls,
  type Answer,
  type ScopeFact,
  type Scoped,
  type SuggestionFacts,
} from '../../src/index.ts';

const unknown = scopeFactsOf(new Map(), []);
const known = (of: Record<string, boolean>): ScopeFact[] =>
  unknown.map((fact) => (fact.id in of ? { ...fact, value: of[fact.id] ?? null, from: 'answer' as const } : fact));
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
  const values = Object.fromEntries(scopeFactsOf(answers, []).map(({ id, value }) => [id, value]));
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

/** A scope with these bodies, as they would be written. */
const scopeOf = (...bodies: Record<string, unknown>[]): Scoped[] =>
  bodies.map((body, n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    body: scopeBody.parse({ name: `Item ${n}`, ...body }),
  }));
const fact = (id: string, scope: Scoped[], answers = new Map<string, Answer>()) => {
  const found = scopeFactsOf(answers, scope).find((each) => each.id === id);
  assert.ok(found, id);
  return found;
};
const out = { inScope: false, why: 'Nothing of ours is there' };

test('SC37 the written scope tells what there is, and goes before the answers', () => {
  const told = (id: string, ...bodies: Record<string, unknown>[]) => fact(id, scopeOf(...bodies)).value;
  assert.equal(told('offices', { kind: 'location', type: 'office' }), true);
  assert.equal(told('offices', { kind: 'location', type: 'data-centre' }), true);
  assert.equal(told('offices', { kind: 'location', type: 'home' }, { kind: 'location', type: 'cloud-region' }), false);
  assert.equal(told('offices', { kind: 'location', type: 'office', ...out }), false);
  assert.equal(told('offices', { kind: 'location', type: 'home' }, { kind: 'location' }), null, 'one has no type yet');
  assert.equal(told('vendors', { kind: 'vendor' }), true);
  assert.equal(told('vendors', { kind: 'vendor', ...out }), false);
  assert.equal(told('development', { kind: 'system', type: 'repository' }), true);
  assert.equal(told('development', { kind: 'environment', purpose: 'development' }), true);
  assert.equal(told('development', { kind: 'system', type: 'software' }), null, 'what is not written tells nothing');
  assert.equal(told('infrastructure', { kind: 'system', type: 'network' }), true);
  const [hosted] = scopeOf({ kind: 'system', type: 'infrastructure' });
  assert.ok(hosted);
  const vendor = {
    ...scopeOf({ kind: 'vendor', systems: [hosted.id] })[0],
    id: '00000000-0000-4000-8000-000000000099',
  };
  assert.equal(fact('infrastructure', [hosted, vendor as Scoped]).value, null, 'a vendor runs it');
  assert.equal(told('devices', { kind: 'system', type: 'device' }), true);
  assert.equal(told('personal-data-controller', { kind: 'data-type', personal: 'no' }), false);
  assert.equal(
    told('personal-data-controller', { kind: 'data-type', personal: 'yes' }),
    null,
    'nor who decides about it',
  );
  assert.equal(told('tenants', { kind: 'service', delivery: 'cloud' }), null);
});

test('SC37 each fact says from where it is known, by name', () => {
  const scope = scopeOf(...['A', 'B', 'C', 'D'].map((name) => ({ kind: 'vendor', name })));
  const vendors = fact('vendors', scope);
  assert.deepEqual([vendors.from, vendors.told], ['scope', 'The scope has A, B, C and 1 other.']);
  assert.deepEqual(
    vendors.items.map(({ name }) => name),
    ['A', 'B', 'C', 'D'],
  );
  const answered = fact('vendors', [], new Map([['RQ-004', { kind: 'yes' } as Answer]]));
  assert.deepEqual([answered.from, answered.told], ['answer', 'By the answer to RQ-004.']);
  assert.deepEqual([fact('vendors', []).from, fact('vendors', []).told], [null, 'Neither the scope nor RQ-004 says.']);
  const reasons = suggest({ scope: scopeFactsOf(new Map(), scope) }).find(
    ({ control }) => control === 'VEN-01',
  )?.reasons;
  assert.equal(
    reasons?.find(({ code }) => code === 'fact')?.sentence,
    'You have vendors that run something you need. The scope has A, B, C and 1 other.',
  );
});

test('SC38 what scope and answer tell in two ways is told, and takes no control away', () => {
  const home = scopeOf({ kind: 'location', name: 'Homes', type: 'home' });
  const offices = fact('offices', home, new Map([['RQ-060', { kind: 'yes' } as Answer]]));
  assert.deepEqual([offices.value, offices.contradicts, offices.from], [null, true, 'scope']);
  assert.equal(
    offices.told,
    'By the scope there is none: Homes. The answer to RQ-060 says otherwise, so it counts as not known until one of them is corrected.',
  );
  const scope = unknown.map((each) => (each.id === 'offices' ? offices : each));
  assert.equal(state({ scope }, 'PHY-01'), 'suggested');
  assert.equal(state({ scope: scopeFactsOf(new Map(), home) }, 'PHY-01'), 'left-out');
  const told = suggest({ scope })
    .find(({ control }) => control === 'PHY-01')
    ?.reasons.at(-1);
  assert.equal(told?.code, 'contradicts');
  const agree = fact('offices', home, new Map([['RQ-060', { kind: 'not-applicable', reason: 'None' } as Answer]]));
  assert.deepEqual([agree.value, agree.contradicts], [false, false]);
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
