export { engineVersion } from './engine.ts';
export { explainItem, type ExplainInput, type ItemExplanation } from './explain.ts';
export { joinSql } from './explanations.ts';
export { attributeColumn } from './files.ts';
export { writeItems } from './items.ts';
export { readItems } from './read.ts';
export { runTest, runTests, type RunInput, type RunOutcome, type RunsInput, type TestRun } from './run.ts';
export { fileSql, populationChecks, prepare, type PopulationFile, type Prepared } from './sources.ts';
