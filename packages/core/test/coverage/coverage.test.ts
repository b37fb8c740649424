import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  applicableCriteria,
  categories,
  controlCatalogue,
  coverageOf,
  coverageStates,
  type CoverageFacts,
  type CoverageState,
  type CriterionDecision,
} from '../../src/index.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
type Version = CoverageFacts['versions'][number];
const version = (code: string, more: Partial<Version> = {}): Version => {
  const control = controlCatalogue.find(({ id }) => id === code);
  assert.ok(control, code);
  const { title, criteria } = control;
  return { code, title, criteria, effectiveFrom: '2025-01-01', retiredOn: null, version: 1, ...more };
};
const nothing: CoverageFacts = {
  engagement: { categories: ['security'], terms: { type: 'type2', period } },
  versions: [],
  owned: new Set(),
  tested: new Set(),
  evidenced: new Set(),
  decisions: new Map(),
};
const decided = (criterion: string, relevant: boolean): [string, CriterionDecision] => [
  criterion,
  {
    criterion,
    version: 1,
    relevant,
    reason: 'Carried by nobody here',
    at: '2025-04-01T10:00:00.000Z',
    by: { id: '00000000-0000-4000-8000-000000000001', name: 'Olga' },
    entryIndex: 3,
  },
];
const one = (facts: Partial<CoverageFacts>, criterion: string) => {
  const found = coverageOf({ ...nothing, ...facts }).criteria.find((each) => each.criterion === criterion);
  assert.ok(found, criterion);
  return found;
};
const all = new Set(controlCatalogue.map(({ id }) => id));
const full = { owned: all, tested: all, evidenced: all };
const codes = (facts: Partial<CoverageFacts>, criterion: string) => one(facts, criterion).holes.map(({ code }) => code);

test('CO10 without controls every criterion is a hole, and the states add up to those that apply', () => {
  const { criteria, controls, counts } = coverageOf(nothing);
  assert.equal(criteria.length, 33);
  assert.deepEqual(controls, []);
  assert.deepEqual(counts, { applicable: 33, notRelevant: 0, noControl: 33, inPart: 0, unsupported: 0, supported: 0 });
});

test('CO10 CO11 a control in force on every day covers, and what is not recorded of it is missing', () => {
  const versions = [version('CHG-02')];
  assert.equal(one({ versions, ...full }, 'CC8.1').state, 'supported');
  assert.deepEqual(one({ versions, ...full }, 'CC8.1').holes, []);
  const bare = one({ versions }, 'CC8.1');
  assert.equal(bare.state, 'unsupported');
  assert.deepEqual(
    bare.holes.map(({ code, controls }) => [code, controls]),
    [
      ['no-owner', ['CHG-02']],
      ['no-test', ['CHG-02']],
      ['no-evidence', ['CHG-02']],
    ],
  );
  for (const [facts, hole] of [
    [{ ...full, owned: new Set<string>() }, 'no-owner'],
    [{ ...full, tested: new Set<string>() }, 'no-test'],
    [{ ...full, evidenced: new Set<string>() }, 'no-evidence'],
  ] as const) {
    assert.deepEqual(codes({ versions, ...facts }, 'CC8.1'), [hole]);
  }
});

test('CO11 days without a control are named to the day, both ends included', () => {
  const late = one({ versions: [version('CHG-02', { effectiveFrom: '2025-03-02' })], ...full }, 'CC8.1');
  assert.equal(late.state, 'in-part');
  assert.deepEqual(late.holes[0]?.days, [{ from: '2025-03-01', to: '2025-03-01' }]);
  const broken = [
    version('CHG-02', { retiredOn: '2025-06-01' }),
    version('CHG-02', { effectiveFrom: '2025-06-11', version: 2, retiredOn: '2026-02-28' }),
  ];
  assert.deepEqual(one({ versions: broken, ...full }, 'CC8.1').holes[0]?.days, [
    { from: '2025-06-01', to: '2025-06-10' },
    { from: '2026-02-28', to: '2026-02-28' },
  ]);
  const another = [...broken, version('CHG-01', { effectiveFrom: '2025-05-01' })];
  assert.equal(one({ versions: another, ...full }, 'CC8.1').state, 'supported', 'another control has those days');
  const revised = [
    version('CHG-02', { retiredOn: '2025-06-01' }),
    version('CHG-02', { effectiveFrom: '2025-06-01', version: 2, criteria: ['CC5.2'] }),
  ];
  assert.deepEqual(one({ versions: revised, ...full }, 'CC8.1').holes[0]?.days, [
    { from: '2025-06-01', to: '2026-02-28' },
  ]);
});

test('CO11 versions that follow one another are one span of days', () => {
  const versions = [
    version('CHG-02', { retiredOn: '2025-06-01' }),
    version('CHG-02', { effectiveFrom: '2025-06-01', version: 2 }),
  ];
  const [control] = coverageOf({ ...nothing, versions }).controls;
  assert.deepEqual([control?.days, control?.whole], [[period], true]);
});

