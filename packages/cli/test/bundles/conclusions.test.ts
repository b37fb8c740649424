import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DryRunDocument, Reason } from '@tickmark/core';
import { id, pack } from './builder.ts';
import { addDryRun, dryRunPath, exampleDraft, exampleDryRun } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const isolated: Reason = { code: 'isolated', deviations: 1, population: 40 };
const sentence = '1 of 40 items deviates; no marker of a systematic failure applies.';

/** A bundle whose dry run proposes "not effective" for CHG-02 and allows isolated deviations at best. */
function draftWith(change: Partial<DryRunDocument['controls'][number]> = {}) {
  const draft = exampleDraft();
  const document = exampleDryRun(draft);
  const [control] = document.controls;
  assert.ok(control);
  const state = { state: 'not-effective', floor: 'effective-with-isolated-deviations' } as const;
  const because = [{ test: 'CHG-02.review', reason: isolated }];
  Object.assign(control, state, { because, reasons: [`CHG-02.review: ${sentence}`] }, change);
  addDryRun(draft, document);
  return draft;
}

function decided(changes: Record<string, unknown>) {
  const draft = draftWith();
  const facts = {
    decisionId: id(80),
    dryRunId: id(60),
    on: 'control',
    subject: 'CHG-02',
    conclusion: 'effective-with-isolated-deviations',
    against: 'not-effective',
    softer: true,
    reasonSha256: 'ab'.repeat(32),
    ...changes,
  };
  draft.entries.push({ key: 'decision', op: 'conclusions.decide', facts });
  return draft;
}

test('CN29 decisions that keep to the rules, and those on another dry run, verify', async () => {
  for (const changes of [
    {},
    { conclusion: 'not-effective', softer: false, reasonSha256: null },
    { dryRunId: id(61), conclusion: 'effective' },
  ]) {
    const { failure } = await verifyPacked(await pack(decided(changes)));
    assert.equal(failure, null, JSON.stringify(failure));
  }
});

for (const [what, changes, message] of [
  ['better than its floor', { conclusion: 'effective' }, /softer than the rules allow/],
  ['softer without a reason', { reasonSha256: null }, /without a reason/],
  ['softer and not marked so', { softer: false }, /without a reason/],
  ['on what the dry run says nothing of', { subject: 'CHG-03' }, /says nothing of it/],
  ['with a state of something else', { conclusion: 'achieved' }, /concludes nothing that it can be/],
] as const) {
  test(`CN29 a bundled decision ${what} is found`, async () => {
    assertBreaks(await verifyPacked(await pack(decided(changes))), 'EL13', { message });
  });
}

test('CN29 a reason whose sentence is not that of its code is found', async () => {
  for (const reasons of [[`CHG-02.review: ${sentence.replace('1 of 40', '1 of 400')}`], [], [sentence]]) {
    assertBreaks(await verifyPacked(await pack(draftWith({ reasons }))), 'EL13', {
      path: dryRunPath,
      message: /sentences of their codes/,
    });
  }
});
