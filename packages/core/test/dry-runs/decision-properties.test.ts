import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  causeKind,
  checkDecision,
  concludeDryRun,
  controlRank,
  criterionRank,
  forecastRank,
  proposalKind,
  TickmarkError,
  weighDecisions,
  type ConclusionState,
  type DryRunFacts,
  type ExplainedFact,
  type Standing,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, explained, tested, withItems } from './facts.ts';

const ranks: Record<Standing['on'], Record<string, number>> = {
  control: controlRank,
  criterion: criterionRank,
  part: forecastRank,
};
const keys = ['a', 'b', 'c', 'd'];

const explanations: fc.Arbitrary<ExplainedFact[]> = fc.array(
  fc
    .record({
      items: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 }),
      causeKind: fc.constantFrom(...causeKind.options),
      cause: fc.constantFrom('On leave.', 'No deputy.'),
      designAtFault: fc.boolean(),
      remediation: fc.option(fc.constant({ fixedOn: '2026-05-02', text: 'A deputy is named.' })),
      entryIndex: fc.nat(1000),
    })
    .map(({ items, ...change }) => explained(items, change)),
  { maxLength: 4 },
);

const facts: fc.Arbitrary<DryRunFacts> = fc
  .record({
    kinds: fc.array(fc.constantFrom(...proposalKind.options, null), { maxLength: 3 }),
    deviating: fc.uniqueArray(fc.constantFrom(...keys)),
    ids: fc.uniqueArray(fc.constantFrom('CC6.1', 'CC8.1'), { minLength: 1 }),
    explanations,
  })
  .map(({ kinds, deviating, ids, explanations: recorded }) => ({
    engagement: engagementOf(),
    controls: [adopted('CHG-02', ids), ...kinds.map((_, i) => adopted(`CHG-1${i}`, ['CC8.1']))],
    results: [
      tested('CHG-02', withItems(deviating, deviating.length > 0 ? 'effective-with-isolated-deviations' : 'effective')),
      ...kinds.flatMap((kind, i) => (kind === null ? [] : [tested(`CHG-1${i}`, documentOf(kind))])),
    ],
    explanations: recorded.map((e, i) => ({ ...e, entryIndex: e.entryIndex * 10 + i })),
    samples: [],
    relevance: [],
  }));

/** States, floors and counts; what is told beside them is left out. */
function weighed(all: DryRunFacts) {
  const { controls, criteria, parts, counts } = concludeDryRun(all);
  return {
    counts,
    controls: controls.map(({ code, state, floor, deviations }) => ({ code, state, floor, deviations })),
    criteria: criteria.map(({ id, state, floor }) => ({ id, state, floor })),
    parts: parts.map(({ part, forecast, floor }) => ({ part, forecast, floor })),
  };
}

test('CN20 recording, moving or removing a fix never changes a state, a floor or a count', () => {
  fc.assert(
    fc.property(facts, fc.option(fc.constantFrom('2026-01-05', '2026-08-01')), (all, fixedOn) => {
      const remediation = fixedOn === null ? null : { fixedOn, text: 'Something was done.' };
      const other = { ...all, explanations: all.explanations.map((e) => ({ ...e, remediation })) };
      assert.deepEqual(weighed(other), weighed(all));
    }),
  );
});

test('CN16 the order in which causes are given changes nothing', () => {
  fc.assert(
    fc.property(facts, (all) => {
      const turned = { ...all, explanations: [...all.explanations].reverse() };
      assert.equal(JSON.stringify(concludeDryRun(turned)), JSON.stringify(concludeDryRun(all)));
    }),
  );
});

test('CN24 no proposal is better than its floor', () => {
  fc.assert(
    fc.property(facts, (all) => {
      for (const { on, subject, proposal, floor } of weighDecisions(concludeDryRun(all), [])) {
        assert.ok((ranks[on][proposal] ?? 99) <= (ranks[on][floor] ?? -1), `${subject}: ${proposal} above ${floor}`);
      }
    }),
  );
});

test('CN25 softer without a reason is always refused, and no reason leads beyond the floor', () => {
  const tooShort = fc.oneof(
    fc.constant(undefined),
    fc.nat(60).map((n) => ' '.repeat(n)),
    fc.string({ maxLength: 19 }),
  );
  fc.assert(
    fc.property(facts, tooShort, fc.string({ minLength: 60 }), (all, little, much) => {
      for (const standing of weighDecisions(concludeDryRun(all), [])) {
        const { on, follows, floor } = standing;
        for (const [state, rank] of Object.entries(ranks[on])) {
          const conclusion = state as ConclusionState;
          if (rank > (ranks[on][follows] ?? 99)) {
            assert.throws(() => checkDecision(standing, conclusion, little), TickmarkError);
          }
          if (rank > (ranks[on][floor] ?? 99) && rank > (ranks[on][follows] ?? 99)) {
            assert.throws(() => checkDecision(standing, conclusion, much), TickmarkError);
          }
        }
        checkDecision(standing, follows, undefined);
      }
    }),
  );
});

test('CN15 a deviation more never improves a control, whatever causes are on record', () => {
  fc.assert(
    fc.property(facts, fc.uniqueArray(fc.constantFrom(...keys)), (all, deviating) => {
      const more = keys.filter((key) => !deviating.includes(key))[0];
      fc.pre(more !== undefined);
      const withThese = (items: string[]): DryRunFacts => ({
        ...all,
        results: [
          tested('CHG-02', withItems(items, items.length > 0 ? 'effective-with-isolated-deviations' : 'effective')),
        ],
      });
      const [before, after] = [deviating, [...deviating, more]].map(
        (items) => concludeDryRun(withThese(items)).controls.find((c) => c.code === 'CHG-02')?.state ?? 'effective',
      );
      assert.ok(controlRank[after ?? 'effective'] <= controlRank[before ?? 'effective'], `${before} became ${after}`);
    }),
  );
});
