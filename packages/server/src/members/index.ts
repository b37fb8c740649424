export { memberHandlers } from './handlers.ts';
export { ownersOf } from './store.ts';
