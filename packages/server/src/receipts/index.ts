export { receiptHandlers } from './handlers.ts';
