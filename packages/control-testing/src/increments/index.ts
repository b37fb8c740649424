export { compareWithFinal, type IncrementComparison, type IncrementDifference } from './compare.ts';
export { addIncrement, type Increment, type IncrementInput, type IncrementScope } from './increments.ts';
export type { IncrementTotals } from './totals.ts';
