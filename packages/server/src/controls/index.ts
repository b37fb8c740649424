export { controlHandlers } from './handlers.ts';
export { adoptedCodes, allControls, versionsOf } from './store.ts';
