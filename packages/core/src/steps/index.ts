export * from './operations.ts';
export { stepProgress, type StepFacts } from './progress.ts';
export * from './steps.ts';
