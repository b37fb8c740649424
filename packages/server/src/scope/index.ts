export { scopeChanges } from './changes.ts';
export { scopeHandlers } from './handlers.ts';
export { presentVersions, scopeProgress, scopeState } from './shown.ts';
