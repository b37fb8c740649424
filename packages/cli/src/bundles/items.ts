import { createHash } from 'node:crypto';
import { dryRunDocument, sampleDocument, testResult, type BundleManifest, type DryRunDocument } from '@tickmark/core';
import type { z } from 'zod';
import type { Archive } from './archive.ts';
import { canonicalText, readCanonical } from './canonical.ts';
import { checkDecisions, checkReasons } from './conclusions.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';
import { populationManifestPath } from './manifest.ts';

interface Bundle {
  archive: Archive;
  log: BundledLog;
  manifest: BundleManifest;
}

/** Verifies every item against the facts of its log entry, and every document against both (EL12 to EL14). */
export async function checkItems(bundle: Bundle): Promise<void> {
  checkIds(bundle.manifest);
  for (const population of bundle.manifest.populations) await checkPopulation(bundle, population);
  for (const definition of bundle.manifest.definitions) checkDefinition(bundle, definition);
  for (const result of bundle.manifest.results) await checkResult(bundle, result);
  for (const sample of bundle.manifest.samples) await checkSample(bundle, sample);
  for (const evidence of bundle.manifest.evidence) await checkEvidence(bundle, evidence);
  await checkDryRun(bundle);
  checkReport(bundle);
}

/** Sealed facts and what the bundle says of an item, name by name; the first that differs is told. */
function compare(
  what: string,
  entry: number,
  path: string,
  pairs: Record<string, [sealed: unknown, bundled: unknown]>,
): void {
  for (const [name, [sealed, bundled]] of Object.entries(pairs)) {
    if (canonicalText(sealed) !== canonicalText(bundled)) {
      throw new DoesNotHold('EL12', `The ${name} of ${what} is not the one that entry ${entry} seals.`, {
        entry,
        path,
      });
    }
  }
}

function checkIds({ populations, definitions, results, samples, evidence }: BundleManifest): void {
  for (const items of [populations, definitions, results, samples, evidence]) {
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

async function checkResult({ archive, log, manifest }: Bundle, item: BundleManifest['results'][number]): Promise<void> {
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
}

async function checkSample({ archive, log, manifest }: Bundle, item: BundleManifest['samples'][number]): Promise<void> {
  const { entry, path } = item;
  const facts = factsAt(log, 'samples.draw', entry, path);
  const population = manifest.populations.find(({ id }) => id === item.population)?.manifest;
  compare(path, entry, path, {
    id: [facts.sampleId, item.id],
    engagement: [facts.engagementId, manifest.engagement.id],
    'engagement of the seed': [facts.engagementId, item.engagement],
    population: [facts.populationId, item.population],
    'hash of the population': [facts.populationSha256, population?.sha256],
    control: [facts.control, item.control],
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

async function checkEvidence({ archive, log }: Bundle, item: BundleManifest['evidence'][number]): Promise<void> {
  const { entry, path } = item;
  const facts = factsAt(log, 'evidence.upload', entry, path);
  compare(path, entry, path, { id: [facts.evidenceId, item.id], commitment: [facts.commitment, item.commitment] });
  if (!/^([0-9a-f]{2})+$/.test(item.salt))
    throw new DoesNotHold('EL14', `The salt of ${path} is not hex.`, { entry, path });
  const hash = createHash('sha256').update(Buffer.from(item.salt, 'hex'));
  for await (const piece of archive.stream(path)) hash.update(piece);
  if (hash.digest('hex') !== facts.commitment) {
    throw new DoesNotHold('EL14', `${path} is not the evidence that entry ${entry} commits to.`, { entry, path });
  }
}

async function checkDryRun({ archive, log, manifest }: Bundle): Promise<void> {
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

async function readDocument<Shape extends z.ZodType>(
  archive: Archive,
  path: string,
  entry: number,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const parsed = shape.safeParse(readCanonical((await archive.read(path)) ?? new Uint8Array()));
  if (!parsed.success)
    throw new DoesNotHold('EL13', `${path} is not a document in canonical JSON that this version reads.`, {
      entry,
      path,
    });
  return parsed.data;
}

function agree(path: string, entry: number, points: Record<string, boolean>): void {
  for (const [name, holds] of Object.entries(points)) {
    if (!holds)
      throw new DoesNotHold('EL13', `The ${name} in ${path} is not the one that entry ${entry} seals.`, {
        entry,
        path,
      });
  }
}
