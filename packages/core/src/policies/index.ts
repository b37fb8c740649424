export * from './compared.ts';
export * from './facts.ts';
export * from './operations.ts';
export * from './policies.ts';
export * from './text-findings.ts';
