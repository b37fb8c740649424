export { sampleHandlers } from './handlers.ts';
export { stepsOfSamples } from './step-store.ts';
export { samplesOf, tablesOf } from './store.ts';
