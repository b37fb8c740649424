export { canonicalBytes, manifestSha256 } from './canonical/index.ts';
export { proposal, type ProposalFacts } from './conclusions/index.ts';
export { checkDefinition, definitionSha256, parseDefinition, testLibrary } from './definitions/index.ts';
export {
  freezePopulation,
  populationKind,
  populationKinds,
  readRows,
  type FreezeFacts,
  type FreezeInput,
} from './populations/index.ts';
export {
  engineVersion,
  explainItem,
  readItems,
  runTest,
  type ExplainInput,
  type ItemExplanation,
  type PopulationFile,
  type RunInput,
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
