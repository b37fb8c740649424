export { testHandlers } from './handlers.ts';
export { runTests } from './run-job.ts';
export { findTests, latestTests } from './store.ts';
