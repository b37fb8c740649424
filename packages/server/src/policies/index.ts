export { brandFor } from './branding.ts';
export { policyHandlers } from './handlers.ts';
export { documentNames, textInHand } from './in-hand.ts';
export { policyProgress } from './progress.ts';
