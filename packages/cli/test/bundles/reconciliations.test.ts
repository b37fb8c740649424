import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  freezePopulation,
  manifestSha256,
  populationKind,
  reconcilePopulations,
  runTest,
} from '@tickmark/control-testing';
import {
  reconciledBy,
  reconciliationTerms,
  standingOf,
  type PopulationManifest,
  type ReconciliationDocument,
  type ResolutionDocument,
  type Row,
} from '@tickmark/core';
import { canonical, id, pack, sha256, type Draft } from './builder.ts';
import {
  addDryRun,
  addPopulation,
  addResult,
  addSample,
  accountsPath,
  changesPath,
  definitionPath,
  exampleDraft,
  populationManifest,
  resultPath,
} from './example.ts';
import { assertBreaks, verifyPacked } from './folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-reconciliations-'));
after(() => rmSync(folder, { recursive: true }));
let made = 0;

const reconciliationPath = `reconciliations/${id(80)}.json`;
const differencesPath = `reconciliations/${id(80)}.differences.parquet`;
const resolutionPath = `resolutions/${id(81)}.json`;
const yaml = `id: CHG-02.review
control: CHG-02
title: Production changes carry a reviewer
kind: items
population: code-changes
attributes:
  A: { title: Has an id, pass: 'has(item.id)' }
`;

interface Made {
  draft: Draft;
  document: ReconciliationDocument;
  resolution: ResolutionDocument;
}

async function* stream(rows: Row[]): AsyncGenerator<Row> {
  yield* rows;
}

async function frozen(kind: string, shape: 'events' | 'state', extractedAt: string, rows: Row[]) {
  const file = join(folder, `${(made += 1)}.parquet`);
  const stated = populationManifest(kind, shape, extractedAt);
  const facts = { ...stated, extractedAt: new Date(stated.extractedAt) };
  return { file, manifest: await freezePopulation({ rows: stream(rows), kind: populationKind(kind), file, facts }) };
}

/** Changes against accounts by author: one difference on each side, both resolved, and then the test. */
async function reconciled(where?: string, holidays?: string[]): Promise<Made> {
  const draft = exampleDraft();
  const changes = await frozen('code-changes', 'events', '2027-01-10T09:00:00.000Z', [
    { id: 'c1', author: 'ann@example.com', merged_at: '2026-05-04T12:00:00.000Z' },
    { id: 'c2', author: 'bob@example.com', merged_at: '2026-05-04T12:00:00.000Z' },
  ]);
  const accounts = await frozen('accounts', 'state', '2026-12-30T09:00:00.000Z', [
    { id: 'a1', account: 'ann', email: 'ann@example.com', observed_at: '2026-12-30T09:00:00.000Z' },
    { id: 'a2', account: 'cy', email: 'cy@example.com', observed_at: '2026-12-30T09:00:00.000Z' },
  ]);
  addPopulation(draft, changesPath, changes.manifest, await readFile(changes.file));
  addPopulation(draft, accountsPath, accounts.manifest, await readFile(accounts.file));
  const found = await reconcilePopulations({
    here: changes,
    there: accounts,
    terms: reconciliationTerms.parse({ on: [{ here: 'author', there: 'email' }], where }),
    holidays,
    outDir: join(folder, `reconciliation-${made}`),
  });
  assert.equal(found.document.differencesFile.rows, 2);
  const resolution: ResolutionDocument = {
    resolution: 1,
    reconciliationSha256: found.sha256,
    differences: [1, 2],
    kind: 'timing',
    reason: 'Taken on two days',
  };
  // Entries of result and what follows come after the reconciliation's.
  const later = draft.entries.splice(3);
  putReconciliation(draft, found.document, await readFile(found.differencesFile));
  putResolution(draft, resolution);
  draft.entries.push(...later);

  const [definition] = draft.manifest.definitions;
  const entry = draft.entries.find(({ key }) => key === definitionPath);
  assert.ok(definition && entry);
  draft.files.set(definitionPath, Buffer.from(yaml));
  definition.sha256 = sha256(yaml);
  entry.facts = { ...entry.facts, sha256: sha256(yaml) };
  const stands = reconciledBy(found, standingOf(found.document, [{ document: resolution }]));
  const { period, timeZone } = changes.manifest;
  const run = await runTest({
    yaml,
    populations: { 'code-changes': changes },
    reconciliations: [stands],
    period: period ?? { from: '', to: '' },
    timeZone,
    outDir: join(folder, `out-${made}`),
  });
  assert.equal(run.result.reconciliations?.[0]?.resolved, 2);
  addResult(draft, run.result, await readFile(run.deviationsFile));
  dropSample(draft);
  addDryRun(draft);
  return { draft, document: found.document, resolution };
}

