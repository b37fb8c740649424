export { memberHandlers } from './handlers.ts';
export { findMember, ownersOf } from './store.ts';
