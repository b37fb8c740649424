export { sampleHandlers } from './handlers.ts';
export { sampledFacts } from './sampled.ts';
export { stepsOfSamples } from './step-store.ts';
export { samplesOf, tablesOf } from './store.ts';
