export { controlHandlers } from './handlers.ts';
export { adoptedCodes, allControls, controlsWithIds } from './store.ts';
