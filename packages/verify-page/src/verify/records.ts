import type { Archive } from './archive.ts';
import { Broken, underRule } from './broken.ts';
import { sha256Hex } from './hash.ts';
import { canonicalJson, readCanonicalJson } from './json.ts';
import type { BundledLog } from './log.ts';
import type { Manifest } from './manifest.ts';
import { anything, integer, list, Misfit, object, oneOf, record, type Read } from './shape.ts';

const recordsShape = object({
  records: oneOf(1),
  items: list(object({ entry: integer, record: record(anything) })),
});
type Records = Read<typeof recordsShape>['items'];

/** The file, what its records are called in the seals of entries, and what they are. */
const kinds = [
  ['relevance', 'criterionDecisions/', 'decision on a criterion'],
  ['scope', 'scopeVersions/', 'version of the scope'],
] as const;

/** @throws Broken under EL12 where the facts of the dry run are not those that its entry seals. */
export function checkFacts(archive: Archive, { statements }: BundledLog, { dryRun }: Manifest): void {
  const { entry, path, facts } = dryRun;
  const bundled = facts === undefined ? undefined : archive.files.get(facts.path)?.sha256;
  if (statements[entry]?.facts['factsSha256'] === bundled && facts?.sha256 === bundled) return;
  throw new Broken('EL12', `Entry ${entry} seals other facts than lie beside ${path}.`, {
    entry,
    path: facts?.path ?? path,
  });
}

/**
 * Verifies that every decision on a criterion and every version of the scope that entries seal for the engagement is there,
 * as it was sealed, and no other.
 * @throws Broken under EL130 to EL132; under EL13 for a file that is no list of records.
 */
export async function checkRecords(archive: Archive, { statements }: BundledLog, manifest: Manifest): Promise<void> {
  for (const [member, prefix, what] of kinds) {
    const file = manifest[member];
    const items = file === undefined ? [] : await readRecords(archive, file);
    const found = new Set<string>();
    for (const { entry, record: fields } of items) {
      const key = `${prefix}${String(fields['id'])}`;
      const seal = statements[entry]?.seals[key];
      const foreign =
        fields['engagementId'] !== manifest.engagement.id || fields['organizationId'] !== manifest.organization.id;
      const at = { entry, path: file?.path ?? 'bundle.json' };
      if (typeof seal !== 'string' || foreign || found.has(key))
        throw new Broken('EL132', `Entry ${entry} seals no such ${what} as the bundle has, or it is there twice.`, at);
      if (sha256Hex(new TextEncoder().encode(canonicalJson(fields))) !== seal)
        throw new Broken('EL131', `The ${what} that entry ${entry} seals was changed.`, at);
      found.add(key);
    }
    statements.forEach(({ facts, seals }, entry) => {
      if (facts['engagementId'] !== manifest.engagement.id) return;
      for (const key of Object.keys(seals))
        if (key.startsWith(prefix) && !found.has(key))
          throw new Broken('EL130', `The ${what} that entry ${entry} seals is not in the bundle.`, { entry });
    });
  }
}

async function readRecords(archive: Archive, { path, sha256 }: { path: string; sha256: string }): Promise<Records> {
  const bytes = (await archive.read(path)) ?? new Uint8Array(0);
  const value = underRule('EL13', path, () => readCanonicalJson(bytes, path));
  try {
    const { items } = recordsShape(value);
    if (archive.files.get(path)?.sha256 === sha256) return items;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
  }
  throw new Broken('EL13', `${path} is no list of records, or another one than is named.`, { path });
}
