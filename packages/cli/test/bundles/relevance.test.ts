import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concludeDryRun } from '@tickmark/core';
import { pack, type Draft } from './builder.ts';
import { dryRunPath, exampleDraft } from './example.ts';
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
