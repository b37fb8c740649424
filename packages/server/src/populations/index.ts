export { collectGitHistory } from './collect-git-job.ts';
export { populationHandlers, populationOf } from './handlers.ts';
export { importPopulation } from './import-job.ts';
export { findPopulations, newestPopulation, newestPopulations } from './store.ts';
