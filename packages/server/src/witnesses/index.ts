export { withCosignatures } from './cosigned.ts';
export { startAsker } from './asker.ts';
export { askedAbout, furthestCosignatures, smallestCosignedOver } from './store.ts';
export { witnessHandlers, type WitnessParts } from './handlers.ts';
