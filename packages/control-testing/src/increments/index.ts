export { compareWithFinal, type IncrementComparison } from './compare.ts';
export { addIncrement, type Increment, type IncrementInput, type IncrementScope } from './increments.ts';
