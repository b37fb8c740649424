import { createBundle, type BundleParts } from '../bundles/index.ts';
import type { JobHandlers } from '../platform/handler.ts';
import { collectGitHistory, importPopulation, reconcileJob } from '../populations/index.ts';
import { renderReportDraft } from '../reports/index.ts';
import { runTests } from '../tests/index.ts';

/** The handler of every kind of job. Packing a bundle signs a checkpoint and has it cosigned, hence the parts. */
export function allJobHandlers(parts: BundleParts): JobHandlers {
  return {
    'import-population': importPopulation,
    'collect-git': collectGitHistory,
    'reconcile-populations': reconcileJob,
    'run-tests': runTests,
    'render-report': renderReportDraft,
    'create-bundle': createBundle(parts),
  };
}
