export * from './increments.ts';
export * from './operations.ts';
