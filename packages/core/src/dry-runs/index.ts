export * from './dry-runs.ts';
export * from './operations.ts';
