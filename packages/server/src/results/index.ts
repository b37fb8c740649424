export { resultHandlers } from './handlers.ts';
export { keepResult } from './keep.ts';
export { findResults, newestResults, type KeptResult } from './store.ts';
