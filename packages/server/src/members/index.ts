export { memberHandlers } from './handlers.ts';
export { memberOf } from './member-of.ts';
export { everyMember, namesOf, ownersOf } from './store.ts';
