import { createHash } from 'node:crypto';
import {
  reconciledBy,
  reconciliationDocument,
  resolutionDocument,
  standingOf,
  type BundleManifest,
  type ReconciliationDocument,
  type ResolutionDocument,
  type TestResult,
} from '@tickmark/core';
import { canonicalText } from './canonical.ts';
import { agree, compare, readDocument, type Bundle } from './compare.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';

type Item = NonNullable<BundleManifest['reconciliations']>[number];

/** A reconciliation whose document and resolutions have been verified. */
export interface BundledReconciliation extends Item {
  document: ReconciliationDocument;
  said: { entry: number; document: ResolutionDocument }[];
}

/**
 * Verifies every reconciliation and resolution against its entry and what it rests on (EL12, EL13),
 * and that none comes before what it speaks of (EL16).
 */
export async function checkReconciliations(bundle: Bundle): Promise<BundledReconciliation[]> {
  const found: BundledReconciliation[] = [];
  for (const item of bundle.manifest.reconciliations ?? []) {
    const document = await checkReconciliation(bundle, item);
    const said: BundledReconciliation['said'] = [];
    for (const resolution of item.resolutions) {
      said.push({ entry: resolution.entry, document: await checkResolution(bundle, item, resolution, document) });
    }
    found.push({ ...item, document, said: said.sort((a, b) => a.entry - b.entry) });
  }
  return found;
}

async function checkReconciliation({ archive, log, manifest }: Bundle, item: Item): Promise<ReconciliationDocument> {
  const { entry, path } = item;
  const facts = factsAt(log, 'populations.reconciled', entry, path);
  const here = manifest.populations.find(({ id }) => id === item.population);
  const there = manifest.populations.find(({ id }) => id === item.second);
  compare(path, entry, path, {
    id: [facts.reconciliationId, item.id],
    engagement: [facts.engagementId, manifest.engagement.id],
    population: [facts.populationId, item.population],
    'second source': [facts.secondId, item.second],
    version: [facts.version, item.version],
    'hash of the population': [facts.populationSha256, here?.manifest.sha256],
    'hash of the second source': [facts.secondSha256, there?.manifest.sha256],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
    'list of differences': [facts.differencesSha256, archive.files.get(item.differencesPath)?.sha256],
  });
  const document = await readDocument(archive, path, entry, reconciliationDocument);
  agree(path, entry, {
    population: document.here.sha256 === facts.populationSha256 && isOf(document.here, here),
    'second source': document.there.sha256 === facts.secondSha256 && isOf(document.there, there),
    'list of differences':
      document.differencesFile.sha256 === facts.differencesSha256 &&
      document.differencesFile.rows === facts.differences,
  });
  for (const population of [here, there]) {
    if (population === undefined || population.entry < entry) continue;
    throw new DoesNotHold(
      'EL16',
      `${path} is of entry ${entry} and ${population.path} of entry ${population.entry}: it was reconciled before it was frozen.`,
      item,
    );
  }
  return document;
}

function isOf(
  side: ReconciliationDocument['here'],
  population: BundleManifest['populations'][number] | undefined,
): boolean {
  if (population === undefined) return false;
  const { manifest } = population;
  const hash = createHash('sha256').update(canonicalText(manifest)).digest('hex');
  return side.manifestSha256 === hash && side.kind === manifest.kind && side.rows === manifest.rows;
}

async function checkResolution(
  { archive, log, manifest }: Bundle,
  item: Item,
  { id, entry, path }: Item['resolutions'][number],
  { differencesFile }: ReconciliationDocument,
): Promise<ResolutionDocument> {
  const facts = factsAt(log, 'populations.resolve-difference', entry, path);
  compare(path, entry, path, {
    id: [facts.resolutionId, id],
    engagement: [facts.engagementId, manifest.engagement.id],
    reconciliation: [facts.reconciliationId, item.id],
    hash: [facts.sha256, archive.files.get(path)?.sha256],
  });
  const document = await readDocument(archive, path, entry, resolutionDocument);
  agree(path, entry, {
    reconciliation: document.reconciliationSha256 === item.sha256,
    kind: document.kind === facts.kind,
    'number of differences':
      document.differences.length === facts.differences &&
      document.differences.every((number, i, all) => number > (all[i - 1] ?? 0) && number <= differencesFile.rows),
  });
  if (entry <= item.entry)
    throw new DoesNotHold('EL16', `${path} is of entry ${entry}, before the reconciliation of entry ${item.entry}.`, {
      entry,
      path,
    });
  return document;
}

/**
 * Verifies that a result stands on the reconciliations that its populations had when it was made, with
 * as many differences resolved as the log says by then (EL13). One that the log names and the bundle
 * leaves out can't be weighed, so it does not hold.
 */
export function checkStanding(
  log: BundledLog,
  result: BundleManifest['results'][number],
  document: TestResult,
  reconciliations: readonly BundledReconciliation[],
): void {
  const { entry, path } = result;
  const populations = new Set(Object.values(result.populations));
  const bundled = new Set(reconciliations.flatMap((each) => [each.entry, ...each.said.map((one) => one.entry)]));
  const ids = new Set<unknown>();
  for (const [at, { op, facts }] of log.sealed) {
    if (at >= entry) continue;
    const reconciles = op === 'populations.reconciled' && populations.has(String(facts['populationId']));
    if (reconciles) ids.add(facts['reconciliationId']);
    const resolves = op === 'populations.resolve-difference' && ids.has(facts['reconciliationId']);
    if ((reconciles || resolves) && !bundled.has(at)) {
      throw new DoesNotHold(
        'EL13',
        `Entry ${at} (${op}) is about a population of ${path}, and the bundle leaves it out.`,
        {
          entry: at,
          path,
        },
      );
    }
  }
  const newest = new Map<string, BundledReconciliation>();
  for (const each of reconciliations) {
    const kinds = `${each.document.here.kind} ${each.document.there.kind}`;
    if (each.entry < entry && each.version > (newest.get(kinds)?.version ?? 0)) newest.set(kinds, each);
  }
  const expected = [...newest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, each]) => populations.has(each.population))
    .map(([, each]) =>
      reconciledBy(
        each,
        standingOf(
          each.document,
          each.said.filter((one) => one.entry < entry),
        ),
      ),
    );
  agree(path, entry, { reconciliations: canonicalText(document.reconciliations ?? []) === canonicalText(expected) });
}
