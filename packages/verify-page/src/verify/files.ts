import type { Archive } from './archive.ts';
import { Broken, underRule } from './broken.ts';
import { id, sha256 } from './forms.ts';
import { readCanonicalJson } from './json.ts';
import type { BundledLog } from './log.ts';
import { manifestShape, type Manifest } from './manifest.ts';
import { either, Misfit, object, type Shape } from './shape.ts';

const manifestPath = 'bundle.json';
/** Folders whose files the logs, their stamps and the operator's log account for. */
const ownFolders = ['log/', 'earlier-logs/', 'timestamps/', 'operator/'];
const atManifest = { path: manifestPath };

/** The request for a bundle and the bundle that was made are entries of one name. */
const sealShape = either(
  object({ bundleId: id, engagementId: id, manifestSha256: sha256 }),
  object({ jobId: id, engagementId: id }),
);
const founderShape = object({ organizationId: id, engagementId: id, termsSha256: sha256 });

/**
 * Verifies bundle.json against the log, and every file against bundle.json.
 * @throws Broken under EL7 to EL11; under EL12 where the first or last entry lacks its facts.
 */
export async function readManifest(archive: Archive, log: BundledLog): Promise<Manifest> {
  const engagementId = await checkSeal(archive, log);
  const bytes = (await archive.read(manifestPath)) ?? new Uint8Array(0);
  const value = underRule('EL8', manifestPath, () => readCanonicalJson(bytes, manifestPath));
  const manifest = readShape(value);
  checkOwner(manifest, log, engagementId);
  checkList(archive, manifest);
  for (const { path, size, sha256 } of manifest.files) {
    const found = archive.files.get(path);
    if (found?.size !== size)
      throw new Broken('EL11', `${path} has ${found?.size ?? 0} bytes instead of ${size}.`, { path });
    if (found.sha256 !== sha256)
      throw new Broken('EL11', `${path} is not the file whose hash ${manifestPath} gives: it was changed.`, { path });
  }
  return manifest;
}

/** Path of the manifest that lies beside a population. */
export function besidePopulation(path: string): string {
  return path.endsWith('.parquet') ? `${path.slice(0, -'.parquet'.length)}.manifest.json` : path;
}

/** The last entry seals bundle.json; answers the engagement that it names. */
async function checkSeal(archive: Archive, { statements }: BundledLog): Promise<string> {
  const last = statements.at(-1);
  const entry = statements.length - 1;
  if (last === undefined) throw new Broken('EL7', 'The log has no entries.', { path: 'log/checkpoint' });
  const file = archive.files.get(manifestPath);
  if (file === undefined) throw new Broken('EL7', `${manifestPath} is missing from the bundle.`, atManifest);
  if (last.op !== 'bundles.create')
    throw new Broken('EL7', `The last entry of the log, ${entry}, seals no bundle: it is ${last.op}.`, { entry });
  const seal = readFacts(sealShape, last.facts, entry);
  if (!('manifestSha256' in seal) || seal.manifestSha256 !== file.sha256)
    throw new Broken('EL7', `Entry ${entry} of the log seals another ${manifestPath} than this one.`, {
      entry,
      path: manifestPath,
    });
  return seal.engagementId;
}

function checkOwner({ organization, engagement }: Manifest, { statements }: BundledLog, engagementId: string): void {
  const first = statements[0];
  const founder =
    first?.op === 'organizations.create' ? readFacts(founderShape, first.facts, 0).organizationId : undefined;
  if (founder !== organization.id)
    throw new Broken('EL9', `The log begins with another organization than ${organization.id}.`, { entry: 0 });
  if (engagementId !== engagement.id) {
    throw new Broken('EL9', `The last entry seals a bundle of the engagement ${engagementId}, not ${engagement.id}.`, {
      entry: statements.length - 1,
    });
  }
}

function checkList(archive: Archive, manifest: Manifest): void {
  const claimed = claimedPaths(manifest);
  const listed = new Set<string>();
  let last: string | undefined;
  for (const { path } of manifest.files) {
    if (last !== undefined && path <= last)
      throw new Broken('EL10', `${manifestPath} lists ${path} twice or out of order.`, { path });
    if (!archive.files.has(path)) throw new Broken('EL10', `${path} is listed and missing from the bundle.`, { path });
    if (!claimed.has(path)) throw new Broken('EL10', `${manifestPath} does not say what ${path} is.`, { path });
    listed.add(path);
    last = path;
  }
  for (const path of claimed)
    if (!listed.has(path)) throw new Broken('EL10', `${manifestPath} names ${path} and does not list it.`, { path });
  for (const path of archive.files.keys()) {
    if (path !== manifestPath && !ownFolders.some((folder) => path.startsWith(folder)) && !listed.has(path))
      throw new Broken('EL10', `${path} is there and ${manifestPath} does not list it.`, { path });
  }
}

/** Every path that an item of the manifest names; no two items share a file. */
function claimedPaths(manifest: Manifest): Set<string> {
  const claimed = new Set<string>();
  const claim = (...paths: string[]): void => {
    for (const path of paths) {
      if (claimed.has(path))
        throw new Broken('EL10', `Two things in ${manifestPath} are said to be ${path}.`, { path });
      claimed.add(path);
    }
  };
  for (const { path } of manifest.populations) claim(path, besidePopulation(path));
  for (const { path, differencesPath, resolutions } of manifest.reconciliations)
    claim(path, differencesPath, ...resolutions.map((resolution) => resolution.path));
  for (const { path } of manifest.definitions) claim(path);
  for (const { path, deviationsPath } of manifest.results) claim(path, deviationsPath);
  const { samples, sampleSteps, sampleTables, evidence, dryRun, report, relevance, scope } = manifest;
  for (const { path } of [...samples, ...sampleSteps, ...sampleTables, ...evidence, dryRun]) claim(path);
  for (const file of [dryRun.facts, relevance, scope]) if (file !== undefined) claim(file.path);
  if (report !== null) claim(report.path);
  return claimed;
}

function readShape(value: unknown): Manifest {
  try {
    return manifestShape(value);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Broken(
      'EL8',
      `${manifestPath} is not in the form of a bundle: see ${error.where.join('.')}.`,
      atManifest,
    );
  }
}

function readFacts<T>(shape: Shape<T>, facts: unknown, entry: number): T {
  try {
    return shape(facts);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Broken('EL12', `Entry ${entry} lacks facts that it should have: see ${error.where.join('.')}.`, {
      entry,
    });
  }
}
