export { resultHandlers } from './handlers.ts';
export { keepResults, type ToRun } from './keep.ts';
export { findResults, latestOutcomes, newestResults, type KeptResult } from './store.ts';
