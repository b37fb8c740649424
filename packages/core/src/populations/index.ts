export * from './populations.ts';
export * from './operations.ts';
