export { planHandlers } from './handlers.ts';
export { planProgress } from './progress.ts';
export { itemsRestingOn } from './proof.ts';
export { itemNames } from './store.ts';
