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
  type ExplainInput,
  type ItemExplanation,
  type PopulationFile,
  type RunInput,
  type RunToCompare,
  type TestRun,
} from './runs/index.ts';
export {
  binomialUpper,
  drawSample,
  hypergeometricUpper,
  minimumSample,
  selectKeys,
  type DrawInput,
} from './samples/index.ts';
