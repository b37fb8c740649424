import { engagementPeriod, TickmarkError } from '@tickmark/core';
import { newestDryRun } from '../dry-runs/index.ts';
import { engagementOf, organizationFacts } from '../engagements/index.ts';
import { deletedOfPeriod, evidenceOfPeriod } from '../evidence/index.ts';
import { findPopulations, newestPopulations, reconciliationsOf } from '../populations/index.ts';
import { newestReport } from '../reports/index.ts';
import { findResults, newestResults } from '../results/index.ts';
import { samplesOf, stepsOfSamples, tablesOf } from '../samples/index.ts';
import { findTests, latestTests } from '../tests/index.ts';
import type { Tx } from '../platform/database/index.ts';

export type BundleRecords = Awaited<ReturnType<typeof readBundleRecords>>;

/**
 * What a bundle of an engagement holds: the newest dry run and every result it was concluded on, the
 * newest result of each test, the definitions of both, every reconciliation, the newest populations
 * and all that a result, sample or reconciliation refers to, samples with their steps and tables of
 * sizes, evidence that speaks for a day of the period, what of it was deleted, the newest draft.
 * Errors: not_yet_possible before the first dry run.
 */
export async function readBundleRecords(tx: Tx, organizationId: string, engagementId: string) {
  const engagement = await engagementOf(tx, organizationId, engagementId);
  const period = engagementPeriod(engagement.terms);
  const dryRun = await newestDryRun(tx, organizationId, engagementId);
  if (dryRun === undefined) {
    throw new TickmarkError('not_yet_possible', 'This engagement has no dry run to pack.', {
      field: 'engagementId',
      action: 'Run a dry run first.',
    });
  }
  const concludedOn = dryRun.document.controls.flatMap((control) => control.results.map((result) => result.id));
  const results = unique([
    ...(await findResults(tx, organizationId, concludedOn)),
    ...(await newestResults(tx, organizationId, engagementId)),
  ]);
  const samples = await samplesOf(tx, organizationId, engagementId);
  const reconciliations = await reconciliationsOf(tx, organizationId, engagementId);
  const referred = [
    ...results.flatMap((result) => Object.values(result.populations)),
    ...samples.map((s) => s.populationId),
    ...reconciliations.flatMap(({ populationId, secondId }) => [populationId, secondId]),
  ];
  return {
    organization: await organizationFacts(tx, organizationId),
    engagement,
    dryRun,
    results,
    samples,
    sampleSteps: await stepsOfSamples(
      tx,
      organizationId,
      samples.map((sample) => sample.id),
    ),
    sampleTables: await tablesOf(tx, organizationId, [
      ...new Set(samples.flatMap(({ document }) => document.sizing?.tableSha256 ?? [])),
    ]),
    reconciliations,
    populations: unique([
      ...(await newestPopulations(tx, organizationId, engagementId)),
      ...(await findPopulations(tx, organizationId, [...new Set(referred)])),
    ]),
    tests: unique([
      ...(await latestTests(tx, organizationId, engagementId)),
      ...(await findTests(
        tx,
        organizationId,
        results.map((result) => result.testId),
      )),
    ]),
    evidence: await evidenceOfPeriod(tx, organizationId, period),
    deletedEvidence: await deletedOfPeriod(tx, organizationId, period),
    report: await newestReport(tx, organizationId, dryRun.id),
  };
}

/** Whether the same evidence is there and was deleted as when these were read. */
export async function isEvidenceAsRead(tx: Tx, organizationId: string, records: BundleRecords): Promise<boolean> {
  const period = engagementPeriod(records.engagement.terms);
  const there = await evidenceOfPeriod(tx, organizationId, period);
  const deleted = await deletedOfPeriod(tx, organizationId, period);
  const idsOf = (items: readonly { id: string }[]): string => items.map(({ id }) => id).join();
  return idsOf(there) === idsOf(records.evidence) && idsOf(deleted) === idsOf(records.deletedEvidence);
}

/** Each record once, in the order of their log entries. */
function unique<T extends { id: string; entryIndex: number }>(records: T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort(
    (a, b) => a.entryIndex - b.entryIndex,
  );
}
