import type { DryRunDocument, PopulationManifest, SampleDocument, TestResult } from '@tickmark/core';
import { canonical, deletionKey, id, sha256, type Draft } from './builder.ts';

/** Whose bundle it is; two of different ids have the same controls, items and paths. */
export interface Owner {
  organizationId: string;
  engagementId: string;
  name: string;
}

const exampleOwner: Owner = { organizationId: id(1), engagementId: id(2), name: 'Example Ltd' };
const period = { from: '2026-01-01', to: '2026-12-31' };
const timeZone = 'Europe/Berlin';

export const changesPath = `populations/${id(10)}.parquet`;
export const accountsPath = `populations/${id(11)}.parquet`;
export const definitionPath = `definitions/${id(20)}.yaml`;
export const resultPath = `results/${id(30)}.json`;
export const deviationsPath = `results/${id(30)}.deviations.parquet`;
export const samplePath = `samples/${id(40)}.json`;
export const evidencePath = `evidence/${id(50)}`;
export const dryRunPath = 'dry-run.json';
export const reportPath = 'report/report.pdf';

/** A small complete bundle. Contents of populations are not Parquet: integrity and order don't read them. */
export function exampleDraft({ organizationId, engagementId, name } = exampleOwner): Draft {
  const draft: Draft = {
    organizationId,
    engagementId,
    entries: [
      {
        key: 'organization',
        op: 'organizations.create',
        facts: { organizationId, engagementId, termsSha256: sha256('terms') },
      },
    ],
    manifest: {
      bundle: 1,
      createdAt: '2027-01-15T12:00:00.000Z',
      organization: { id: organizationId, name, timeZone, example: true },
      engagement: {
        id: engagementId,
        title: 'SOC 2 2026',
        type: 'type2',
        ...period,
        categories: ['security'],
        timeZone,
      },
      populations: [],
      definitions: [],
      results: [],
      samples: [],
      sampleSteps: [],
      sampleTables: [],
      evidence: [],
      dryRun: { id: id(60), entry: 0, path: dryRunPath, sha256: '' },
      report: null,
    },
    files: new Map(),
  };
  addPopulation(draft, changesPath, populationManifest('code-changes', 'events', '2027-01-10T09:00:00.000Z'));
  addPopulation(draft, accountsPath, populationManifest('accounts', 'state', '2026-12-30T09:00:00.000Z'));
  addDefinition(draft);
  addResult(draft);
  addSample(draft);
  addEvidence(draft);
  addDryRun(draft);
  addReport(draft);
  return draft;
}

export function populationManifest(kind: string, shape: 'events' | 'state', extractedAt: string): PopulationManifest {
  const bytes = Buffer.from(`rows of ${kind}`);
  return {
    manifest: 1,
    name: `Example ${kind}`,
    kind,
    shape,
    source: { system: 'file', query: `read ${kind}.csv`, parameters: {}, inputSha256: null },
    extractedAt,
    extractedBy: id(7),
    period,
    timeZone,
    interim: false,
    rows: 4,
    rejected: { count: 0, accepted: false, first: [] },
    excluded: 0,
    columns: [{ name: 'id', type: 'string' }],
    key: 'id',
    time: null,
    completeness: { method: 'none', expected: null, note: 'No second source was compared.' },
    supersedes: null,
    sha256: sha256(bytes),
    bytes: bytes.length,
  };
}

/** Adds a population, or replaces the one at this path. */
export function addPopulation(
  draft: Draft,
  path: string,
  manifest: PopulationManifest,
  bytes: Uint8Array = Buffer.from(`rows of ${manifest.kind}`),
): void {
  const populationId = path.slice('populations/'.length, -'.parquet'.length);
  const text = canonical(manifest);
  draft.files.set(path, bytes);
  draft.files.set(path.replace('.parquet', '.manifest.json'), text);
  put(draft.manifest.populations, { id: populationId, version: 1, entry: 0, path, manifest });
  record(draft, path, 'populations.freeze', {
    populationId,
    engagementId: draft.engagementId,
    kind: manifest.kind,
    version: 1,
    rows: manifest.rows,
    sha256: manifest.sha256,
    manifestSha256: sha256(text),
    interim: manifest.interim,
    periodFrom: manifest.period?.from ?? null,
    periodTo: manifest.period?.to ?? null,
    supersedes: null,
  });
}

