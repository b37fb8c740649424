export { stepHandlers } from './handlers.ts';
