export { drawSample, type DrawInput } from './draw.ts';
export { binomialUpper, hypergeometricUpper, minimumSample } from './limits.ts';
export { selectKeys } from './select.ts';
