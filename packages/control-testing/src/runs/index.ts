export { engineVersion } from './engine.ts';
export { explainItem, type ExplainInput, type ItemExplanation } from './explain.ts';
export { readItems } from './read.ts';
export { runTest, runTests, type RunInput, type RunOutcome, type RunsInput, type TestRun } from './run.ts';
export type { PopulationFile } from './sources.ts';
