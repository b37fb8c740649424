export { changesInPeriod } from './changes.ts';
export * from './descriptions.ts';
export { daysDescribed, describedParts, filledBlocks, type DescribedRecords } from './filled/index.ts';
export * from './operations.ts';
export { descriptionPoints, type DescribedState } from './points.ts';
export * from './words.ts';
