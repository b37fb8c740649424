export { coverageFacts, toldByScope } from './facts.ts';
export { coverageHandlers } from './handlers.ts';
