export * from './jobs.ts';
export * from './operations.ts';
