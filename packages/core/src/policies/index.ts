export * from './facts.ts';
export * from './operations.ts';
export * from './policies.ts';