function dropSample(draft: Draft): void {
  addSample(draft);
  const path = draft.manifest.samples[0]?.path ?? '';
  draft.manifest.samples = [];
  draft.files.delete(path);
  draft.entries.splice(
    draft.entries.findIndex(({ key }) => key === path),
    1,
  );
}

function put(draft: Draft, key: string, op: string, facts: Record<string, unknown>): void {
  const there = draft.entries.find((entry) => entry.key === key);
  if (there) there.facts = facts;
  else draft.entries.push({ key, op, facts });
}

function putReconciliation(draft: Draft, document: ReconciliationDocument, differences: Uint8Array): void {
  const text = canonical(document);
  draft.files.set(reconciliationPath, text);
  draft.files.set(differencesPath, differences);
  const resolutions = draft.manifest.reconciliations?.[0]?.resolutions ?? [];
  draft.manifest.reconciliations = [
    {
      id: id(80),
      population: id(10),
      second: id(11),
      version: 1,
      entry: 0,
      path: reconciliationPath,
      sha256: sha256(text),
      differencesPath,
      differencesSha256: sha256(differences),
      resolutions,
    },
  ];
  put(draft, reconciliationPath, 'populations.reconciled', {
    reconciliationId: id(80),
    engagementId: draft.engagementId,
    populationId: id(10),
    secondId: id(11),
    version: 1,
    populationSha256: document.here.sha256,
    secondSha256: document.there.sha256,
    sha256: sha256(text),
    differencesSha256: sha256(differences),
    differences: document.differencesFile.rows,
    supersedes: null,
  });
}

function putResolution(draft: Draft, document: ResolutionDocument): void {
  const text = canonical(document);
  draft.files.set(resolutionPath, text);
  const [item] = draft.manifest.reconciliations ?? [];
  assert.ok(item);
  item.resolutions = [{ id: id(81), entry: 0, path: resolutionPath, sha256: sha256(text) }];
  put(draft, resolutionPath, 'populations.resolve-difference', {
    resolutionId: id(81),
    engagementId: draft.engagementId,
    reconciliationId: id(80),
    kind: document.kind,
    differences: document.differences.length,
    sha256: sha256(text),
  });
}

function factsOf(draft: Draft, key: string): Record<string, unknown> {
  const entry = draft.entries.find((each) => each.key === key);
  assert.ok(entry);
  return entry.facts;
}

test('EL24 a bundle with a reconciliation, its resolution and a result that stands on both holds, byte for byte', async () => {
  const { draft } = await reconciled();
  const verification = await verifyPacked(await pack(draft), { reperform: true });
  assert.deepEqual(verification.failure, null);
  assert.deepEqual(verification.reperformed, { results: 1, samples: 0, reconciliations: 1, dryRun: false });
  assert.equal(verification.checked.reconciliations, 1);
});

test('EL12 a reconciliation or resolution that is not the one its entry seals is found', async () => {
  for (const [key, name] of [
    [reconciliationPath, 'sha256'],
    [reconciliationPath, 'differencesSha256'],
    [reconciliationPath, 'populationSha256'],
    [reconciliationPath, 'secondSha256'],
    [resolutionPath, 'sha256'],
  ] as const) {
    const { draft } = await reconciled();
    factsOf(draft, key)[name] = 'f'.repeat(64);
    assertBreaks(await verifyPacked(await pack(draft)), 'EL12', { path: key });
  }
});

test('EL13 a reconciliation that speaks of other populations or differences than its entry is found', async () => {
  const changes: ((document: ReconciliationDocument, other: PopulationManifest) => void)[] = [
    (document) => (document.here.manifestSha256 = 'f'.repeat(64)),
    (document, other) => (document.there.manifestSha256 = manifestSha256(other)),
    (document) => (document.there.rows = 3),
    (document) => (document.here.kind = 'people'),
    (document) => (document.differencesFile.sha256 = 'f'.repeat(64)),
  ];
  for (const change of changes) {
    const { draft, document, resolution } = await reconciled();
    const facts = { ...factsOf(draft, reconciliationPath) };
    change(document, populationManifest('accounts', 'state', '2026-12-30T09:00:00.000Z'));
    putReconciliation(draft, document, draft.files.get(differencesPath) ?? Buffer.from(''));
    putResolution(draft, { ...resolution, reconciliationSha256: sha256(canonical(document)) });
    factsOf(draft, reconciliationPath)['differencesSha256'] = facts['differencesSha256'];
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: reconciliationPath });
  }
});

