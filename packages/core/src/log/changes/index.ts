export * from './changes.ts';
export { concernsEngagement, type ConcernedEngagement } from './concerns.ts';
export { changeNounTitles } from './nouns.ts';
export { changeOperations } from './operations.ts';
export { resultSide } from './result-side.ts';
export { tellChange } from './tell.ts';
export type { BriefResult, KnownRecords } from './told.ts';
