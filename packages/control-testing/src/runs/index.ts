export { compareRuns, type RunToCompare } from './compare.ts';
export { engineVersion } from './engine.ts';
export { explainItem, type ExplainInput, type ItemExplanation } from './explain.ts';
export { previewTest } from './preview.ts';
export { readItems } from './read.ts';
export { runTest, type RunInput, type TestRun } from './run.ts';
export type { PopulationFile } from './sources.ts';
