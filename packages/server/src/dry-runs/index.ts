export { dryRunHandlers, dryRunOf } from './handlers.ts';
export { newestDryRun } from './store.ts';
