export * from './acceptance.ts';
export * from './acceptance-operations.ts';
export * from './documents.ts';
export * from './brand.ts';
export * from './brand-operations.ts';
export * from './comment-operations.ts';
export * from './compared.ts';
export * from './facts.ts';
export {
  approvalsOf,
  effectiveFromOf,
  openVersion,
  policyStateOf,
  refusedSubmission,
  reviewAfter,
  reviewedOn,
  reviewOf,
  versionInForce,
  versionStates,
  type PolicyFactsOfLife,
  type PolicyStepFacts,
  type PolicyVersionFacts,
} from './life.ts';
export * from './import-operations.ts';
export * from './operations.ts';
export * from './page-operations.ts';
export * from './policies.ts';
export * from './promised-numbers.ts';
export * from './promises.ts';
export * from './template-operations.ts';
export * from './values.ts';
export * from './values-operations.ts';
export * from './words.ts';
export * from './text-findings.ts';
