import { createHash } from 'node:crypto';
import {
  dryRunDocument,
  sampleDocument,
  sampleSizeTable,
  sampleStep,
  testResult,
  type BundleManifest,
  type DryRunDocument,
} from '@tickmark/core';
import { canonicalText, readCanonical } from './canonical.ts';
import { agree, compare, readDocument, type Bundle } from './compare.ts';
import { checkDecisions, checkReasons } from './conclusions.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt } from './log.ts';
import { populationManifestPath } from './manifest.ts';
import { checkReconciliations, checkStanding, type BundledReconciliation } from './reconciliations.ts';

/** Verifies every item against the facts of its log entry, and every document against both (EL12 to EL14). */
export async function checkItems(bundle: Bundle): Promise<DryRunDocument> {
  checkIds(bundle.manifest);
  for (const population of bundle.manifest.populations) await checkPopulation(bundle, population);
  const reconciliations = await checkReconciliations(bundle);
  for (const definition of bundle.manifest.definitions) checkDefinition(bundle, definition);
  for (const result of bundle.manifest.results) await checkResult(bundle, result, reconciliations);
  for (const sample of bundle.manifest.samples) await checkSample(bundle, sample);
  for (const step of bundle.manifest.sampleSteps) await checkStep(bundle, step);
  for (const table of bundle.manifest.sampleTables) await checkTable(bundle, table);
  for (const evidence of bundle.manifest.evidence) await checkEvidence(bundle, evidence);
  const document = await checkDryRun(bundle);
  checkReport(bundle);
  return document;
}

function checkIds(manifest: BundleManifest): void {
  const { populations, reconciliations = [], definitions, results, samples, sampleSteps, evidence } = manifest;
  const resolutions = reconciliations.flatMap((each) => each.resolutions);
  for (const items of [
    populations,
    reconciliations,
    resolutions,
    definitions,
    results,
    [...samples, ...sampleSteps],
    evidence,
  ]) {
    const ids = new Set<string>();
    const entries = new Set<number>();
    for (const { id, entry, path } of items) {
      if (ids.has(id) || entries.has(entry))
        throw new DoesNotHold('EL12', `${path} is in the bundle a second time under another name.`, { entry, path });
      ids.add(id);
      entries.add(entry);
    }
  }
}

async function checkPopulation(
  { archive, log, manifest }: Bundle,
  item: BundleManifest['populations'][number],
): Promise<void> {
  const { path, entry, manifest: stated } = item;
  const facts = factsAt(log, 'populations.freeze', entry, path);
  const beside = populationManifestPath(path);
  const text = canonicalText(stated);
  compare(path, entry, path, {
    id: [facts.populationId, item.id],
    engagement: [facts.engagementId, manifest.engagement.id],
    kind: [facts.kind, stated.kind],
    version: [facts.version, item.version],
    'number of rows': [facts.rows, stated.rows],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
    manifest: [facts.manifestSha256, createHash('sha256').update(text).digest('hex')],
    'interim mark': [facts.interim, stated.interim],
    period: [
      { from: facts.periodFrom, to: facts.periodTo },
      { from: stated.period?.from ?? null, to: stated.period?.to ?? null },
    ],
  });
  if (stated.sha256 !== facts.sha256)
    throw new DoesNotHold('EL13', `The manifest of ${path} has the hash of another file.`, { entry, path: beside });
  const bytes = await archive.read(beside);
  if (bytes === undefined || Buffer.compare(bytes, Buffer.from(text)) !== 0) {
    throw new DoesNotHold('EL13', `${beside} differs from what bundle.json says of this population.`, {
      entry,
      path: beside,
    });
  }
}

