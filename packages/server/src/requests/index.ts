export { requestHandlers } from './handlers.ts';
export { countRequests } from './list-store.ts';
