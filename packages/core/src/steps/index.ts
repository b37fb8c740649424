export * from './operations.ts';
export type { StepFacts } from './facts.ts';
export { stepProgress } from './progress.ts';
export * from './steps.ts';
