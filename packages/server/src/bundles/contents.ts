import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { engagementPeriod, type BundleManifest, type SealedRecord, type SealedRecords } from '@tickmark/core';
import { canonicalBytes } from '@tickmark/control-testing';
import type { Blobs } from '../platform/blobs/blobs.ts';
import type { BundleRecords } from './records.ts';

/** One file on its way into a bundle: small ones as bytes, blobs by their path on this machine. */
export interface Content {
  path: string;
  sha256: string;
  size: number;
  from: { bytes: Uint8Array } | { file: string };
}

/** Every file of a bundle but bundle.json and log/, with bundle.json's account of them. */
export async function bundleContents(
  blobs: Blobs,
  organizationId: string,
  records: BundleRecords,
  createdAt: Date,
): Promise<{ manifest: BundleManifest; contents: Content[] }> {
  const contents: Content[] = [];
  const bytes = (path: string, data: Uint8Array): { path: string; sha256: string } => {
    const sha256 = sha256Of(data);
    contents.push({ path, sha256, size: data.length, from: { bytes: data } });
    return { path, sha256 };
  };
  const blob = async (path: string, sha256: string): Promise<{ path: string; sha256: string }> => {
    const file = await blobs.local(organizationId, sha256);
    contents.push({ path, sha256, size: (await stat(file)).size, from: { file } });
    return { path, sha256 };
  };

  const { organization, engagement, dryRun, report } = records;
  const manifest: BundleManifest = {
    bundle: 1,
    createdAt: createdAt.toISOString(),
    organization,
    engagement: {
      id: engagement.id,
      title: engagement.title,
      type: engagement.terms.type,
      ...engagementPeriod(engagement.terms),
      categories: engagement.categories,
      timeZone: engagement.timeZone,
    },
    populations: [],
    definitions: [],
    results: [],
    samples: [],
    sampleSteps: [],
    sampleTables: [],
    evidence: [],
    dryRun: { id: dryRun.id, entry: dryRun.entryIndex, ...(await blob('dry-run.json', dryRun.sha256)) },
    report:
      report === undefined
        ? null
        : { id: report.id, entry: report.entryIndex, ...(await blob('report/report.pdf', report.sha256)) },
    files: [],
  };
  for (const { id, version, entryIndex, manifest: of } of records.populations) {
    const { path } = await blob(`populations/${id}.parquet`, of.sha256);
    bytes(`populations/${id}.manifest.json`, canonicalBytes(of));
    manifest.populations.push({ id, version, entry: entryIndex, path, manifest: of });
  }
  const reconciliations: NonNullable<BundleManifest['reconciliations']> = [];
  for (const {
    id,
    populationId,
    secondId,
    version,
    entryIndex,
    sha256,
    document,
    resolutions,
  } of records.reconciliations) {
    const differencesSha256 = document.differencesFile.sha256;
    reconciliations.push({
      id,
      population: populationId,
      second: secondId,
      version,
      entry: entryIndex,
      ...(await blob(`reconciliations/${id}.json`, sha256)),
      differencesPath: (await blob(`reconciliations/${id}.differences.parquet`, differencesSha256)).path,
      differencesSha256,
      resolutions: resolutions.map((said) => ({
        id: said.id,
        entry: said.entryIndex,
        ...bytes(`resolutions/${said.id}.json`, canonicalBytes(said.document)),
      })),
    });
  }
  if (reconciliations.length > 0) manifest.reconciliations = reconciliations;
  for (const { id, definition, entryIndex, yaml } of records.tests) {
    const text = bytes(`definitions/${id}.yaml`, new TextEncoder().encode(yaml));
    manifest.definitions.push({ id, code: definition.id, entry: entryIndex, ...text });
  }
  for (const { id, testId, populations, entryIndex, sha256, deviationsSha256 } of records.results) {
    manifest.results.push({
      id,
      definition: testId,
      populations,
      entry: entryIndex,
      ...(await blob(`results/${id}.json`, sha256)),
      deviationsPath: (await blob(`results/${id}.deviations.parquet`, deviationsSha256)).path,
      deviationsSha256,
    });
  }
  for (const { id, populationId, control, engagementId, entryIndex, document, firstId } of records.samples) {
    const text = bytes(`samples/${id}.json`, canonicalBytes(document));
    manifest.samples.push({
      id,
      population: populationId,
      control,
      engagement: engagementId,
      entry: entryIndex,
      ...text,
      ...(firstId === null ? {} : { firstId }),
    });
  }
  for (const { id, entryIndex, document } of records.sampleSteps) {
    const text = bytes(`samples/steps/${id}.json`, canonicalBytes(document));
    manifest.sampleSteps.push({ id, sample: document.sample, entry: entryIndex, ...text });
  }
  for (const { sha256, document } of records.sampleTables) {
    manifest.sampleTables.push(bytes(`samples/tables/${sha256}.json`, canonicalBytes(document)));
  }
  for (const { id, title, entryIndex, sha256, salt, commitment } of records.evidence) {
    manifest.evidence.push({
      id,
      title,
      entry: entryIndex,
      ...(await blob(`evidence/${id}`, sha256)),
      salt,
      commitment,
    });
  }
  if (records.deletedEvidence.length > 0) {
    manifest.deletedEvidence = records.deletedEvidence.map(({ id, title, commitment, entryIndex, deletion }) => ({
      id,
      title,
      entry: entryIndex,
      commitment,
      deletion,
    }));
  }
  if (records.facts !== null) manifest.dryRun.facts = bytes('dry-run.facts.json', canonicalBytes(records.facts));
  const sealed = (path: string, items: readonly SealedRecord[]) =>
    bytes(path, canonicalBytes({ records: 1, items: [...items] } satisfies SealedRecords));
  if (records.relevance.length > 0) manifest.relevance = sealed('relevance.json', records.relevance);
  if (records.scope.length > 0) manifest.scope = sealed('scope.json', records.scope);
  contents.sort((a, b) => (a.path < b.path ? -1 : 1));
  manifest.files = contents.map(({ path, sha256, size }) => ({ path, sha256, size }));
  return { manifest, contents };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
