export { startJobs } from './runner.ts';
export type { JobParts, Jobs } from './runner.ts';
export type { NewJob } from './runs.ts';
