export { coverageFacts } from './facts.ts';
export { coverageHandlers } from './handlers.ts';
