export { collectGitHistory } from './collect-git-job.ts';
export { populationHandlers } from './handlers.ts';
export { importPopulation } from './import-job.ts';
export { populationOf } from './population-of.ts';
export { fileOf, kindNamed, refuseUnknownColumns, rowsOfFile } from './received-file.ts';
export { reconcileJob } from './reconcile-job.ts';
export { reconciliationsOf, standingReconciliations } from './reconciliation-store.ts';
export { standsOn } from './stands-on.ts';
export { findPopulations, newestPopulation, newestPopulations } from './store.ts';
