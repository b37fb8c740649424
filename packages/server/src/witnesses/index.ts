export { withCosignatures } from './cosigned.ts';
export { startAsker } from './asker.ts';
export { furthestCosignatures, smallestCosignedOver, toWitness, witnessesOf } from './store.ts';
export { witnessHandlers, type WitnessParts } from './handlers.ts';
