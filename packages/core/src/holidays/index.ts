export * from './holidays.ts';
export * from './list.ts';
export * from './operations.ts';
