export { planHandlers } from './handlers.ts';
export { planProgress } from './progress.ts';
export { itemNames } from './store.ts';
