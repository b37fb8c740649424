export { drawSample, type DrawInput, type Selection } from './draw.ts';
export { binomialUpper, hypergeometricUpper, minimumSample } from './limits.ts';
export { nextInOrder } from './next.ts';
export { placesOverTime } from './over-time.ts';
export { whatSampleSays } from './says.ts';
export { selectKeys } from './select.ts';
export { requireKeys } from './source.ts';
export { allocate, strataOf, stratumSeed } from './strata.ts';
export { readSampleTable, sampleTableSha256 } from './table.ts';
