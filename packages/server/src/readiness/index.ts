export { readinessHandlers } from './handlers.ts';
export { readinessProgress } from './shown.ts';
export { newestAnswers } from './store.ts';
