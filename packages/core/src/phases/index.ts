export * from './operations.ts';
export * from './phases.ts';
export * from './words.ts';
