export * from './bundles.ts';
export * from './operations.ts';
