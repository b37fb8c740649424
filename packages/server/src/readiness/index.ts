export { assessedOf } from './assessed.ts';
export { readinessHandlers } from './handlers.ts';
export { countAnswers, countGaps, countSections, heldQuestions, readinessProgress, type Held } from './shown.ts';
export { answeredWithPieces, gapsSince, newestAnswers } from './store.ts';