function addDefinition(draft: Draft): void {
  const yaml = Buffer.from('id: CHG-02.review\n');
  draft.files.set(definitionPath, yaml);
  draft.manifest.definitions.push({
    id: id(20),
    code: 'CHG-02.review',
    entry: 0,
    path: definitionPath,
    sha256: sha256(yaml),
  });
  record(draft, definitionPath, 'tests.publish', {
    testId: id(20),
    engagementId: draft.engagementId,
    code: 'CHG-02.review',
    version: 1,
    sha256: sha256(yaml),
  });
}

export function exampleResult(draft: Draft): TestResult {
  const changes = sha256(draft.files.get(changesPath) ?? '');
  return {
    result: 1,
    engine: '1',
    definition: { id: 'CHG-02.review', kind: 'items', sha256: sha256(draft.files.get(definitionPath) ?? '') },
    populations: { 'code-changes': { rows: 4, sha256: changes } },
    period,
    timeZone,
    interim: false,
    extractedThrough: '2027-01-10T09:00:00.000Z',
    items: { total: 4, outOfPeriod: 0, notGoverned: 0, inScope: 4, pass: 4, deviations: 0, unverified: 0 },
    attributes: { A: { title: 'Approved', pass: 4, fail: 0, unverified: 0 } },
    timeline: [],
    proposal: { kind: 'effective', reasons: ['4 of 4 items pass.'] },
    deviations: [],
    deviationsFile: { sha256: sha256('deviations'), rows: 0 },
  };
}

/** Adds the result, or replaces it by another document. */
export function addResult(
  draft: Draft,
  document: TestResult = exampleResult(draft),
  deviations: Uint8Array = Buffer.from('deviations'),
): void {
  const text = canonical(document);
  const changes = sha256(draft.files.get(changesPath) ?? '');
  draft.files.set(resultPath, text);
  draft.files.set(deviationsPath, deviations);
  const deviationsSha256 = sha256(deviations);
  put(draft.manifest.results, {
    id: id(30),
    definition: id(20),
    populations: { 'code-changes': id(10) },
    entry: 0,
    path: resultPath,
    sha256: sha256(text),
    deviationsPath,
    deviationsSha256,
  });
  record(draft, resultPath, 'tests.result', {
    resultId: id(30),
    testId: id(20),
    definitionSha256: sha256(draft.files.get(definitionPath) ?? ''),
    populations: { 'code-changes': changes },
    sha256: sha256(text),
    deviationsSha256,
  });
}

export function exampleSample(draft: Draft): SampleDocument {
  const changes = sha256(draft.files.get(changesPath) ?? '');
  return {
    seed: `${draft.engagementId}|CHG-02|${changes}`,
    populationSha256: changes,
    population: 4,
    skip: 0,
    selected: ['b', 'd'],
  };
}

export function addSample(draft: Draft, document: SampleDocument = exampleSample(draft)): void {
  const text = canonical(document);
  draft.files.set(samplePath, text);
  put(draft.manifest.samples, {
    id: id(40),
    population: id(10),
    control: 'CHG-02',
    engagement: draft.engagementId,
    entry: 0,
    path: samplePath,
    sha256: sha256(text),
  });
  record(draft, samplePath, 'samples.draw', {
    sampleId: id(40),
    engagementId: draft.engagementId,
    populationId: id(10),
    populationSha256: sha256(draft.files.get(changesPath) ?? ''),
    control: 'CHG-02',
    size: 2,
    skip: 0,
    sha256: sha256(text),
  });
}

/** Adds the evidence, or replaces it by other bytes. */
export function addEvidence(draft: Draft, bytes: Uint8Array = Buffer.from('minutes of the meeting')): void {
  const salt = 'aa'.repeat(32);
  const commitment = sha256(Buffer.concat([Buffer.from(salt, 'hex'), bytes]));
  draft.files.set(evidencePath, bytes);
  put(draft.manifest.evidence, {
    id: id(50),
    title: 'Minutes',
    entry: 0,
    path: evidencePath,
    sha256: sha256(bytes),
    salt,
    commitment,
  });
  record(draft, evidencePath, 'evidence.upload', {
    evidenceId: id(50),
    commitment,
    periodFrom: period.from,
    periodTo: period.to,
    backDated: false,
    supersedes: null,
  });
}

