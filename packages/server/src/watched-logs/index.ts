export { createWitness } from './add-checkpoint.ts';
export { watchedLogHandlers } from './handlers.ts';
