import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFactsOf, scopeBody, scopeFactsOf, type Answer, type PolicyFacts } from '../../src/index.ts';

/** What is known of a company with this scope and these answers. */
function known(scope: readonly object[], answers: readonly (readonly [string, Answer])[] = []): PolicyFacts {
  const items = scope.map((body, n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    body: scopeBody.parse({ name: `Item ${n}`, ...body }),
  }));
  return policyFactsOf('Northwind', ['security', 'privacy'], items, scopeFactsOf(new Map(answers), items));
}
const place = (type?: string) => ({ kind: 'location', name: `A ${type ?? 'place'}`, type });
const yes: Answer = { kind: 'yes' };
const none: Answer = { kind: 'not-applicable', reason: 'We have none.' };
const answers = { kind: 'vendor', name: 'Host' };
const test3 = (matters: string, needed: string, suffices: string) => ({
  matters: { answer: matters, reason: 'So it is' },
  needed: { answer: needed, reason: 'So it is' },
  suffices: { answer: suffices, reason: 'So it is' },
});

test('PO3 offices and rooms are known from places and the answer, and not where these contradict each other or are silent', () => {
  const cases: [ReturnType<typeof place>[], Answer | undefined, boolean | null, boolean | null][] = [
    [[], undefined, null, null],
    [[], none, false, false],
    [[], yes, null, null],
    [[place('office')], undefined, true, false],
    [[place('office'), place('data-centre')], undefined, true, true],
    [[place('data-centre')], yes, false, true],
    [[place('office'), place('other')], undefined, true, null],
    [[place('office'), place()], undefined, true, null],
    [[place('cloud-region'), place('home')], undefined, false, false],
    [[place('other')], undefined, null, null],
    [[place('cloud-region')], yes, null, null],
    [[place('office')], none, null, null],
  ];
  for (const [places, answer, offices, rooms] of cases) {
    const { has } = known(places, answer === undefined ? [] : [['RQ-060', answer]]);
    assert.deepEqual([has.offices, has.rooms], [offices, rooms], JSON.stringify([places, answer]));
  }
});

test('PO3 subservice organizations, personal and confidential information are known once every item is told', () => {
  const subservice = (...vendors: object[]) => known(vendors.map((each) => ({ ...answers, ...each }))).has.subservice;
  assert.equal(subservice(), null);
  assert.equal(subservice({}), null);
  assert.equal(subservice({ test: test3('yes', 'yes', 'no') }, {}), true);
  assert.equal(subservice({ test: test3('no', 'no', 'yes') }, {}), null);
  assert.equal(subservice({ test: test3('no', 'no', 'yes') }), false);
  const data = (...types: object[]) => known(types.map((each) => ({ kind: 'data-type', ...each }))).has;
  assert.deepEqual([data().personalData, data().confidentialData], [null, null]);
  assert.equal(data({ personal: 'no' }, {}).personalData, null);
  assert.equal(data({ personal: 'no' }, { personal: 'no' }).personalData, false);
  assert.equal(data({ personal: 'yes' }, {}).personalData, true);
  assert.equal(data({ classification: 'internal' }, {}).confidentialData, null);
  assert.equal(data({ classification: 'internal' }).confidentialData, false);
  assert.equal(data({ classification: 'restricted' }, {}).confidentialData, true);
});

test('PO3 what is out of scope names nothing, and categories are those of the engagement', () => {
  const { has, list } = known([
    { kind: 'vendor', name: 'Host' },
    { kind: 'vendor', name: 'Printer', inScope: false, why: 'It prints' },
    place('office'),
  ]);
  assert.deepEqual([list.vendors, list.offices, list.systems], [['Host'], ['A office'], []]);
  assert.deepEqual([has.privacy, has.availability, has.contractors], [true, false, null]);
});
