export { descriptionHandlers } from './handlers.ts';
export { descriptionProgress } from './progress.ts';
export { descriptionForReport } from './shown.ts';
