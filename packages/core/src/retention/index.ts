export * from './operations.ts';
export * from './retention.ts';
