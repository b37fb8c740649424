export * from './engagements.ts';
export * from './operations.ts';
