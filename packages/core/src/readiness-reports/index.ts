export * from './compare.ts';
export * from './facts.ts';
export { readinessFactsOf, type ReadinessRecords } from './gather.ts';
export * from './operations.ts';
export * from './pages/index.ts';
export * from './words.ts';
