import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { drawSample, freezePopulation, populationKind, runTest } from '@tickmark/control-testing';
import { concludeDryRun, type Row } from '@tickmark/core';
import { id, pack, sha256, type Draft } from './builder.ts';
import {
  addDryRun,
  addPopulation,
  addResult,
  addSample,
  changesPath,
  definitionPath,
  deviationsPath,
  exampleDraft,
  populationManifest,
  resultPath,
  samplePath,
} from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';
import { addConcluded, bundleRecords, decide, exampleFacts } from './records.ts';

const folder = mkdtempSync(join(tmpdir(), 'reperform-test-'));
after(() => rmSync(folder, { recursive: true }));

const yaml = `id: CHG-02.review
control: CHG-02
title: Production changes carry a reviewer
kind: items
population: code-changes
attributes:
  A: { title: Has a reviewer, pass: 'size(item.reviewers) > 0' }
`;

async function* changes(count: number): AsyncGenerator<Row> {
  for (let i = 0; i < count; i += 1) {
    yield { id: `c${i}`, merged_at: '2026-05-04T12:00:00.000Z', reviewers: i % 10 === 3 ? [] : ['ann@example.com'] };
  }
}

/** The example with a real population, a real run and a real draw in place of the stand-ins. */
async function realDraft(text = yaml, holidays: string[] = []): Promise<Draft> {
  const draft = exampleDraft();
  draft.manifest.populations = draft.manifest.populations.filter(({ path }) => path === changesPath);
  const kind = populationKind('code-changes');
  const file = join(folder, `${(made += 1)}.parquet`);
  const stated = populationManifest('code-changes', 'events', '2027-01-10T09:00:00.000Z');
  const manifest = await freezePopulation({
    rows: changes(50),
    kind,
    file,
    facts: { ...stated, extractedAt: new Date(stated.extractedAt) },
  });
  addPopulation(draft, changesPath, manifest, await readFile(file));
  for (const path of Array.from(draft.files.keys()))
    if (path.startsWith('populations/') && !path.includes(id(10))) draft.files.delete(path);
  setDefinition(draft, text);
  const { period, timeZone } = stated;
  const run = await runTest({
    yaml: text,
    populations: { 'code-changes': { file, manifest } },
    period: period ?? { from: '', to: '' },
    timeZone,
    holidays,
    outDir: join(folder, `out-${made}`),
  });
  addResult(draft, run.result, await readFile(run.deviationsFile));
  addSample(draft, await drawSample({ file, key: 'id', size: 2, engagement: draft.engagementId, control: 'CHG-02' }));
  addDryRun(draft);
  return draft;
}
let made = 0;

function setDefinition(draft: Draft, text: string): void {
  draft.files.set(definitionPath, Buffer.from(text));
  const [definition] = draft.manifest.definitions;
  const entry = draft.entries.find(({ key }) => key === definitionPath);
  assert.ok(definition && entry);
  definition.sha256 = sha256(text);
  entry.facts = { ...entry.facts, sha256: sha256(text) };
}

test('EL24 a bundle whose results and samples come out again holds', async () => {
  const draft = await realDraft();
  const verification = await verifyPacked(await pack(draft), { reperform: true });
  assert.deepEqual(verification.failure, null);
  assert.deepEqual(verification.reperformed, { results: 1, samples: 1, reconciliations: 0, dryRun: false });
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  assert.equal(result.items.deviations, 5, 'the run found what was planted');
});

