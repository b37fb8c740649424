export * from './operations.ts';
export * from './timestamps.ts';
