export { canonicalBytes, manifestSha256 } from './canonical/index.ts';
export { proposal, type ProposalFacts } from './conclusions/index.ts';
export { checkDefinition, definitionSha256, parseDefinition, testLibrary } from './definitions/index.ts';
export {
  checkReconciliation,
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
  binomialUpper,
  drawSample,
  hypergeometricUpper,
  minimumSample,
  selectKeys,
  type DrawInput,
} from './samples/index.ts';
