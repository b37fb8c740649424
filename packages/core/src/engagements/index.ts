export * from './engagements.ts';
export * from './examined.ts';
export * from './operations.ts';
