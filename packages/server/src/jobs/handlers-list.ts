import { createBundle } from '../bundles/index.ts';
import { checkRecords, type LogKeeper } from '../log/index.ts';
import type { JobHandlers } from '../platform/handler.ts';
import { collectGitHistory, importPopulation, reconcileJob } from '../populations/index.ts';
import { renderReportDraft } from '../reports/index.ts';
import { runTests } from '../tests/index.ts';

/** The handler of every kind of job. Packing a bundle and checking records sign a checkpoint, hence the keeper of the logs. */
export function allJobHandlers(keeper: LogKeeper): JobHandlers {
  return {
    'import-population': importPopulation,
    'collect-git': collectGitHistory,
    'reconcile-populations': reconcileJob,
    'run-tests': runTests,
    'render-report': renderReportDraft,
    'create-bundle': createBundle(keeper),
    'check-records': checkRecords(keeper),
  };
}
