export { canonicalBytes, manifestSha256, sha256Hex } from './canonical/index.ts';
export { proposal, type ProposalFacts } from './conclusions/index.ts';
export {
  checkDefinition,
  completeDefinition,
  definitionSha256,
  parseDefinition,
  testLibrary,
} from './definitions/index.ts';
export {
  addIncrement,
  compareWithFinal,
  type Increment,
  type IncrementComparison,
  type IncrementInput,
  type IncrementScope,
} from './increments/index.ts';
export {
  checkReconciliation,
  commonValues,
  freezePopulation,
  populationKind,
  populationKinds,
  readDifferences,
  readRows,
  reconcilePopulations,
  reconciliationEngine,
  type FreezeFacts,
  type FreezeInput,
  type ReconcileInput,
} from './populations/index.ts';
export {
  compareRuns,
  engineVersion,
  explainItem,
  previewTest,
  readItems,
  runTest,
  runTests,
  type ExplainInput,
  type ItemExplanation,
  type PopulationFile,
  type RunInput,
  type RunOutcome,
  type RunsInput,
  type RunToCompare,
  type TestRun,
} from './runs/index.ts';
export {
  allocate,
  binomialUpper,
  drawSample,
  hypergeometricUpper,
  minimumSample,
  nextInOrder,
  placesOverTime,
  readSampleTable,
  requireKeys,
  sampleTableSha256,
  selectKeys,
  strataOf,
  stratumSeed,
  whatSampleSays,
  type DrawInput,
  type Selection,
} from './samples/index.ts';
export { addDays } from './time/index.ts';
