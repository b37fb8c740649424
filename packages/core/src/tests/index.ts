export * from './tests.ts';
export * from './operations.ts';
export * from './words.ts';