test('CO11 controls that were in force on no day cover nothing, and are named', () => {
  const versions = [
    version('CHG-02', { retiredOn: '2025-03-01' }),
    version('CHG-01', { effectiveFrom: '2026-03-01' }),
    version('CHG-03', { effectiveFrom: '2025-05-01', retiredOn: '2025-05-01' }),
  ];
  const found = one({ versions, ...full }, 'CC8.1');
  assert.deepEqual([found.state, found.outside], ['no-control', ['CHG-01', 'CHG-02']]);
  assert.equal(found.holes[0]?.code, 'not-in-force');
  const only = [version('CHG-03', { effectiveFrom: '2025-05-01', retiredOn: '2025-05-01' })];
  assert.deepEqual(codes({ versions: only, ...full }, 'CC8.1'), ['no-control'], 'taken back: as if it never was');
});

test('CO10 a Type 1 asks for the one day', () => {
  const engagement = { categories: ['security' as const], terms: { type: 'type1' as const, asOf: '2025-06-30' } };
  const state = (from: string) =>
    one({ engagement, versions: [version('CHG-02', { effectiveFrom: from })], ...full }, 'CC8.1').state;
  assert.deepEqual([state('2025-06-30'), state('2025-07-01')], ['supported', 'no-control']);
});

test('CO12 a criterion that is not relevant is counted for itself, covered or not', () => {
  const decisions = new Map([decided('CC8.1', false), decided('CC6.4', true)]);
  const { counts, criteria } = coverageOf({ ...nothing, ...full, versions: [version('CHG-02')], decisions });
  assert.equal(counts.notRelevant, 1);
  assert.equal(counts.supported, 1, 'CC5.2 alone');
  assert.equal(criteria.find(({ criterion }) => criterion === 'CC8.1')?.state, 'not-relevant');
  assert.equal(criteria.find(({ criterion }) => criterion === 'CC6.4')?.state, 'no-control');
});

const day = fc
  .integer({ min: 0, max: 500 })
  .map((n) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const anyVersion = fc
  .record({
    code: fc.constantFrom('CHG-02', 'IAM-02', 'GOV-01', 'AVL-03'),
    effectiveFrom: day,
    length: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
    version: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ code, effectiveFrom, length, version: number }) =>
    version(code, {
      effectiveFrom,
      version: number,
      retiredOn:
        length === null ? null : new Date(Date.parse(effectiveFrom) + length * 86_400_000).toISOString().slice(0, 10),
    }),
  );
const someCodes = fc.subarray(['CHG-02', 'IAM-02', 'GOV-01', 'AVL-03']).map((each) => new Set(each));
const facts: fc.Arbitrary<CoverageFacts> = fc.record({
  engagement: fc.record({
    categories: fc.subarray([...categories], { minLength: 1 }),
    terms: fc.constant({ type: 'type2' as const, period }),
  }),
  versions: fc.array(anyVersion, { maxLength: 8 }),
  owned: someCodes,
  tested: someCodes,
  evidenced: someCodes,
  decisions: fc
    .array(fc.tuple(fc.constantFrom('CC8.1', 'CC6.1', 'CC1.1'), fc.boolean()), { maxLength: 3 })
    .map((each) => new Map(each.map(([id, relevant]) => decided(id, relevant)))),
});
const rank = (state: CoverageState): number => coverageStates.indexOf(state);

test('CO10 CO13 in any order the facts give the same, and the states add up', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const found = coverageOf(given);
      const turned = coverageOf({ ...given, versions: given.versions.toReversed() });
      // Versions of one code that claim the same number and day are told apart by nothing.
      const keys = given.versions.map(({ code, version: n, effectiveFrom }) => `${code} ${n} ${effectiveFrom}`);
      if (new Set(keys).size === keys.length) assert.deepEqual(turned, found);
      const { applicable, ...states } = found.counts;
      assert.equal(applicable, applicableCriteria(given.engagement.categories).length);
      assert.equal(
        Object.values(states).reduce((sum, each) => sum + each, 0),
        applicable,
      );
    }),
    { numRuns: 100 },
  );
});

test('CO13 one more control, owner, test or piece of evidence makes no criterion emptier', () => {
  const wider = fc.record({
    version: anyVersion.map((each) => ({ ...each, code: 'OPS-01', criteria: ['CC8.1', 'CC1.1'] })),
    of: fc.constantFrom('owned' as const, 'tested' as const, 'evidenced' as const),
    code: fc.constantFrom('CHG-02', 'IAM-02', 'GOV-01', 'AVL-03'),
  });
  fc.assert(
    fc.property(facts, wider, (given, { version: more, of, code }) => {
      // The new control lacks nothing itself: what it brings is what is asked about.
      const own = { owned: given.owned, tested: given.tested, evidenced: given.evidenced };
      const supplied = {
        owned: new Set([...own.owned, 'OPS-01']),
        tested: new Set([...own.tested, 'OPS-01']),
        evidenced: new Set([...own.evidenced, 'OPS-01']),
      };
      const before = coverageOf({ ...given, ...supplied });
      const withControl = coverageOf({ ...given, ...supplied, versions: [...given.versions, more] });
      const withFact = coverageOf({ ...given, ...supplied, [of]: new Set([...supplied[of], code]) });
      for (const after of [withControl, withFact]) {
        for (const [at, { state, criterion }] of before.criteria.entries()) {
          const then = after.criteria[at];
          assert.ok(
            then !== undefined && rank(then.state) >= rank(state),
            `${criterion}: ${state}, then ${then?.state}`,
          );
        }
      }
    }),
    { numRuns: 100 },
  );
});
