export { changed, changedConclusions } from './changes.ts';
export { concludeDryRun, rehearsalStatement } from './conclude.ts';
export { structuralStates } from './conclude-criterion.ts';
export * from './dry-runs.ts';
export { operationPart } from './forecast.ts';
export type { DryRunFacts, ExplainedFact, TestedFact } from './in-force.ts';
export { isReplaced, judgeSample, sampleAsked, sampleSentence, type SampledFact } from './judge-sample.ts';
export * from './operations.ts';
export { controlRank, criterionAtBest, criterionRank, forecastRank, lowest } from './ranks.ts';
