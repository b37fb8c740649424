export { conclusionHandlers } from './handlers.ts';
export { decisionsOf } from './store.ts';
