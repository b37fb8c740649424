export * from './tests.ts';
export * from './operations.ts';
