import {
  sampleDocument,
  sampleSizeTable,
  sampleStep,
  type BundleManifest,
  type SampleDocument,
  type SampleSizeTable,
  type SampleStep,
} from '@tickmark/core';
import type { Archive } from './archive.ts';
import { readCanonical } from './canonical.ts';

export type SampleDocuments = ReadonlyMap<string, SampleDocument>;

/** What the bundle says of samples; read once every item has been verified. */
export interface BundledSamples {
  /** By sample id. */
  documents: SampleDocuments;
  /** By step id. */
  steps: ReadonlyMap<string, SampleStep>;
  /** By hash. */
  tables: ReadonlyMap<string, SampleSizeTable>;
}

export async function readSamples(archive: Archive, manifest: BundleManifest): Promise<BundledSamples> {
  const value = async (path: string): Promise<unknown> => readCanonical((await archive.read(path)) ?? new Uint8Array());
  const documents = new Map<string, SampleDocument>();
  for (const { id, path } of manifest.samples) documents.set(id, sampleDocument.parse(await value(path)));
  const steps = new Map<string, SampleStep>();
  for (const { id, path } of manifest.sampleSteps) steps.set(id, sampleStep.parse(await value(path)));
  const tables = new Map<string, SampleSizeTable>();
  for (const { sha256, path } of manifest.sampleTables) tables.set(sha256, sampleSizeTable.parse(await value(path)));
  return { documents, steps, tables };
}
