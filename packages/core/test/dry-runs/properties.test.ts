import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  concludeDryRun,
  proposalKind,
  type CriterionStateKind,
  type DryRunFacts,
  type SampledFact,
  type ForecastKind,
  type TestResult,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, sampled, tested, type2 } from './facts.ts';

const ids = ['CC1.1', 'CC6.1', 'CC8.1', 'CC9.2'];
const criterionOrder: CriterionStateKind[] = [
  'not-achieved',
  'no-control',
  'cannot-say',
  'not-tested',
  'partly-tested',
  'achieved-with-deviations',
  'no-occurrence',
  'achieved',
];
const forecastOrder: ForecastKind[] = [
  'at-risk-of-adverse',
  'at-risk-of-qualification',
  'cannot-say',
  'unmodified-with-deviations',
  'likely-unmodified',
];
const controlOrder = [
  'not-effective',
  'cannot-say',
  'not-tested',
  'effective-with-isolated-deviations',
  'no-occurrence',
  'effective',
];

const someFacts: fc.Arbitrary<DryRunFacts> = fc
  .array(
    fc.record({
      criteria: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
      effectiveFrom: fc.constantFrom('2025-12-01', '2026-03-01', '2026-08-01'),
      retiredOn: fc.constantFrom(null, '2026-09-01', '2026-05-01'),
      results: fc.array(fc.record({ kind: fc.constantFrom(...proposalKind.options), interim: fc.boolean() }), {
        maxLength: 3,
      }),
      samples: fc.array(
        fc.record({ items: fc.nat(40), examined: fc.nat(40), deviations: fc.nat(5), targetedDeviations: fc.nat(2) }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 5 },
  )
  .map((controls) => ({
    engagement: engagementOf(type2),
    controls: controls.map((c, i) =>
      adopted(`CHG-0${i}`, c.criteria, c.retiredOn && c.retiredOn < c.effectiveFrom ? {} : c),
    ),
    results: controls.flatMap((c, i) =>
      c.results.map((r, k) => tested(`CHG-0${i}`, documentOf(r.kind, { interim: r.interim }), `t${k}`)),
    ),
    explanations: [],
    samples: controls.flatMap((c, i) =>
      c.samples.map(({ items, examined, deviations, targetedDeviations }, k) => {
        const seen = Math.min(items, examined);
        const counts = {
          items,
          examined: seen,
          deviations: Math.min(seen, deviations),
          targeted: 2,
          targetedDeviations,
        };
        return sampled(`CHG-0${i}`, counts, i * 10 + k);
      }),
    ),
    relevance: [],
  }));

/** One item more that deviates; the proposal stays, which is the most lenient engine there could be. */
function withDeviation(document: TestResult): TestResult {
  const { items } = document;
  return { ...document, items: { ...items, inScope: items.inScope + 1, deviations: items.deviations + 1 } };
}

test('CN15 one more deviation never improves the state of a control, a criterion or the outlook', () => {
  fc.assert(
    fc.property(someFacts, fc.nat(), (facts, pick) => {
      fc.pre(facts.results.length > 0);
      const chosen = pick % facts.results.length;
      const before = concludeDryRun(facts);
      const after = concludeDryRun({
        ...facts,
        results: facts.results.map((r, i) => (i === chosen ? { ...r, document: withDeviation(r.document) } : r)),
      });
      before.controls.forEach((c, i) => {
        assert.ok(
          controlOrder.indexOf(after.controls[i]?.state ?? '') <= controlOrder.indexOf(c.state),
          `${c.code} improved from ${c.state}`,
        );
      });
      before.criteria.forEach((c, i) => {
        const now = after.criteria[i]?.state ?? 'achieved';
        assert.ok(
          criterionOrder.indexOf(now) <= criterionOrder.indexOf(c.state),
          `${c.id} improved from ${c.state} to ${now}`,
        );
      });
      before.parts.forEach((p, i) => {
        const now = after.parts[i]?.forecast ?? 'likely-unmodified';
        assert.ok(
          forecastOrder.indexOf(now) <= forecastOrder.indexOf(p.forecast),
          `${p.part} improved from ${p.forecast} to ${now}`,
        );
      });
    }),
  );
});

test('CN33 one more deviation in a sample never improves the state of its control', () => {
  fc.assert(
    fc.property(someFacts, fc.nat(), fc.boolean(), (facts, pick, targeted) => {
      const open = facts.samples.filter(({ counts }) => counts.deviations < counts.examined);
      fc.pre(open.length > 0);
      const chosen = open[pick % open.length];
      const more = (counts: SampledFact['counts']) =>
        targeted
          ? { ...counts, targetedDeviations: counts.targetedDeviations + 1 }
          : { ...counts, deviations: counts.deviations + 1 };
      const samples = facts.samples.map((s) => (s === chosen ? { ...s, counts: more(s.counts) } : s));
      const after = concludeDryRun({ ...facts, samples }).controls;
      concludeDryRun(facts).controls.forEach((c, i) => {
        const now = after[i]?.state ?? '';
        assert.ok(controlOrder.indexOf(now) <= controlOrder.indexOf(c.state), `${c.code} improved from ${c.state}`);
      });
    }),
  );
});

test('CN15 a criterion is never better than its worst control', () => {
  const best: Record<string, CriterionStateKind> = {
    'not-effective': 'not-achieved',
    'cannot-say': 'cannot-say',
    'not-tested': 'partly-tested',
    'effective-with-isolated-deviations': 'achieved-with-deviations',
    'no-occurrence': 'no-occurrence',
    effective: 'achieved',
  };
  fc.assert(
    fc.property(someFacts, (facts) => {
      const document = concludeDryRun(facts);
      for (const criterion of document.criteria) {
        for (const code of criterion.controls) {
          const control = document.controls.find((c) => c.code === code);
          const limit = best[control?.state ?? ''];
          assert.ok(limit !== undefined && criterionOrder.indexOf(criterion.state) <= criterionOrder.indexOf(limit));
        }
      }
    }),
  );
});

test('CN16 the order of controls, of their criteria and of results changes nothing', () => {
  fc.assert(
    fc.property(someFacts, (facts) => {
      const turned: DryRunFacts = {
        engagement: facts.engagement,
        controls: facts.controls.map((c) => ({ ...c, criteria: [...c.criteria].reverse() })).reverse(),
        results: [...facts.results].reverse(),
        explanations: [...facts.explanations].reverse(),
        samples: [...facts.samples].reverse(),
        relevance: [...facts.relevance].reverse(),
      };
      assert.equal(JSON.stringify(concludeDryRun(turned)), JSON.stringify(concludeDryRun(facts)));
    }),
  );
});
