import { join } from 'node:path';
import {
  engagementPeriod,
  sealedFacts,
  type Engagement,
  type Period,
  type PopulationKind,
  type PopulationManifest,
  type Row,
} from '@tickmark/core';
import { freezePopulation, manifestSha256 } from '@tickmark/control-testing';
import type { JobContext } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { insertPopulation, lockVersions } from './store.ts';
import { supersededVersion, type Supersedes } from './versions.ts';

export interface Frozen {
  populationId: string;
  kind: string;
  rows: number;
}

export interface ToFreeze {
  id: string;
  engagement: Engagement;
  kind: PopulationKind;
  name: string;
  period: Period | undefined;
  rows: AsyncIterable<Row>;
  source: PopulationManifest['source'];
  completeness: PopulationManifest['completeness'];
  /** Asked once the rows are drained; what it throws keeps the population from being frozen. */
  outcome(): Pick<PopulationManifest, 'rejected' | 'excluded'> & { extractedAt: Date };
  supersedes: Supersedes | undefined;
}

/**
 * Freezes rows as one population: Parquet file, blob, then row and log entry in one transaction.
 * What the timing rules or the version rule refuse leaves nothing behind.
 */
export async function freeze(job: JobContext, what: ToFreeze): Promise<Frozen> {
  const { organizationId } = job;
  const { engagement, kind } = what;
  const version = { engagementId: engagement.id, kind: kind.id, supersedes: what.supersedes };
  const replaced = await job.read((tx) => supersededVersion(tx, organizationId, version));
  const file = join(job.folder, `${what.id}.parquet`);
  const manifest = await freezePopulation({
    rows: what.rows,
    kind,
    file,
    facts: () => ({
      ...what.outcome(),
      name: what.name,
      source: what.source,
      extractedBy: job.requestedBy,
      period: what.period ?? engagementPeriod(engagement.terms),
      timeZone: engagement.timeZone,
      completeness: what.completeness,
      supersedes:
        replaced === undefined || what.supersedes === undefined
          ? null
          : { sha256: replaced.manifest.sha256, reason: what.supersedes.reason },
    }),
    onProgress: (done) => void job.progress({ done }),
  });
  const stored = await job.blobs.putFile(organizationId, file);
  if (stored.sha256 !== manifest.sha256) throw new Error(`The blob of ${what.id} differs from its manifest.`);
  await job.write('populations.freeze', async (context) => {
    // Looked up again under a lock: another job may have frozen meanwhile.
    await lockVersions(context.tx, engagement.id, kind.id);
    const before = await supersededVersion(context.tx, organizationId, version);
    const row = {
      organizationId,
      id: what.id,
      engagementId: engagement.id,
      kind: kind.id,
      name: what.name,
      version: (before?.version ?? 0) + 1,
      supersedes: before?.id ?? null,
      manifest,
      sha256: manifest.sha256,
      inputSha256: manifest.source.inputSha256,
      frozenAt: context.now,
      frozenBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['populations.freeze'].parse({
        populationId: what.id,
        engagementId: engagement.id,
        kind: kind.id,
        version: (before?.version ?? 0) + 1,
        rows: manifest.rows,
        sha256: manifest.sha256,
        manifestSha256: manifestSha256(manifest),
        interim: manifest.interim,
        periodFrom: manifest.period?.from ?? null,
        periodTo: manifest.period?.to ?? null,
        supersedes: before?.id ?? null,
      }),
      seal('populations', row),
    );
    await insertPopulation(context.tx, { ...row, entryIndex });
  });
  return { populationId: what.id, kind: kind.id, rows: manifest.rows };
}
