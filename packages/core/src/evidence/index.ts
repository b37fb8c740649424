export * from './evidence.ts';
export * from './operations.ts';
