export * from './criteria.ts';
export * from './operations.ts';
