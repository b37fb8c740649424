export { controlHandlers } from './handlers.ts';
export { newestOwnerships } from './ownership-store.ts';
export { adoptedCodes, allControls, controlsWithIds } from './store.ts';
