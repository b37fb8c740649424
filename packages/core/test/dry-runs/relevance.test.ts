import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  applicableCriteria,
  concludeDryRun,
  criteria as catalogue,
  dryRunDocument,
  dryRunFactsOf,
  weighDecisions,
  type Category,
  type DryRunDocument,
  type DryRunFacts,
  type ProposalKind,
  type RelevanceFact,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, tested, type2 } from './facts.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const by = '00000000-0000-4000-8000-000000000007';
const at = '2026-07-01T09:00:00.000Z';
const said = (criterion: string, relevant = false): RelevanceFact => ({
  criterion,
  relevant,
  reason: `What ${criterion} asks is not done here.`,
  at,
  by,
});

/** Every criterion of these categories has one control of its own, whose test found this. */
function factsOf(
  categories: readonly Category[],
  relevance: readonly RelevanceFact[],
  found: (id: string) => ProposalKind | null = () => 'effective',
): DryRunFacts {
  const ids = applicableCriteria(categories).map(({ id }) => id);
  const code = (id: string) => `ALL-${id}`;
  return {
    engagement: { ...engagementOf(type2), categories },
    controls: ids.map((id, n) => adopted(code(id), [id], { id: uuid(n) })),
    results: ids.flatMap((id) => {
      const kind = found(id);
      if (kind === null) return [];
      const n = ids.indexOf(id);
      return [{ ...tested(code(id), documentOf(kind), id), id: uuid(100 + n), controlId: uuid(n) }];
    }),
    explanations: [],
    samples: [],
    relevance,
  };
}

const conclude = (facts: DryRunFacts): DryRunDocument => dryRunDocument.parse(concludeDryRun(facts));
const partOf = ({ parts }: DryRunDocument, part: string) => parts.find((each) => each.part === part);

test('CO40 a criterion that is not relevant is listed with reason, by whom and when, and is concluded on nowhere', () => {
  const document = conclude(factsOf(['security', 'privacy'], [said('P3.1'), said('CC6.4')]));
  assert.deepEqual(document.notRelevant, [
    {
      id: 'CC6.4',
      reason: 'What CC6.4 asks is not done here.',
      by,
      at,
      common: true,
      controls: ['ALL-CC6.4'],
    },
    { id: 'P3.1', reason: 'What P3.1 asks is not done here.', by, at, common: false, controls: ['ALL-P3.1'] },
  ]);
  assert.ok(document.criteria.every(({ id }) => id !== 'P3.1' && id !== 'CC6.4'));
  assert.equal(document.counts.criteria, 49);
  assert.equal(document.counts.byState.achieved, 49, 'it is not counted as met');
  assert.ok(!weighDecisions(document, []).some(({ subject }) => subject === 'P3.1'), 'nobody can decide on it');
});

test('CO41 parts of the opinion say over which criteria they were computed', () => {
  const document = conclude(factsOf(['security', 'privacy'], [said('P3.1')]));
  const operation = partOf(document, 'operation');
  assert.equal(operation?.forecast, 'likely-unmodified');
  assert.deepEqual(operation?.reasons, [
    'Achieved without exception: 50 of 50 criteria.',
    'Weighed: 50 of the 51 criteria that apply. Not relevant, so without weight and never counted as met: P3.1.',
  ]);
  assert.ok(partOf(document, 'design')?.because?.some(({ code }) => code === 'criteria-not-relevant'));
  assert.equal(
    partOf(document, 'description')?.reasons.at(-1),
    'The description has to say that P3.1 is not relevant, and why (DC 8).',
  );
  assert.ok(document.wouldChange.includes('Expect the auditor to ask why P3.1 is not relevant: ALL-P3.1 supports it.'));
  assert.ok(
    document.notChecked.includes(
      'Whether P3.1 is not relevant: who said so gave a reason, and nothing here examines it.',
    ),
  );
  const common = conclude(factsOf(['security'], [said('CC6.4')]));
  assert.ok(
    common.wouldChange.includes(
      'Expect the auditor to question that CC6.4 is not relevant: it is one of the common criteria, which hardly ever are without relevance.',
    ),
  );
});

test('CO41 a criterion without a control, or that failed, weighs nothing once it is not relevant', () => {
  const failing = (id: string): ProposalKind => (id === 'A1.2' ? 'not-effective' : 'effective');
  const before = conclude(factsOf(['availability'], [], failing));
  const after = conclude(factsOf(['availability'], [said('A1.2')], failing));
  assert.equal(partOf(before, 'operation')?.forecast, 'at-risk-of-qualification');
  assert.equal(partOf(after, 'operation')?.forecast, 'likely-unmodified');
  assert.equal(
    after.controls.find(({ code }) => code === 'ALL-A1.2')?.state,
    'not-effective',
    'a control stays as found',
  );
});

test('CO42 each category is as low as the lowest of its relevant criteria', () => {
  const found = (id: string): ProposalKind | null =>
    id === 'A1.2' ? 'not-effective' : id === 'A1.3' ? null : 'effective';
  const of = (relevance: RelevanceFact[]) =>
    conclude(factsOf(['security', 'availability'], relevance, found)).categories?.find(
      ({ category }) => category === 'availability',
    );
  assert.deepEqual([of([])?.state, of([])?.reasons], ['not-achieved', ['The lowest of 3 relevant criteria: A1.2.']]);
  const without = of([said('A1.2')]);
  assert.deepEqual([without?.state, without?.relevant, without?.notRelevant], ['not-tested', 2, 1]);
  assert.deepEqual(without?.reasons, [
    'The lowest of 2 relevant criteria: A1.3.',
    'Weighed: 2 of the 3 criteria that apply. Not relevant, so without weight and never counted as met: A1.2.',
  ]);
});

