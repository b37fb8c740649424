export * from './sessions.ts';
export * from './operations.ts';
