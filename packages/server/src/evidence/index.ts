export { evidenceHandlers } from './handlers.ts';
export { readEvidence, readingLeft } from './read-job.ts';
export { evidenceOfPeriod, evidenceWithIds } from './store.ts';
