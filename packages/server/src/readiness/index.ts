export { readinessHandlers } from './handlers.ts';
export { heldQuestions, readinessProgress, type Held } from './shown.ts';
export { answeredWithPieces, newestAnswers } from './store.ts';
