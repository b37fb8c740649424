import { bundleManifest, type BundleManifest } from '@tickmark/core';
import type { Archive } from './archive.ts';
import { readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';

const manifestPath = 'bundle.json';
const formats = { path: manifestPath };

/** Verifies bundle.json against the last entry of the log, and every file against it (EL7 to EL11). */
export async function readManifest(archive: Archive, log: BundledLog): Promise<BundleManifest> {
  const file = archive.files.get(manifestPath);
  const bytes = await archive.read(manifestPath);
  if (file === undefined || bytes === undefined)
    throw new DoesNotHold('EL7', `The bundle lacks ${manifestPath}.`, formats);
  if (log.last === undefined) throw new DoesNotHold('EL7', 'The log is empty.', { path: 'log/checkpoint' });
  const entry = log.entries - 1;
  if (log.last.op !== 'bundles.create') {
    throw new DoesNotHold(
      'EL7',
      `The last entry of the log, ${entry}, is ${log.last.op}; it should seal the bundle (bundles.create).`,
      { entry },
    );
  }
  const seal = factsAt(log, 'bundles.create', entry, 'the log ends with');
  if (!('manifestSha256' in seal) || seal.manifestSha256 !== file.sha256) {
    throw new DoesNotHold('EL7', `${manifestPath} is not the one that entry ${entry} of the log seals.`, {
      entry,
      path: manifestPath,
    });
  }
  const value = readCanonical(bytes);
  if (value === undefined) throw new DoesNotHold('EL8', `${manifestPath} is not canonical JSON.`, formats);
  const parsed = bundleManifest.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new DoesNotHold(
      'EL8',
      `${manifestPath} is not a bundle manifest that this version reads${where === '' ? '' : `: see ${where}`}.`,
      formats,
    );
  }
  checkOwner(parsed.data, log, seal.engagementId, entry);
  checkFiles(archive, parsed.data);
  return parsed.data;
}

/** The log begins with the organization, and its last entry names the engagement. */
function checkOwner(manifest: BundleManifest, log: BundledLog, engagementId: string, entry: number): void {
  const first = log.sealed.get(0);
  const founded =
    first?.op === 'organizations.create' ? factsAt(log, 'organizations.create', 0, 'the log begins with') : undefined;
  if (founded?.organizationId !== manifest.organization.id) {
    throw new DoesNotHold(
      'EL9',
      `The log does not begin with the organization that ${manifestPath} names, ${manifest.organization.id}.`,
      { entry: 0 },
    );
  }
  if (engagementId !== manifest.engagement.id) {
    throw new DoesNotHold(
      'EL9',
      `Entry ${entry} seals a bundle of engagement ${engagementId}, and ${manifestPath} names ${manifest.engagement.id}.`,
      { entry },
    );
  }
}

function checkFiles(archive: Archive, manifest: BundleManifest): void {
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const items = pathsOfItems(manifest);
  manifest.files.forEach(({ path }, i) => {
    const before = manifest.files[i - 1]?.path;
    if (before !== undefined && before >= path)
      throw new DoesNotHold('EL10', `${manifestPath} does not list ${path} once and in order.`, { path });
    if (!archive.files.has(path))
      throw new DoesNotHold('EL10', `The bundle lacks ${path}, which ${manifestPath} lists.`, { path });
    if (!items.has(path)) throw new DoesNotHold('EL10', `Nothing in ${manifestPath} says what ${path} is.`, { path });
  });
  for (const path of items) {
    if (!listed.has(path))
      throw new DoesNotHold('EL10', `${manifestPath} speaks of ${path} and does not list it.`, { path });
  }
  for (const path of archive.files.keys()) {
    if (path !== manifestPath && !/^(earlier-logs|log|operator|timestamps)\//.test(path) && !listed.has(path)) {
      throw new DoesNotHold('EL10', `${path} is in the bundle and ${manifestPath} does not list it.`, { path });
    }
  }
  for (const { path, size, sha256 } of manifest.files) {
    const found = archive.files.get(path);
    if (found?.size !== size)
      throw new DoesNotHold('EL11', `${path} has ${found?.size ?? 0} bytes; ${manifestPath} says ${size}.`, { path });
    if (found.sha256 !== sha256)
      throw new DoesNotHold('EL11', `${path} has changed: its hash is not the one in ${manifestPath}.`, { path });
  }
}

/** Path of the manifest that lies beside a population. */
export function populationManifestPath(path: string): string {
  return path.replace(/\.parquet$/, '.manifest.json');
}

/** Every path that an item of the manifest claims; no file may serve two items. */
function pathsOfItems(manifest: BundleManifest): Set<string> {
  const paths = [
    ...manifest.populations.flatMap(({ path }) => [path, populationManifestPath(path)]),
    ...(manifest.reconciliations ?? []).flatMap(({ path, differencesPath, resolutions }) => [
      path,
      differencesPath,
      ...resolutions.map((resolution) => resolution.path),
    ]),
    ...manifest.definitions.map(({ path }) => path),
    ...manifest.results.flatMap(({ path, deviationsPath }) => [path, deviationsPath]),
    ...manifest.samples.map(({ path }) => path),
    ...manifest.sampleSteps.map(({ path }) => path),
    ...manifest.sampleTables.map(({ path }) => path),
    ...manifest.evidence.map(({ path }) => path),
    manifest.dryRun.path,
    ...[manifest.dryRun.facts, manifest.relevance, manifest.scope].flatMap((file) => file?.path ?? []),
    ...(manifest.report === null ? [] : [manifest.report.path]),
  ];
  const unique = new Set<string>();
  for (const path of paths) {
    if (unique.has(path)) throw new DoesNotHold('EL10', `${manifestPath} names ${path} for two things.`, { path });
    unique.add(path);
  }
  return unique;
}