test('EL134 a dry run is concluded again with the relevance that the bundled decisions give, byte for byte', async () => {
  const draft = await realDraft();
  const decisions = [decide(draft, 110, { criterion: 'P4.1' })];
  const facts = exampleFacts(draft, decisions);
  addConcluded(draft, facts);
  bundleRecords(draft, 'relevance', decisions);
  const held = await verifyPacked(await pack(draft), { reperform: true });
  assert.equal(held.failure, null, JSON.stringify(held.failure));
  assert.equal(held.reperformed?.dryRun, true);
  const concluded = concludeDryRun(facts);
  const [first] = concluded.criteria;
  assert.ok(first);
  for (const forged of [
    { ...concluded, criteria: [{ ...first, state: 'achieved' as const }, ...concluded.criteria.slice(1)] },
    { ...concluded, wouldChange: [] },
  ]) {
    addConcluded(draft, facts, forged);
    assert.equal((await verifyPacked(await pack(draft))).failure, null, 'nothing but concluding again finds it');
    assertBreaks(await verifyPacked(await pack(draft), { reperform: true }), 'EL134', { path: 'dry-run.json' });
  }
});

test('EL24 a result that was sealed with better numbers than the test gives is found by re-performance alone', async () => {
  const draft = await realDraft();
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  result.items = { ...result.items, pass: 50, deviations: 0 };
  addResult(draft, result, draft.files.get(deviationsPath));
  addDryRun(draft);
  const packed = await pack(draft);
  assert.equal((await verifyPacked(packed)).holds, true, 'the control arm: integrity and order do not show it');
  assertBreaks(await verifyPacked(packed, { reperform: true }), 'EL24', {
    path: resultPath,
    entry: 4,
    message: /items is .*"deviations":0.*comes out as .*"deviations":5/,
  });
});

test('EL24 a result that counts business days comes out again with the holidays it names, and only with these', async () => {
  const text = yaml.replace('size(item.reviewers) > 0', 'addBusinessDays(item.merged_at, -1) == date("2026-04-30")');
  const draft = await realDraft(text, ['2026-05-01']);
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  assert.deepEqual([result.holidays, result.items.deviations], [['2026-05-01'], 0]);
  const verification = await verifyPacked(await pack(draft), { reperform: true });
  assert.deepEqual([verification.failure, verification.reperformed?.results], [null, 1]);
  addResult(draft, { ...result, holidays: [] }, draft.files.get(deviationsPath));
  addDryRun(draft);
  assertBreaks(await verifyPacked(await pack(draft), { reperform: true }), 'EL24', { entry: 4 });
});

test('EL24 a list of deviations with one left out is found', async () => {
  const draft = await realDraft();
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  const shortened = Buffer.from(draft.files.get(deviationsPath) ?? '').subarray(1);
  result.deviationsFile.sha256 = sha256(shortened);
  addResult(draft, result, shortened);
  addDryRun(draft);
  assertBreaks(await verifyPacked(await pack(draft), { reperform: true }), 'EL24', { entry: 4 });
});

test('EL24 a definition that cannot run is found and is no crash', async () => {
  const draft = await realDraft();
  setDefinition(draft, yaml.replace('item.reviewers', 'item.nobody'));
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  result.definition.sha256 = sha256(draft.files.get(definitionPath) ?? '');
  addResult(draft, result, draft.files.get(deviationsPath));
  addDryRun(draft);
  assertBreaks(await verifyPacked(await pack(draft), { reperform: true }), 'EL24', {
    path: resultPath,
    message: /can't be made again/,
  });
});

test('EL25 a sample of items that somebody picked is found', async () => {
  const draft = await realDraft();
  const sample = JSON.parse(Buffer.from(draft.files.get(samplePath) ?? '').toString());
  addSample(draft, { ...sample, selected: [...sample.selected].reverse() });
  const packed = await pack(draft);
  assert.equal((await verifyPacked(packed)).holds, true, 'the control arm: integrity and order do not show it');
  assertBreaks(await verifyPacked(packed, { reperform: true }), 'EL25', {
    path: samplePath,
    entry: 5,
    message: /selected/,
  });
});

test('a result of another engine is no verdict: it cannot be run here', async () => {
  const draft = await realDraft();
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  addResult(draft, { ...result, engine: 'tickmark-control-testing/0' }, draft.files.get(deviationsPath));
  addDryRun(draft);
  await assert.rejects(verifyPacked(await pack(draft), { reperform: true }), {
    name: 'TickmarkError',
    code: 'cannot_run',
  });
});
