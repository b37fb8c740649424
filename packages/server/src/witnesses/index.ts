export { startAsker } from './asker.ts';
export { witnessHandlers, type WitnessParts } from './handlers.ts';
