export { scopeHandlers } from './handlers.ts';
export { scopeProgress, scopeState } from './shown.ts';
