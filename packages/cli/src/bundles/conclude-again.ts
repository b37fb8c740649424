import {
  concludeDryRun,
  testResult,
  type BundleManifest,
  type DryRunFacts,
  type DryRunFactsDocument,
  type SampledFact,
} from '@tickmark/core';
import type { Archive } from './archive.ts';
import { canonicalText, decodeText, readCanonical } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { firstDifference } from './first-difference.ts';

/**
 * Concludes the dry run again from its sealed facts, with the relevance that the bundled decisions give and the bundled results
 * and samples, and compares byte for byte (EL134).
 */
export async function concludeAgain(
  archive: Archive,
  manifest: BundleManifest,
  facts: DryRunFactsDocument,
  samples: readonly SampledFact[],
): Promise<void> {
  const { entry, path } = manifest.dryRun;
  const refuse = (message: string): never => {
    throw new DoesNotHold('EL134', message, { entry, path });
  };
  const results: DryRunFacts['results'][number][] = [];
  for (const result of facts.results) {
    const bundled = manifest.results.find(({ id }) => id === result.id);
    if (bundled === undefined || bundled.sha256 !== result.sha256)
      return refuse(
        `The dry run was concluded from the result ${result.id} (${result.code}), which is not in the bundle.`,
      );
    const document = testResult.parse(readCanonical((await archive.read(bundled.path)) ?? new Uint8Array()));
    results.push({ ...result, document });
  }
  const again = concludeDryRun({ ...facts, results, samples });
  const sealed = decodeText((await archive.read(path)) ?? new Uint8Array(), 'EL134', path);
  if (canonicalText(again) !== sealed) {
    const before = readCanonical(new TextEncoder().encode(sealed)) as object;
    refuse(`Concluding again gives another dry run than ${path}: ${firstDifference(before, again)}.`);
  }
}
