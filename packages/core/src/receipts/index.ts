export * from './operations.ts';
export * from './receipts.ts';
