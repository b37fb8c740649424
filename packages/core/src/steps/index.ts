export * from './steps.ts';
export * from './operations.ts';
