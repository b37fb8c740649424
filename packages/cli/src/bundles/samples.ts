import { sampleDocument, type BundleManifest, type SampleDocument } from '@tickmark/core';
import type { Archive } from './archive.ts';
import { readCanonical } from './canonical.ts';

export type SampleDocuments = ReadonlyMap<string, SampleDocument>;

/** The seed that nobody can steer (control-testing, "Samples"). */
export function sampleSeed(
  { engagement, control }: { engagement: string; control: string },
  populationSha256: string,
): string {
  return `${engagement}|${control}|${populationSha256}`;
}

/** The documents of a manifest whose items have been verified, by sample id. */
export async function readSamples(archive: Archive, manifest: BundleManifest): Promise<SampleDocuments> {
  const documents = new Map<string, SampleDocument>();
  for (const { id, path } of manifest.samples) {
    documents.set(id, sampleDocument.parse(readCanonical((await archive.read(path)) ?? new Uint8Array())));
  }
  return documents;
}
