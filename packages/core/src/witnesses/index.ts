export * from './operations.ts';
export * from './witnesses.ts';
