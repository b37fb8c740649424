export * from './explanations.ts';
export * from './operations.ts';
