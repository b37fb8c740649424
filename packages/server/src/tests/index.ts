export { testHandlers } from './handlers.ts';
export { daysToTest, kindsOf, runTests } from './run-job.ts';
export { findTests, latestTests, testsByControl } from './store.ts';
