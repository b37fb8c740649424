import { createBundle, type BundleParts } from '../bundles/index.ts';
import { readEvidence } from '../evidence/index.ts';
import { addIncrementJob, compareIncrementsJob, thenCompare } from '../increments/index.ts';
import { checkRecords } from '../log/index.ts';
import type { JobHandlers } from '../platform/handler.ts';
import { collectGitHistory, importPopulation, reconcileJob } from '../populations/index.ts';
import { renderReportDraft } from '../reports/index.ts';
import { deleteDue, removeFiles } from '../retention/index.ts';
import { runTests } from '../tests/index.ts';

interface JobParts extends BundleParts {
  /** Folder for what increments found so far. It can be made again from what is kept, and is worth keeping for its time. */
  increments: string;
}

/** The handler of every kind of job. Some sign a checkpoint, and packing a bundle has it cosigned, hence the parts. */
export function allJobHandlers({ increments, ...parts }: JobParts): JobHandlers {
  return {
    'import-population': importPopulation,
    'collect-git': collectGitHistory,
    'reconcile-populations': reconcileJob,
    'run-tests': thenCompare(runTests, increments),
    'add-increment': addIncrementJob(increments),
    'compare-increments': compareIncrementsJob(increments),
    'render-report': renderReportDraft,
    'create-bundle': createBundle(parts),
    'check-records': checkRecords(parts),
    'read-evidence': readEvidence(),
    'remove-files': removeFiles,
    'delete-due': deleteDue,
  };
}