/** Adds evidence whose file was deleted, and two holds on it that were released before. */
export function addDeleted(draft: Draft, n = 51, facts: { periodFrom?: string; periodTo?: string } = {}): void {
  const evidenceId = id(n);
  const commitment = sha256(`deleted ${n}`);
  const { periodFrom = period.from, periodTo = period.to } = facts;
  const before = { periodFrom, periodTo, backDated: false, supersedes: null };
  draft.entries.push({
    key: `evidence/${evidenceId}`,
    op: 'evidence.upload',
    facts: { evidenceId, commitment, ...before },
  });
  for (const [place, held] of [evidenceId, null].entries()) {
    const holdId = id(1000 + 2 * n + place);
    draft.entries.push(
      { key: `hold ${holdId}`, op: 'retention.hold', facts: { holdId, evidenceId: held, reason: 'litigation' } },
      { key: `release ${holdId}`, op: 'retention.release', facts: { holdId } },
    );
  }
  draft.entries.push({
    key: deletionKey(evidenceId),
    op: 'retention.delete',
    facts: { reason: 'wrong-file', pieces: [{ evidenceId, commitment }] },
  });
  draft.manifest.deletedEvidence ??= [];
  draft.manifest.deletedEvidence.push({ id: evidenceId, title: `Deleted ${n}`, entry: 0, commitment, deletion: 0 });
}

const noneByState = {
  achieved: 0,
  'achieved-with-deviations': 0,
  'not-achieved': 0,
  'no-occurrence': 0,
  'cannot-say': 0,
  'partly-tested': 0,
  'not-tested': 0,
  'no-control': 0,
};

export function exampleDryRun(draft: Draft): DryRunDocument {
  const result = draft.manifest.results[0];
  return {
    dryRun: 1,
    type: 'type2',
    period,
    statement: 'A rehearsal.',
    counts: {
      criteria: 0,
      byState: noneByState,
      controls: 1,
      controlsTested: 1,
    },
    parts: [],
    wouldChange: [],
    notChecked: [],
    criteria: [],
    controls: [
      {
        code: 'CHG-02',
        title: 'Changes are reviewed',
        state: 'effective',
        reasons: [],
        results: [
          {
            id: id(30),
            code: 'CHG-02.review',
            sha256: result?.sha256 ?? '',
            proposal: 'effective',
            sentence: '4 of 4 pass.',
            interim: false,
          },
        ],
      },
    ],
  };
}

export function addDryRun(draft: Draft, document: DryRunDocument = exampleDryRun(draft)): void {
  const text = canonical(document);
  draft.files.set(dryRunPath, text);
  draft.manifest.dryRun = { id: id(60), entry: 0, path: dryRunPath, sha256: sha256(text) };
  record(draft, dryRunPath, 'dry-runs.run', {
    dryRunId: id(60),
    engagementId: draft.engagementId,
    results: [id(30)],
    sha256: sha256(text),
  });
}

/** Adds the report, or replaces it by other bytes. */
export function addReport(draft: Draft, pdf: Uint8Array = Buffer.from('%PDF-1.7 a draft')): void {
  draft.files.set(reportPath, pdf);
  draft.manifest.report = { id: id(70), entry: 0, path: reportPath, sha256: sha256(pdf) };
  record(draft, reportPath, 'reports.render', { reportId: id(70), dryRunId: id(60), sha256: sha256(pdf) });
}

/** Adds an entry under a key; one that is there already gets the new facts at its old place. */
function record(draft: Draft, key: string, op: string, facts: Record<string, unknown>): void {
  const there = draft.entries.find((entry) => entry.key === key);
  if (there) there.facts = facts;
  else draft.entries.push({ key, op, facts });
}

function put<T extends { id: string }>(items: T[], item: T): void {
  const at = items.findIndex(({ id }) => id === item.id);
  if (at < 0) items.push(item);
  else items[at] = item;
}
