export { controlHandlers } from './handlers.ts';
export { adoptedCodes, allControls } from './store.ts';
