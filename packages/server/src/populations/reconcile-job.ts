import { join } from 'node:path';
import { Readable } from 'node:stream';
import { id, line, reconciliationTerms, sealedFacts, TickmarkError, type Reconciliation } from '@tickmark/core';
import { reconcilePopulations } from '@tickmark/control-testing';
import { z } from 'zod';
import { holidayDates } from '../holidays/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { seal } from '../platform/trail/index.ts';
import {
  findReconciliation,
  insertReconciliation,
  lockReconciliations,
  newestReconciliation,
} from './reconciliation-store.ts';
import { findPopulation } from './store.ts';

/** What `populations.reconcile` hands to its job. */
export const reconcileInput = z.object({
  id,
  secondId: id,
  terms: reconciliationTerms,
  supersedes: z.object({ id, reason: line }).optional(),
});

/** Reconciles two populations: two blobs, then row and log entry in one transaction. */
export const reconcileJob: JobHandler = async (job, raw) => {
  const input = reconcileInput.parse(raw);
  const { organizationId } = job;
  const reconciliationId = derivedId(job.jobId, 'reconciliation');
  if ((await job.read((tx) => findReconciliation(tx, organizationId, reconciliationId))) !== undefined)
    return { reconciliationId };

  const here = await populationFile(job, input.id);
  const there = await populationFile(job, input.secondId);
  const kinds = { engagementId: here.engagementId, kind: here.manifest.kind, secondKind: there.manifest.kind };
  const replaced = await job.read((tx) => supersededReconciliation(tx, organizationId, kinds, input.supersedes));
  const holidays = await job.read((tx) => holidayDates(tx, organizationId));
  await job.progress({ done: 0, total: here.manifest.rows + there.manifest.rows, note: null });
  const found = await reconcilePopulations({
    here,
    there,
    terms: input.terms,
    holidays,
    supersedes:
      replaced === undefined || input.supersedes === undefined
        ? null
        : { sha256: replaced.sha256, reason: input.supersedes.reason },
    outDir: join(job.folder, reconciliationId),
  });
  const document = await job.blobs.put(organizationId, Readable.from([found.bytes]));
  const differences = await job.blobs.putFile(organizationId, found.differencesFile);
  if (document.sha256 !== found.sha256 || differences.sha256 !== found.differencesSha256)
    throw new Error(`The blobs of ${reconciliationId} differ from what the engine named.`);

  await job.write('populations.reconciled', async (context) => {
    // Looked up again under a lock: another job may have reconciled meanwhile.
    await lockReconciliations(context.tx, kinds);
    const before = await supersededReconciliation(context.tx, organizationId, kinds, input.supersedes);
    const version = (before?.version ?? 0) + 1;
    const row = {
      organizationId,
      id: reconciliationId,
      ...kinds,
      populationId: here.id,
      secondId: there.id,
      version,
      supersedes: before?.id ?? null,
      document: found.document,
      sha256: found.sha256,
      differencesSha256: found.differencesSha256,
      reconciledAt: context.now,
      reconciledBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['populations.reconciled'].parse({
        reconciliationId,
        engagementId: kinds.engagementId,
        populationId: here.id,
        secondId: there.id,
        version,
        populationSha256: here.manifest.sha256,
        secondSha256: there.manifest.sha256,
        sha256: found.sha256,
        differencesSha256: found.differencesSha256,
        differences: found.document.differencesFile.rows,
        supersedes: before?.id ?? null,
      }),
      seal('reconciliations', row),
    );
    await insertReconciliation(context.tx, { ...row, entryIndex });
  });
  return { reconciliationId };
};

async function populationFile(job: JobContext, populationId: string) {
  const found = await job.read((tx) => findPopulation(tx, job.organizationId, populationId));
  if (found === undefined) throw new Error(`The population ${populationId} was there and is gone.`);
  const { engagementId, manifest } = found;
  return {
    id: populationId,
    engagementId,
    manifest,
    file: await job.blobs.local(job.organizationId, manifest.sha256),
  };
}

/**
 * The reconciliation a new one of these kinds replaces: none for the first. A mismatch is never put
 * out of sight by reconciling anew: whoever does so names the newest one and says why.
 */
export async function supersededReconciliation(
  tx: Tx,
  organizationId: string,
  kinds: { engagementId: string; kind: string; secondKind: string },
  supersedes: { id: string } | undefined,
): Promise<Reconciliation | undefined> {
  const newest = await newestReconciliation(tx, organizationId, kinds);
  if (newest?.id === supersedes?.id) return newest;
  const field = supersedes === undefined ? 'supersedes' : 'supersedes.id';
  if (newest === undefined) {
    throw new TickmarkError('not_found', `${kinds.kind} was not reconciled with ${kinds.secondKind} before.`, {
      field,
      action: 'Leave `supersedes` out.',
    });
  }
  throw new TickmarkError(
    'conflict',
    `${kinds.kind} was reconciled with ${kinds.secondKind} before; the newest reconciliation is ${newest.id}.`,
    { field, action: `To replace it, supersede ${newest.id} and say why.` },
  );
}