test('CO43 where no criterion of a category is left nothing is concluded about it, and no part is likely unmodified', () => {
  const all = ['A1.1', 'A1.2', 'A1.3'].map((id) => said(id));
  const document = conclude(factsOf(['security', 'availability'], all));
  const availability = document.categories?.find(({ category }) => category === 'availability');
  assert.deepEqual(
    [availability?.state, availability?.reasons],
    [
      null,
      [
        'Nothing can be concluded about Availability: A1.1, A1.2 and A1.3, which are all of its criteria, were taken for not relevant.',
      ],
    ],
  );
  const operation = partOf(document, 'operation');
  assert.deepEqual([operation?.forecast, operation?.floor], ['cannot-say', 'cannot-say']);
  assert.ok(
    operation?.reasons.includes(
      'Nothing can be concluded about Availability: every criterion of it was taken for not relevant.',
    ),
  );
  const standing = weighDecisions(document, []).find(({ on, subject }) => on === 'part' && subject === 'operation');
  assert.ok(standing);
  assert.ok(
    standing.choices.every(({ conclusion }) => conclusion !== 'likely-unmodified'),
    'no reason makes it better',
  );
  const nothing = conclude(
    factsOf(
      ['security'],
      applicableCriteria(['security']).map(({ id }) => said(id)),
    ),
  );
  assert.deepEqual([nothing.counts.criteria, partOf(nothing, 'operation')?.forecast], [0, 'cannot-say']);
});

test('CO44 what was taken for relevant again, and what does not apply, changes nothing', () => {
  const plain = JSON.stringify(conclude(factsOf(['security'], [])));
  assert.equal(JSON.stringify(conclude(factsOf(['security'], [said('CC6.4', true), said('P3.1')]))), plain);
});

test('CO44 facts are sealed in one form whatever their order, and conclude to the same document', () => {
  const facts = factsOf(['security', 'privacy'], [said('P3.1'), said('CC6.4'), said('P4.1', true)]);
  const turned = { ...facts, controls: facts.controls.toReversed(), relevance: facts.relevance.toReversed() };
  assert.equal(JSON.stringify(dryRunFactsOf(turned)), JSON.stringify(dryRunFactsOf(facts)));
  const { results: _named, samples: _weighed, ...sealed } = dryRunFactsOf(facts);
  assert.equal(
    JSON.stringify(concludeDryRun({ ...facts, ...sealed })),
    JSON.stringify(concludeDryRun(facts)),
    'what is sealed is all that it follows from',
  );
});

const series = ['availability', 'confidentiality', 'processing_integrity', 'privacy'] as const;
const kinds: (ProposalKind | null)[] = [
  'effective',
  'effective-with-isolated-deviations',
  'not-effective',
  'cannot-say',
  'no-occurrence',
  null,
];

test('CO45 conclusions are those of the same facts without the criteria that are not relevant', () => {
  const some = fc
    .record({
      categories: fc.subarray([...series]).map((extra): Category[] => ['security', ...extra]),
      found: fc.array(fc.constantFrom(...kinds), { minLength: catalogue.length, maxLength: catalogue.length }),
      out: fc.uniqueArray(fc.constantFrom(...catalogue.map(({ id }) => id)), { maxLength: 20 }),
      bare: fc.uniqueArray(fc.constantFrom(...catalogue.map(({ id }) => id)), { maxLength: 3 }),
    })
    .map(({ categories, found, out, bare }) => {
      const facts = factsOf(
        categories,
        out.map((id) => said(id)),
        (id) => found[catalogue.findIndex((each) => each.id === id)] ?? null,
      );
      return { ...facts, controls: facts.controls.filter(({ criteria }) => !criteria.some((id) => bare.includes(id))) };
    });
  fc.assert(
    fc.property(some, (facts) => {
      const { criteria, parts, categories = [], counts, notRelevant = [] } = concludeDryRun(facts);
      const whole = concludeDryRun({ ...facts, relevance: [] });
      const out = new Set(notRelevant.map(({ id }) => id));
      assert.deepEqual(
        criteria,
        whole.criteria.filter(({ id }) => !out.has(id)),
      );
      assert.equal(counts.criteria + out.size, whole.counts.criteria);
      assert.equal(
        Object.values(counts.byState).reduce((sum, each) => sum + each, 0),
        criteria.length,
      );
      // What each part would be were those criteria not there: a failure or hole left in decides as before.
      const emptied = categories.some(({ state }) => state === null);
      const states = criteria.map(({ state }) => state);
      const operation = parts.find(({ part }) => part === 'operation')?.forecast;
      const broken = states.includes('not-achieved') || states.includes('no-control');
      const risks: unknown[] = ['at-risk-of-qualification', 'at-risk-of-adverse'];
      assert.equal(risks.includes(operation), broken);
      if (!broken && (emptied || states.some((state) => state !== 'achieved')))
        assert.notEqual(operation, 'likely-unmodified');
      if (!broken && !emptied && states.every((state) => state === 'achieved'))
        assert.equal(operation, 'likely-unmodified');
      for (const { category, state, relevant } of categories) {
        const own = criteria.filter(({ id }) => catalogue.some((each) => each.id === id && each.category === category));
        assert.deepEqual([own.length, own.length === 0], [relevant, state === null]);
        if (state !== null) assert.ok(own.some((each) => each.state === state));
      }
    }),
    { numRuns: 40 },
  );
});
