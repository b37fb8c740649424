export { policyHandlers } from './handlers.ts';
export { policyProgress } from './progress.ts';
