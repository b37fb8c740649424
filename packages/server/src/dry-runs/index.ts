export { dryRunHandlers, dryRunOf, withPeople } from './handlers.ts';
export { factsOfDryRun, newestDryRun } from './store.ts';
