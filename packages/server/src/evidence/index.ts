export { evidenceHandlers } from './handlers.ts';
export { evidenceOfPeriod, evidenceWithIds } from './store.ts';
