export { requestHandlers } from './handlers.ts';
export { countRequests } from './store.ts';
