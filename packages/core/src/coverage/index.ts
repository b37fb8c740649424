export * from './coverage.ts';
export * from './operations.ts';
export * from './scope-facts.ts';
export * from './suggest.ts';
export * from './words.ts';
