export { fromDuckDb, sqlType } from './columns.ts';
export { freezePopulation, type FreezeFacts, type FreezeInput } from './freeze.ts';
export { populationKind, populationKinds } from './kinds.ts';
export { readRows } from './rows.ts';
export { columnCounts, commonValues } from './values.ts';
export { readDifferences } from './differences.ts';
export { checkReconciliation, reconcilePopulations, reconciliationEngine, type ReconcileInput } from './reconcile.ts';
