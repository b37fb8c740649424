export { concludeDryRun, rehearsalStatement } from './conclude.ts';
export * from './dry-runs.ts';
export type { DryRunFacts, TestedFact } from './in-force.ts';
export * from './operations.ts';
