export { requestHandlers } from './handlers.ts';
