export { evidenceHandlers } from './handlers.ts';
export { evidenceOfPeriod } from './store.ts';
