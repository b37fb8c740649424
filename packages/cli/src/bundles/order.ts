import type { BundleManifest } from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';
import { checkSeed } from './nonces.ts';
import type { SampleDocuments } from './samples.ts';

/** Verifies that things happened in an order in which nobody could choose by the outcome (EL15 to EL20). */
export function checkOrder(manifest: BundleManifest, log: BundledLog, samples: SampleDocuments): void {
  const populations = new Map(manifest.populations.map((each) => [each.id, each]));
  const definitions = new Map(manifest.definitions.map((each) => [each.id, each]));
  const results = new Map(manifest.results.map((each) => [each.id, each]));
  for (const sample of manifest.samples) {
    const population = populations.get(sample.population);
    before('EL15', population, sample, 'the population was frozen', 'the sample was drawn from it');
    if (population !== undefined) checkSeed(log, manifest, sample, population, samples.get(sample.id)?.seed ?? '');
  }
  for (const result of manifest.results) {
    for (const id of Object.values(result.populations)) {
      before('EL16', populations.get(id), result, 'the population was frozen', 'the test ran over it');
    }
    before('EL17', definitions.get(result.definition), result, 'the definition was published', 'it ran');
  }
  for (const id of factsAt(log, 'dry-runs.run', manifest.dryRun.entry, manifest.dryRun.path).results) {
    before('EL19', results.get(id), manifest.dryRun, 'the result was there', 'the dry run weighed it');
  }
  if (manifest.report !== null)
    before('EL20', manifest.dryRun, manifest.report, 'the dry run was there', 'the report told it');
}

interface Placed {
  entry: number;
  path: string;
}

/** Results that a dry run weighed and that a later one replaced may be absent; nothing can be said of them. */
function before(rule: string, first: Placed | undefined, then: Placed, firstSays: string, thenSays: string): void {
  if (first === undefined || first.entry < then.entry) return;
  throw new DoesNotHold(
    rule,
    `${then.path} is of entry ${then.entry} and ${first.path} of entry ${first.entry}: ${thenSays} before ${firstSays}.`,
    then,
  );
}
