export { scopeHandlers } from './handlers.ts';
export { scopeProgress } from './shown.ts';
