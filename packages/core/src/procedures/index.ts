export * from './due.ts';
export * from './operations.ts';
export * from './procedures.ts';
export * from './proposed.ts';
export * from './runs.ts';
export * from './words.ts';
