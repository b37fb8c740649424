import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concludeDryRun } from '@tickmark/core';
import { id, pack, sha256, type Draft } from './builder.ts';
import { dryRunPath, exampleDraft, exampleDryRun } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';
import { addConcluded, bundleRecords, decide, exampleFacts, factsPath, type Sealed } from './records.ts';

/** The example with two criteria that are not relevant, one of which is again, and a dry run that may leave some out. */
function draftWith(
  weighs: (decisions: Sealed[]) => Sealed[] = (all) => [all[0], all[2]].filter((each) => each !== undefined),
) {
  const draft = exampleDraft();
  const decisions = [
    decide(draft, 110, { criterion: 'P3.1' }),
    decide(draft, 111, { criterion: 'CC6.4' }),
    decide(draft, 112, { criterion: 'CC6.4', version: 2, relevant: true }),
  ];
  addConcluded(draft, exampleFacts(draft, weighs(decisions)));
  bundleRecords(draft, 'relevance', decisions);
  return { draft, decisions };
}

const verify = async (draft: Draft) => verifyPacked(await pack(draft));

test('EL133 a dry run that weighs what was decided last before it holds', async () => {
  const { failure } = await verify(draftWith().draft);
  assert.equal(failure, null, JSON.stringify(failure));
});

for (const [what, weighs] of [
  ['leaves a decision out', () => []],
  ['weighs a decision that was replaced', (all: Sealed[]) => all.slice(0, 2)],
  [
    'says another reason than was given',
    ([first, , last]: Sealed[]) =>
      first && last ? [{ ...first, record: { ...first.record, reason: 'Somebody else does it.' } }, last] : [],
  ],
  [
    'weighs a decision that nobody made',
    ([first, , last]: Sealed[]) =>
      first && last ? [first, last, { ...first, record: { ...first.record, criterion: 'P4.1' } }] : [],
  ],
] as const) {
  test(`EL133 a dry run that ${what} is found`, async () => {
    assertBreaks(await verify(draftWith(weighs).draft), 'EL133', { path: factsPath });
  });
}

test('EL133 a dry run whose list of criteria that are not relevant is not that of its facts is found', async () => {
  const { draft, decisions } = draftWith();
  const facts = exampleFacts(
    draft,
    decisions.filter((_, place) => place !== 1),
  );
  const document = concludeDryRun({ ...facts, relevance: [] });
  addConcluded(draft, facts, document);
  assertBreaks(await verify(draft), 'EL133', { path: dryRunPath, message: /lists other criteria as not relevant/ });
  const { notRelevant = [] } = concludeDryRun(facts);
  addConcluded(draft, facts, { ...document, notRelevant });
  assertBreaks(await verify(draft), 'EL133', { message: /concludes on P3\.1, which is not relevant/ });
});

test('EL133 a decision that came after the dry run cannot have been weighed in it', async () => {
  const draft = exampleDraft();
  const decisions = [decide(draft, 110, { criterion: 'P3.1', before: 'none' })];
  addConcluded(draft, exampleFacts(draft, decisions));
  bundleRecords(draft, 'relevance', decisions);
  assertBreaks(await verify(draft), 'EL133', { path: factsPath });
});

test('EL13 a dry run is concluded from the results and samples that its entry names, and from no others', async () => {
  const { draft, decisions } = draftWith();
  const facts = exampleFacts(
    draft,
    decisions.filter((_, place) => place !== 1),
  );
  addConcluded(draft, { ...facts, results: [] }, concludeDryRun(facts));
  assertBreaks(await verify(draft), 'EL13', { path: factsPath, message: /The results in/ });
});

test('EL133 a dry run whose facts are not sealed is taken for an old one only where it can be one', async () => {
  const without = (draft: Draft): Draft => {
    draft.files.delete(factsPath);
    delete draft.manifest.dryRun.facts;
    const entry = draft.entries.find(({ key }) => key === dryRunPath);
    assert.ok(entry);
    delete entry.facts['factsSha256'];
    return draft;
  };
  assertBreaks(await verify(without(draftWith().draft)), 'EL133', {
    message: /nothing it was concluded from is sealed/,
  });
  const { draft } = draftWith();
  addConcluded(draft, exampleFacts(draft, []), exampleDryRun(draft));
  const { failure } = await verify(without(draft));
  assert.equal(failure, null, JSON.stringify(failure));
  const earlier = { dryRunId: id(61), engagementId: draft.engagementId, results: [], sha256: sha256('a') };
  const facts = { ...earlier, factsSha256: sha256('b') };
  draft.entries.splice(1, 0, { key: 'an earlier dry run', op: 'dry-runs.run', facts });
  bundleRecords(draft, 'relevance', decisionsOf(draft));
  assertBreaks(await verify(draft), 'EL133', { path: dryRunPath });
});

/** The decisions that the bundle has, under the keys of their entries. */
function decisionsOf(draft: Draft): Sealed[] {
  const { items } = JSON.parse(Buffer.from(draft.files.get('relevance.json') ?? '').toString()) as {
    items: { record: Record<string, unknown> }[];
  };
  return items.map(({ record }) => ({ key: `criterionDecisions/${String(record['id'])}`, record }));
}
