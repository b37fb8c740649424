export * from './changes/index.ts';
export * from './facts.ts';
export * from './log.ts';
export * from './operator/index.ts';
export * from './operations.ts';
