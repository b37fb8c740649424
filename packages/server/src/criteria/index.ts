export { criteriaHandlers } from './handlers.ts';
