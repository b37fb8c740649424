export { captureLinkHandlers } from './handlers.ts';
