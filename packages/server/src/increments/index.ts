export { addIncrementJob } from './add-job.ts';
export { compareIncrementsJob, thenCompare } from './compare-job.ts';
export { incrementHandlers } from './handlers.ts';
