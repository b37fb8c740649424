import { TickmarkError } from '@tickmark/core';
import { dryRunOf } from '../dry-runs/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import type { RenderInput } from './render-job.ts';
import { findReport, listReports } from './store.ts';

export const reportHandlers: HandlersOf<'reports'> = {
  'reports.render': async (context, input) => {
    const dryRun = await dryRunOf(context, input.dryRunId, 'dryRunId');
    const jobInput: RenderInput = { dryRunId: dryRun.id };
    const jobId = await context.startJob({
      kind: 'render-report',
      title: 'Report draft',
      unit: 'pages',
      input: jobInput,
    });
    await context.record({ jobId, dryRunId: dryRun.id });
    return { jobId };
  },

  'reports.list': (context, input) => listReports(context.tx, context.organizationId, input),

  'reports.download': async (context, input) => {
    const report = await findReport(context.tx, context.organizationId, input.id);
    if (report === undefined) {
      throw new TickmarkError('not_found', 'There is no such report draft.', {
        field: 'id',
        action: 'Take an id from the list of report drafts.',
      });
    }
    return { sha256: report.sha256, fileName: 'report.pdf', mediaType: 'application/pdf', size: report.size };
  },
};
