export { compareWithFinal, type FinalRun, type IncrementComparison } from './compare.ts';
export { keptForm } from './store.ts';
export { addIncrement, type Increment, type IncrementInput, type IncrementScope } from './increments.ts';
export type { NewDeviations } from './deviations.ts';
