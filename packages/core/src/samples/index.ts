export * from './samples.ts';
export * from './sheet.ts';
export * from './sizes.ts';
export * from './operations.ts';
