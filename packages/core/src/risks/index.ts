export * from './operations.ts';
export * from './risks.ts';
export * from './words.ts';
