export * from './evidence.ts';
export * from './operations.ts';
export * from './preview.ts';
