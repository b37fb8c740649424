export { memberHandlers } from './handlers.ts';
export { memberOf } from './member-of.ts';
export { ownersOf } from './store.ts';
