import type { Archive } from './archive.ts';
import { Broken } from './broken.ts';
import { bytesOfHex } from './bytes.ts';
import { besidePopulation } from './files.ts';
import { sha256Hex, sha256OfPieces } from './hash.ts';
import { canonicalJson } from './json.ts';
import type { BundledLog } from './log.ts';
import type { Manifest } from './manifest.ts';

interface Bundle {
  archive: Archive;
  log: BundledLog;
  manifest: Manifest;
}

interface Item {
  path: string;
  entry: number;
}

const stepOperations = ['samples.add-targeted', 'samples.replace-void', 'samples.record'];

/**
 * Verifies that the log entry of every item seals its id and hash, and its engagement and what a result ran over
 * where the entry names these, and that evidence is what was committed to. What documents say of one another is not read.
 * @throws Broken under EL12 and EL14, under EL13 for a manifest or table whose file is another.
 */
export async function checkItems(bundle: Bundle): Promise<void> {
  const { archive, manifest } = bundle;
  const engagementId = manifest.engagement.id;
  const hashOf = (path: string): string | undefined => archive.files.get(path)?.sha256;
  checkOnce(manifest);
  for (const item of manifest.populations) checkPopulation(bundle, item);
  for (const item of manifest.reconciliations) {
    const { id, path, differencesPath, resolutions } = item;
    const hashes = { sha256: hashOf(path), differencesSha256: hashOf(differencesPath) };
    checkSealed(bundle, item, ['populations.reconciled'], { reconciliationId: id, engagementId, ...hashes });
    for (const each of resolutions) {
      const facts = { resolutionId: each.id, engagementId, sha256: hashOf(each.path) };
      checkSealed(bundle, each, ['populations.resolve-difference'], facts);
    }
  }
  for (const item of manifest.definitions)
    checkSealed(bundle, item, ['tests.publish'], { testId: item.id, engagementId, sha256: hashOf(item.path) });
  for (const item of manifest.results) {
    const hashes = { sha256: hashOf(item.path), deviationsSha256: hashOf(item.deviationsPath) };
    checkSealed(bundle, item, ['tests.result'], { resultId: item.id, testId: item.definition, ...hashes });
    checkBasis(bundle, item);
  }
  for (const item of manifest.samples) {
    const facts = { sampleId: item.id, engagementId, sha256: hashOf(item.path) };
    checkSealed(bundle, item, ['samples.draw', 'samples.extend'], facts);
  }
  for (const item of manifest.sampleSteps)
    checkSealed(bundle, item, stepOperations, { stepId: item.id, sha256: hashOf(item.path) });
  for (const { path, sha256 } of manifest.sampleTables) {
    if (hashOf(path) !== sha256)
      throw new Broken('EL13', `${path} is another table of sample sizes than the one named.`, { path });
  }
  for (const item of manifest.evidence) await checkEvidence(bundle, item);
  const { dryRun, report } = manifest;
  checkSealed(bundle, dryRun, ['dry-runs.run'], { dryRunId: dryRun.id, engagementId, sha256: hashOf(dryRun.path) });
  if (report !== null)
    checkSealed(bundle, report, ['reports.render'], {
      reportId: report.id,
      dryRunId: dryRun.id,
      sha256: hashOf(report.path),
    });
}

/** How many items the log seals one by one. */
export function countItems(manifest: Manifest): number {
  const { populations, reconciliations, definitions, results, samples, sampleSteps, evidence, report } = manifest;
  const all = [populations, reconciliations, definitions, results, samples, sampleSteps, evidence];
  const resolutions = reconciliations.reduce((sum, each) => sum + each.resolutions.length, 0);
  return all.reduce((sum, items) => sum + items.length, resolutions) + 1 + (report === null ? 0 : 1);
}

/** No item stands in the manifest twice under two names. */
function checkOnce(manifest: Manifest): void {
  const { populations, reconciliations, definitions, results, samples, sampleSteps, evidence } = manifest;
  const resolutions = reconciliations.flatMap((each) => each.resolutions);
  const kinds = [
    populations,
    reconciliations,
    resolutions,
    definitions,
    results,
    [...samples, ...sampleSteps],
    evidence,
  ];
  for (const items of kinds) {
    const seen = new Set<string | number>();
    for (const { id, entry, path } of items) {
      if (seen.has(id) || seen.has(entry))
        throw new Broken('EL12', `${path} is an item that is there under another name as well.`, { entry, path });
      seen.add(id).add(entry);
    }
  }
}

function checkSealed(
  { log }: Bundle,
  { path, entry }: Item,
  operations: readonly string[],
  expected: Record<string, string | undefined>,
): void {
  const statement = log.statements[entry];
  if (statement === undefined || !operations.includes(statement.op)) {
    const what = statement === undefined ? 'not in the log' : statement.op;
    throw new Broken(
      'EL12',
      `${path} names entry ${entry} as its own, which is ${what}, not ${operations.join(', ')}.`,
      {
        entry,
        path,
      },
    );
  }
  for (const [name, value] of Object.entries(expected)) {
    if (value === undefined || statement.facts[name] !== value)
      throw new Broken('EL12', `Entry ${entry} seals another ${name} than that of ${path}.`, { entry, path });
  }
}

/** The definition and the populations that a result ran over are those in the bundle. */
function checkBasis({ archive, log, manifest }: Bundle, item: Manifest['results'][number]): void {
  const { entry, path } = item;
  const definition = manifest.definitions.find(({ id }) => id === item.definition);
  const hashes = Object.entries(item.populations).map(([kind, id]) => [
    kind,
    manifest.populations.find((each) => each.id === id)?.manifest.sha256,
  ]);
  const { definitionSha256, populations } = log.statements[entry]?.facts ?? {};
  const sealed = canonicalJson({ definitionSha256, populations });
  const bundled = {
    definitionSha256: definition && archive.files.get(definition.path)?.sha256,
    populations: Object.fromEntries(hashes),
  };
  if (sealed !== canonicalJson(bundled))
    throw new Broken('EL12', `Entry ${entry} seals a result over something else than ${path} is said to rest on.`, {
      entry,
      path,
    });
}

function checkPopulation(bundle: Bundle, item: Manifest['populations'][number]): void {
  const { id, path, entry, manifest } = item;
  const manifestSha256 = sha256Hex(new TextEncoder().encode(canonicalJson(manifest)));
  const sha256 = bundle.archive.files.get(path)?.sha256;
  const engagementId = bundle.manifest.engagement.id;
  checkSealed(bundle, item, ['populations.freeze'], { populationId: id, engagementId, sha256, manifestSha256 });
  const beside = besidePopulation(path);
  if (bundle.archive.files.get(beside)?.sha256 !== manifestSha256)
    throw new Broken('EL13', `${beside} is not the manifest that entry ${entry} seals.`, { entry, path: beside });
}

async function checkEvidence(bundle: Bundle, item: Manifest['evidence'][number]): Promise<void> {
  const { id, path, entry, salt, commitment } = item;
  checkSealed(bundle, item, ['evidence.upload', 'evidence.accept'], { evidenceId: id, commitment });
  const file = bundle.archive.files.get(path);
  if (file === undefined || !/^([0-9a-f]{2})+$/.test(salt))
    throw new Broken('EL14', `The salt of ${path} is not hex.`, { entry, path });
  if ((await sha256OfPieces(bundle.archive.pieces(file), bytesOfHex(salt))) !== commitment)
    throw new Broken('EL14', `${path} is other evidence than entry ${entry} commits to.`, { entry, path });
}
