export * from './controls.ts';
export * from './operations.ts';
