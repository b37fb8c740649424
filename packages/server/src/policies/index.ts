export { policyHandlers } from './handlers.ts';
