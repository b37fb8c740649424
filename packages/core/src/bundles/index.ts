export * from './archive.ts';
export * from './bundles.ts';
export * from './operations.ts';
export * from './sealed-records.ts';
