export * from './reports.ts';
export * from './operations.ts';
