export { allJobHandlers } from './handlers-list.ts';
export { jobHandlers } from './handlers.ts';
