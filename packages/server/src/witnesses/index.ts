export { withCosignatures } from './cosigned.ts';
export { startAsker } from './asker.ts';
export { witnessHandlers, type WitnessParts } from './handlers.ts';
