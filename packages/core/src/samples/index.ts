export * from './samples.ts';
export * from './operations.ts';
