import { Readable } from 'node:stream';
import { id, sealedFacts, weighDecisions } from '@tickmark/core';
import { z } from 'zod';
import { decisionsOf } from '../conclusions/index.ts';
import { allControls } from '../controls/index.ts';
import { descriptionForReport } from '../descriptions/index.ts';
import { explanationsOf } from '../deviations/index.ts';
import { renderReport, reportFacts, type ReportRecords } from '../documents/index.ts';
import { dryRunOf, withPeople } from '../dry-runs/index.ts';
import { engagementOf, organizationFacts } from '../engagements/index.ts';
import { holidaysOf } from '../holidays/index.ts';
import { signedState } from '../log/index.ts';
import { findPopulations, newestPopulations, standingReconciliations } from '../populations/index.ts';
import { findResults } from '../results/index.ts';
import type { Blobs } from '../platform/blobs/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { seal } from '../platform/trail/index.ts';
import { countReports, findReport, insertReport } from './store.ts';

const renderInput = z.object({ dryRunId: id });
/** What `reports.render` hands to its job. */
export type RenderInput = z.infer<typeof renderInput>;

/** Renders the draft of a dry run from the records it was concluded on, and keeps the PDF. */
export const renderReportDraft: JobHandler = async (job, raw) => {
  const { dryRunId } = renderInput.parse(raw);
  const { organizationId } = job;
  const reportId = derivedId(job.jobId, dryRunId);
  if ((await job.read((tx) => findReport(tx, organizationId, reportId))) !== undefined) return { reportId };

  await job.progress({ done: 0, total: null, note: 'Setting pages' });
  const renderedAt = job.now();
  const { engagementId, records } = await job.read((tx) =>
    readRecords({ tx, blobs: job.blobs }, organizationId, dryRunId, renderedAt),
  );
  const { pdf, pages } = await renderReport(reportFacts(records));
  const { sha256, size } = await job.blobs.put(organizationId, Readable.from([pdf]));
  await job.write('reports.render', async (context) => {
    const row = {
      organizationId,
      id: reportId,
      engagementId,
      dryRunId,
      sha256,
      size,
      pages,
      renderedAt,
      renderedBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['reports.render'].parse({ reportId, dryRunId, sha256 }),
      seal('reports', row),
    );
    await insertReport(context.tx, { ...row, entryIndex });
  });
  await job.progress({ done: pages, total: pages, note: null });
  return { reportId };
};

async function readRecords(
  { tx, blobs }: { tx: Tx; blobs: Blobs },
  organizationId: string,
  dryRunId: string,
  renderedAt: Date,
): Promise<{ engagementId: string; records: ReportRecords }> {
  const dryRun = await dryRunOf({ tx, organizationId }, dryRunId, 'dryRunId');
  const engagement = await engagementOf(tx, organizationId, dryRun.engagementId);
  const named = dryRun.document.controls.flatMap((control) => control.results.map((result) => result.id));
  const results = await findResults(tx, organizationId, named);
  const used = await findPopulations(tx, organizationId, [
    ...new Set(results.flatMap((r) => Object.values(r.populations))),
  ]);
  const newest = await newestPopulations(tx, organizationId, engagement.id);
  const populations = [...new Map([...used, ...newest].map((population) => [population.id, population])).values()];
  return {
    engagementId: engagement.id,
    records: {
      organization: await organizationFacts(tx, organizationId),
      engagement,
      dryRun: await withPeople(tx, dryRun),
      description: await descriptionForReport({ tx, organizationId, now: renderedAt, blobs }, engagement.id),
      controls: await allControls(tx, organizationId),
      standings: weighDecisions(dryRun.document, await decisionsOf(tx, organizationId, dryRun.id)),
      explanations: await explanationsOf(tx, organizationId, engagement.id),
      results,
      populations,
      reconciliations: await standingReconciliations(tx, organizationId, engagement.id),
      holidays: await holidaysOf(tx, organizationId),
      checkpoint: await signedState(tx, organizationId),
      draft: (await countReports(tx, organizationId, engagement.id)) + 1,
      renderedAt,
    },
  };
}
