import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, pack, sha256 } from './builder.ts';
import {
  addDryRun,
  addResult,
  addSample,
  changesPath,
  dryRunPath,
  exampleDraft,
  exampleDryRun,
  exampleResult,
  exampleSample,
  resultPath,
  samplePath,
} from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const other = 'f'.repeat(64);

test('EL13 a result that speaks of another definition, population or list than its entry is found', async () => {
  const changes = [
    { definition: { id: 'CHG-02.review', kind: 'items', sha256: other } },
    { definition: { ...exampleResult(exampleDraft()).definition, id: 'CHG-02.other' } },
    { populations: { 'code-changes': { rows: 4, sha256: other } } },
    { populations: {} },
    { deviationsFile: { sha256: other, rows: 0 } },
  ] as const;
  for (const change of changes) {
    const draft = exampleDraft();
    addResult(draft, { ...exampleResult(draft), ...change });
    addDryRun(draft);
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resultPath, entry: 4 });
  }
});

test('EL13 a sample that speaks of another population or number than its entry is found', async () => {
  for (const change of [
    { populationSha256: other },
    { population: 5 },
    { skip: 1 },
    { selected: ['b'] },
    { selected: ['b', 'd', 'a'] },
  ]) {
    const draft = exampleDraft();
    addSample(draft, { ...exampleSample(draft), ...change });
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: samplePath, entry: 5 });
  }
});

test('EL13 a dry run that concludes on a result other than the bundled one is found', async () => {
  for (const weighed of [{ sha256: other }, { id: '00000000-0000-4000-8000-000000000999' }]) {
    const draft = exampleDraft();
    const document = exampleDryRun(draft);
    const [result] = document.controls[0]?.results ?? [];
    assert.ok(result);
    Object.assign(result, weighed);
    addDryRun(draft, document);
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: dryRunPath, entry: 7 });
  }
  const unsealed = exampleDraft();
  const entry = unsealed.entries.find(({ key }) => key === dryRunPath);
  assert.ok(entry);
  entry.facts = { ...entry.facts, results: [] };
  assertBreaks(await verifyPacked(await pack(unsealed)), 'EL13', { path: dryRunPath });
});

test('EL13 a document that is not canonical JSON, though its hash is sealed, is found', async () => {
  for (const path of [resultPath, samplePath, dryRunPath]) {
    const draft = exampleDraft();
    const text = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(draft.files.get(path) ?? '').toString()), null, 1));
    draft.files.set(path, text);
    const entry = draft.entries.find(({ key }) => key === path);
    assert.ok(entry);
    entry.facts = { ...entry.facts, sha256: sha256(text) };
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path, message: /canonical/ });
  }
});

test('EL13 a manifest beside a population that differs from the sealed one is found', async () => {
  const draft = exampleDraft();
  const path = changesPath.replace('.parquet', '.manifest.json');
  draft.files.set(
    path,
    canonical({ ...JSON.parse(Buffer.from(draft.files.get(path) ?? '').toString()), name: 'Another name' }),
  );
  assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path, entry: 1 });
});
