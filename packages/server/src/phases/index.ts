export { phaseHandlers } from './handlers.ts';
