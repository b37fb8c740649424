export { understandHandlers } from './handlers.ts';
