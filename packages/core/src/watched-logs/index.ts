export * from './operations.ts';
export * from './watched-logs.ts';
