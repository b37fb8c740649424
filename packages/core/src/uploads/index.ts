export * from './operations.ts';
export * from './send.ts';
export * from './sizes.ts';
export * from './uploads.ts';