function checkDefinition(
  { archive, log, manifest }: Bundle,
  { id, code, entry, path }: BundleManifest['definitions'][number],
): void {
  const facts = factsAt(log, 'tests.publish', entry, path);
  compare(path, entry, path, {
    id: [facts.testId, id],
    engagement: [facts.engagementId, manifest.engagement.id],
    code: [facts.code, code],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
}

async function checkResult(
  { archive, log, manifest }: Bundle,
  item: BundleManifest['results'][number],
  reconciliations: readonly BundledReconciliation[],
): Promise<void> {
  const { entry, path } = item;
  const facts = factsAt(log, 'tests.result', entry, path);
  const definition = manifest.definitions.find(({ id }) => id === item.definition);
  const populations = Object.entries(item.populations).map(([kind, id]) => [
    kind,
    manifest.populations.find((each) => each.id === id)?.manifest.sha256,
  ]);
  compare(path, entry, path, {
    id: [facts.resultId, item.id],
    test: [facts.testId, item.definition],
    definition: [facts.definitionSha256, definition && archive.files.get(definition.path)?.sha256],
    populations: [facts.populations, Object.fromEntries(populations)],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
    'list of deviations': [facts.deviationsSha256, archive.files.get(item.deviationsPath)?.sha256],
  });
  const document = await readDocument(archive, path, entry, testResult);
  const byKind = Object.entries(document.populations).map(([kind, { sha256 }]) => [kind, sha256]);
  agree(path, entry, {
    definition: document.definition.sha256 === facts.definitionSha256 && document.definition.id === definition?.code,
    populations: canonicalText(Object.fromEntries(byKind)) === canonicalText(facts.populations),
    'list of deviations': document.deviationsFile.sha256 === facts.deviationsSha256,
  });
  checkStanding(log, item, document, reconciliations);
}

async function checkSample({ archive, log, manifest }: Bundle, item: BundleManifest['samples'][number]): Promise<void> {
  const { entry, path } = item;
  const isExtension = log.sealed.get(entry)?.op === 'samples.extend';
  const facts = factsAt(log, isExtension ? 'samples.extend' : 'samples.draw', entry, path);
  const population = manifest.populations.find(({ id }) => id === item.population)?.manifest;
  compare(path, entry, path, {
    id: [facts.sampleId, item.id],
    engagement: [facts.engagementId, manifest.engagement.id],
    'engagement of the seed': [facts.engagementId, item.engagement],
    population: [facts.populationId, item.population],
    'hash of the population': [facts.populationSha256, population?.sha256],
    control: [facts.control, item.control],
    'draw that it extends': [facts.firstId, item.firstId],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
  const document = await readDocument(archive, path, entry, sampleDocument);
  const rows = population?.rows ?? 0;
  agree(path, entry, {
    population: document.populationSha256 === facts.populationSha256 && document.population === rows,
    'number of items drawn before': document.skip === facts.skip,
    'number of items': document.selected.length === Math.max(0, Math.min(facts.size, rows - facts.skip)),
  });
}

/** Each step has the operation that seals it. */
const stepOperations = {
  targeted: 'samples.add-targeted',
  replaced: 'samples.replace-void',
  recorded: 'samples.record',
} as const;

async function checkStep(
  { archive, log }: Bundle,
  { id, sample, entry, path }: BundleManifest['sampleSteps'][number],
): Promise<void> {
  const document = await readDocument(archive, path, entry, sampleStep);
  const facts = factsAt(log, stepOperations[document.step], entry, path);
  compare(path, entry, path, {
    id: [facts.stepId, id],
    sample: [facts.sampleId, sample],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
  agree(path, entry, { sample: document.sample === facts.sampleId });
}

async function checkTable(
  { archive }: Bundle,
  { path, sha256 }: BundleManifest['sampleTables'][number],
): Promise<void> {
  const table = sampleSizeTable.safeParse(readCanonical((await archive.read(path)) ?? new Uint8Array()));
  if (table.success && archive.files.get(path)?.sha256 === sha256) return;
  throw new DoesNotHold('EL13', `${path} is not the table of sample sizes that its hash names.`, { path });
}

async function checkEvidence({ archive, log }: Bundle, item: BundleManifest['evidence'][number]): Promise<void> {
  const { entry, path } = item;
  // What came through a capture link is evidence by the entry that accepts it, and by no other.
  const op = log.sealed.get(entry)?.op === 'evidence.accept' ? 'evidence.accept' : 'evidence.upload';
  const facts = factsAt(log, op, entry, path);
  compare(path, entry, path, { id: [facts.evidenceId, item.id], commitment: [facts.commitment, item.commitment] });
  if (!/^([0-9a-f]{2})+$/.test(item.salt))
    throw new DoesNotHold('EL14', `The salt of ${path} is not hex.`, { entry, path });
  const hash = createHash('sha256').update(Buffer.from(item.salt, 'hex'));
  for await (const piece of archive.stream(path)) hash.update(piece);
  if (hash.digest('hex') !== facts.commitment) {
    throw new DoesNotHold('EL14', `${path} is not the evidence that entry ${entry} commits to.`, { entry, path });
  }
}

async function checkDryRun({ archive, log, manifest }: Bundle): Promise<DryRunDocument> {
  const { id, entry, path } = manifest.dryRun;
  const facts = factsAt(log, 'dry-runs.run', entry, path);
  compare(path, entry, path, {
    id: [facts.dryRunId, id],
    engagement: [facts.engagementId, manifest.engagement.id],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
  const document: DryRunDocument = await readDocument(archive, path, entry, dryRunDocument);
  checkReasons(document, { entry, path });
  checkDecisions(document, log, id, path);
  for (const { results } of document.controls) {
    for (const weighed of results) {
      const bundled = manifest.results.find((result) => result.id === weighed.id);
      if (bundled === undefined || !facts.results.includes(weighed.id) || bundled.sha256 !== weighed.sha256) {
        throw new DoesNotHold(
          'EL13',
          `The dry run concludes on the result ${weighed.id} (${weighed.code}), which is not in the bundle as it was weighed.`,
          { entry, path },
        );
      }
    }
  }
  return document;
}

function checkReport({ archive, log, manifest }: Bundle): void {
  if (manifest.report === null) return;
  const { id, entry, path } = manifest.report;
  const facts = factsAt(log, 'reports.render', entry, path);
  if (!('reportId' in facts))
    throw new DoesNotHold('EL12', `Entry ${entry}, which ${path} names, asks for a report and is none.`, {
      entry,
      path,
    });
  compare(path, entry, path, {
    id: [facts.reportId, id],
    'dry run': [facts.dryRunId, manifest.dryRun.id],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
}