test('EL13 a resolution of another reconciliation, of a difference that is none or of another number is found', async () => {
  for (const change of [{ reconciliationSha256: 'f'.repeat(64) }, { differences: [1, 3] }, { differences: [2, 1] }]) {
    const { draft, resolution } = await reconciled();
    putResolution(draft, { ...resolution, ...change });
    assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resolutionPath });
  }
  const { draft } = await reconciled();
  factsOf(draft, resolutionPath)['differences'] = 1;
  assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resolutionPath });
});

test('EL13 a result that says more was resolved by then than the log does is found', async () => {
  const { draft, resolution } = await reconciled();
  putResolution(draft, { ...resolution, differences: [1] });
  assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resultPath, message: /reconciliations/ });

  const late = await reconciled();
  const at = late.draft.entries.findIndex(({ key }) => key === resolutionPath);
  late.draft.entries.push(...late.draft.entries.splice(at, 1));
  assertBreaks(await verifyPacked(await pack(late.draft)), 'EL13', { path: resultPath, message: /reconciliations/ });
});

test('EL13 a result that is silent about a mismatch is found, though the bundle leaves the reconciliation out', async () => {
  const { draft } = await reconciled();
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  delete result.reconciliations;
  addResult(draft, result, draft.files.get(`results/${id(30)}.deviations.parquet`));
  addDryRun(draft);
  assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resultPath, message: /reconciliations/ });
  delete draft.manifest.reconciliations;
  for (const path of [reconciliationPath, differencesPath, resolutionPath]) draft.files.delete(path);
  assertBreaks(await verifyPacked(await pack(draft)), 'EL13', { path: resultPath, message: /leaves it out/ });
});

test('EL16 a reconciliation of a population that was frozen later is found', async () => {
  const { draft } = await reconciled();
  const at = draft.entries.findIndex(({ key }) => key === reconciliationPath);
  draft.entries.splice(1, 0, ...draft.entries.splice(at, 1));
  assertBreaks(await verifyPacked(await pack(draft)), 'EL16', { path: reconciliationPath });
  const other = await reconciled();
  const [said] = other.draft.entries.splice(
    other.draft.entries.findIndex(({ key }) => key === resolutionPath),
    1,
  );
  assert.ok(said);
  other.draft.entries.splice(1, 0, said);
  assertBreaks(await verifyPacked(await pack(other.draft)), 'EL16', { path: resolutionPath });
});

test('EL24 a reconciliation that was sealed with fewer differences than there are is found by re-performance alone', async () => {
  const { draft, document, resolution } = await reconciled();
  const better = { ...document, matched: 9 };
  putReconciliation(draft, better, draft.files.get(differencesPath) ?? Buffer.from(''));
  const hash = sha256(canonical(better));
  const said = { ...resolution, reconciliationSha256: hash };
  putResolution(draft, said);
  const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
  result.reconciliations = [reconciledBy({ document: better, sha256: hash }, standingOf(better, [{ document: said }]))];
  addResult(draft, result, draft.files.get(`results/${id(30)}.deviations.parquet`));
  addDryRun(draft);
  const packed = await pack(draft);
  assert.equal((await verifyPacked(packed)).failure, null, 'the control arm: integrity and order do not show it');
  assertBreaks(await verifyPacked(packed, { reperform: true }), 'EL24', {
    path: reconciliationPath,
    message: /matched is 9, and comes out as 1/,
  });
});

test('CT116 EL24 a reconciliation that left holidays out is made again with those it names, and only with these', async () => {
  const soon = 'businessDaysBetween(date("2026-04-30"), item.merged_at) <= 1';
  const { draft, document, resolution } = await reconciled(soon, ['2026-05-01']);
  assert.deepEqual([document.holidays, document.here.leftOut], [['2026-05-01'], 0]);
  assert.equal((await verifyPacked(await pack(draft), { reperform: true })).failure, null);
  for (const holidays of [['2026-05-02'], undefined]) {
    putReconciliation(draft, { ...document, holidays }, draft.files.get(differencesPath) ?? Buffer.from(''));
    const other = { document: { ...document, holidays }, sha256: sha256(canonical({ ...document, holidays })) };
    const said = { ...resolution, reconciliationSha256: other.sha256 };
    putResolution(draft, said);
    const result = JSON.parse(Buffer.from(draft.files.get(resultPath) ?? '').toString());
    result.reconciliations = [reconciledBy(other, standingOf(document, [{ document: said }]))];
    addResult(draft, result, draft.files.get(`results/${id(30)}.deviations.parquet`));
    addDryRun(draft);
    const packed = await pack(draft);
    assert.equal((await verifyPacked(packed)).failure, null, 'the control arm: integrity does not show it');
    assertBreaks(await verifyPacked(packed, { reperform: true }), 'EL24', { path: reconciliationPath });
  }
});
