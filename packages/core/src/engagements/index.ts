export * from './chain.ts';
export * from './engagements.ts';
export * from './examined.ts';
export * from './operations.ts';
export * from './parties.ts';
export * from './relevance.ts';
export * from './words.ts';
