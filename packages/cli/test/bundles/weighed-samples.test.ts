import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judgeSample,
  sampleAsked,
  sampleSentence,
  type ControlConclusion,
  type SampleStep,
  type SampledFact,
} from '@tickmark/core';
import { canonical, id, pack, sha256, type Draft } from './builder.ts';
import { addDryRun, exampleDraft, exampleDryRun } from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

type Weighed = NonNullable<ControlConclusion['samples']>;

/** The example with an outcome for each item of its sample, and a dry run that comes after all of them. */
function weighed(change: (samples: Weighed) => Weighed = (samples) => samples, named?: string[]): Draft {
  const draft = exampleDraft();
  const [sample] = draft.manifest.samples;
  assert.ok(sample);
  const drawn = JSON.parse(Buffer.from(draft.files.get(sample.path) ?? '').toString());
  const { selected } = drawn;
  (selected as string[]).forEach((key, n) => record(draft, sample.id, key, n));
  const population = draft.manifest.populations.find((p) => p.id === sample.population);
  assert.ok(population);
  const { name, kind, rows, interim, extractedAt } = population.manifest;
  const fact: SampledFact = {
    id: sample.id,
    control: sample.control,
    sha256: sample.sha256,
    population: { kind, version: population.version, name, items: rows, interim, extractedAt },
    asked: sampleAsked(drawn),
    events: 1 + selected.length,
    counts: {
      items: selected.length,
      examined: selected.length,
      deviations: 0,
      cannotBeExamined: 0,
      void: 0,
      targeted: 0,
      targetedDeviations: 0,
    },
  };
  const judged = judgeSample(fact, 0);
  const samples = change([
    {
      id: fact.id,
      sha256: fact.sha256,
      population: name,
      proposal: judged.state,
      sentence: sampleSentence(judged),
      interim,
      events: fact.events,
      counts: fact.counts,
    },
  ]);
  const { path } = draft.manifest.dryRun;
  draft.entries = draft.entries.filter(({ key, op }) => key !== path && op !== 'reports.render');
  draft.manifest.report = null;
  for (const each of draft.files.keys()) if (each.endsWith('.pdf')) draft.files.delete(each);
  const document = exampleDryRun(draft);
  addDryRun(draft, { ...document, controls: document.controls.map((c) => ({ ...c, samples })) });
  const entry = draft.entries.find(({ key }) => key === path);
  assert.ok(entry);
  entry.facts = { ...entry.facts, samples: named ?? [sample.id] };
  return draft;
}

function record(draft: Draft, sample: string, key: string, n: number): void {
  const document: SampleStep = { step: 'recorded', sample, key, outcome: 'pass', note: null, evidenceIds: [] };
  const stepId = id(80 + n);
  const path = `samples/steps/${stepId}.json`;
  const text = canonical(document);
  draft.files.set(path, text);
  draft.manifest.sampleSteps.push({ id: stepId, sample, entry: 0, path, sha256: sha256(text) });
  draft.entries.push({ key: path, op: 'samples.record', facts: { stepId, sampleId: sample, sha256: sha256(text) } });
}

const one = (change: Partial<Weighed[number]>) => (samples: Weighed) => samples.map((s) => ({ ...s, ...change }));
const verified = async (...given: Parameters<typeof weighed>) => verifyPacked(await pack(weighed(...given)));

test('CN34 a dry run that weighs a sample as its draws and steps leave it holds', async () => {
  const verification = await verified();
  assert.equal(verification.failure, null);
  assert.ok(verification.holds);
});

test('CN34 counts, a conclusion or a sentence that do not follow from draws and steps break the verification', async () => {
  assertBreaks(await verified((s) => s.map((w) => ({ ...w, counts: { ...w.counts, deviations: 1 } }))), 'CN34');
  assertBreaks(await verified(one({ proposal: 'not-effective' })), 'CN34');
  assertBreaks(await verified(one({ sentence: 'No exceptions noted.' })), 'CN34');
  assertBreaks(await verified(one({ events: 1 })), 'CN34');
});

test('CN34 a sample that is left out, or that was drawn for nothing weighed, breaks the verification', async () => {
  assertBreaks(await verified(() => []), 'CN34', { message: /leaves out the sample/ });
  assertBreaks(await verified(one({ id: id(99) })), 'CN34', { message: /was not drawn for it/ });
  assertBreaks(await verified(undefined, []), 'CN34', { message: /was not drawn for it/ });
});

test('CN34 a sample drawn before the dry run that its entry does not name is told', async () => {
  const { failure, warnings } = await verified(() => [], []);
  assert.equal(failure, null);
  assert.ok(warnings.some((warning) => /was drawn for .* before the dry run, which did not weigh it/.test(warning)));
});
