export { stepHandlers } from './handlers.ts';
export { lastConclusiveEntry } from './store.ts';
