export { canonicalBytes, manifestSha256 } from './canonical/index.ts';
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
  commonValues,
  freezePopulation,
  populationKind,
  populationKinds,
  readRows,
  type FreezeFacts,
  type FreezeInput,
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
  stratumSeed,
  whatSampleSays,
  type DrawInput,
  type Selection,
} from './samples/index.ts';
