import { engagementPeriod, TickmarkError } from '@tickmark/core';
import { factsOfDryRun, newestDryRun } from '../dry-runs/index.ts';
import { engagementOf, organizationFacts } from '../engagements/index.ts';
import { deletedOfPeriod, evidenceOfPeriod } from '../evidence/index.ts';
import { findPopulations, newestPopulations, reconciliationsOf } from '../populations/index.ts';
import { newestReport } from '../reports/index.ts';
import { findResults, newestResults } from '../results/index.ts';
import { samplesOf, stepsOfSamples, tablesOf } from '../samples/index.ts';
import { findTests, latestTests } from '../tests/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { sealedRecordsOf } from '../platform/trail/index.ts';

export type BundleRecords = Awaited<ReturnType<typeof readBundleRecords>>;

/**
 * What a bundle of an engagement holds: the newest dry run and every result it was concluded on, the
 * newest result of each test, the definitions of both, every decision on a criterion and every version of the scope, every reconciliation, the newest populations
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
  const facts = await factsOfDryRun(tx, organizationId, dryRun.id);
  const concludedOn = [
    ...dryRun.document.controls.flatMap((control) => control.results.map((result) => result.id)),
    ...(facts?.results ?? []).map((result) => result.id),
  ];
  const results = unique([
    ...(await findResults(tx, organizationId, [...new Set(concludedOn)])),
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
    facts,
    relevance: await sealedRecordsOf(tx, 'criterionDecisions', organizationId, engagementId),
    scope: await sealedRecordsOf(tx, 'scopeVersions', organizationId, engagementId),
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

/** Whether the same evidence is there and was deleted, and the same was decided and written, as when these were read. */
export async function isAsRead(tx: Tx, organizationId: string, records: BundleRecords): Promise<boolean> {
  const period = engagementPeriod(records.engagement.terms);
  const there = await evidenceOfPeriod(tx, organizationId, period);
  const deleted = await deletedOfPeriod(tx, organizationId, period);
  const { id: engagementId } = records.engagement;
  const decided = await sealedRecordsOf(tx, 'criterionDecisions', organizationId, engagementId);
  const written = await sealedRecordsOf(tx, 'scopeVersions', organizationId, engagementId);
  // Neither is ever changed or removed, so as many are the same.
  if (decided.length !== records.relevance.length || written.length !== records.scope.length) return false;
  const idsOf = (items: readonly { id: string }[]): string => items.map(({ id }) => id).join();
  return idsOf(there) === idsOf(records.evidence) && idsOf(deleted) === idsOf(records.deletedEvidence);
}

/** Each record once, in the order of their log entries. */
function unique<T extends { id: string; entryIndex: number }>(records: T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()].sort(
    (a, b) => a.entryIndex - b.entryIndex,
  );
}
