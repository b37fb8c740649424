export * from './deletion.ts';
export * from './evidence.ts';
export * from './operations.ts';
export * from './preview.ts';
export * from './speaks-to.ts';
export * from './tags.ts';
