export { derivedId } from './derived-id.ts';
export { News } from './news.ts';
export { startJobs } from './runner.ts';
export type { Jobs } from './runner.ts';
export type { NewJob } from './runs.ts';
