export { sampleHandlers } from './handlers.ts';
export { samplesOf } from './store.ts';
