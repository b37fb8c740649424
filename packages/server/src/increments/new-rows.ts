import { join } from 'node:path';
import { engagementPeriod, type Engagement, type PopulationKind, type PopulationManifest } from '@tickmark/core';
import { freezePopulation, populationKind, type PopulationFile } from '@tickmark/control-testing';
import type { JobContext } from '../platform/handler.ts';
import { rowsOfFile } from '../populations/index.ts';
import type { KeptFile } from './store.ts';

/**
 * The new rows as the engine takes them, by kind, each in the blob store before anything refers to it. The test's own
 * population has zero rows where no file of it came.
 */
export async function newRows(
  job: JobContext,
  given: { engagement: Engagement; main: string; files: readonly KeptFile[]; addedAt: Date },
): Promise<Record<string, PopulationFile>> {
  const populations: Record<string, PopulationFile> = {};
  for (const file of given.files) {
    const kind = populationKind(file.kind);
    const { name, reading, inputSha256, acceptRejected } = file;
    const receivedAt = new Date(file.receivedAt);
    const rows = await rowsOfFile(job, { kind, reading, name, inputSha256, acceptRejected, receivedAt });
    populations[kind.id] = await frozen(job, given.engagement, kind, { name, ...rows });
  }
  if (populations[given.main] === undefined) {
    populations[given.main] = await frozen(job, given.engagement, populationKind(given.main), {
      name: 'Nothing new',
      rows: none(),
      source: { system: 'none', query: 'No file of new rows came.', parameters: {}, inputSha256: null },
      completeness: { method: 'none', expected: null, note: 'Whoever added the increment says that nothing was new.' },
      outcome: () => ({
        rejected: { count: 0, accepted: false, first: [] },
        excluded: 0,
        extractedAt: given.addedAt,
      }),
    });
  }
  return populations;
}

type ToFreeze = Awaited<ReturnType<typeof rowsOfFile>> & { name: string };

async function frozen(
  job: JobContext,
  engagement: Engagement,
  kind: PopulationKind,
  { name, rows, source, completeness, outcome }: ToFreeze,
): Promise<PopulationFile> {
  const file = join(job.folder, `${kind.id}.parquet`);
  const manifest: PopulationManifest = await freezePopulation({
    rows,
    kind,
    file,
    facts: () => ({
      ...outcome(),
      name,
      source,
      extractedBy: job.requestedBy,
      period: engagementPeriod(engagement.terms),
      timeZone: engagement.timeZone,
      completeness,
      supersedes: null,
    }),
    onProgress: (done) => void job.progress({ done }),
  });
  const stored = await job.blobs.putFile(job.organizationId, file);
  if (stored.sha256 !== manifest.sha256) throw new Error(`The blob of ${kind.id} differs from its manifest.`);
  return { file, manifest };
}

async function* none(): AsyncGenerator<never> {}
