export { deviationHandlers } from './handlers.ts';
export { explanationsOf } from './store.ts';
