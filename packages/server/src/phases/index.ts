export { phaseHandlers } from './handlers.ts';
export { stepsOf } from './store.ts';
