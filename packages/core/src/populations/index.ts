export * from './populations.ts';
export * from './operations.ts';
export * from './reconciliation.ts';
