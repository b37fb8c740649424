export { descriptionHandlers } from './handlers.ts';
export { descriptionProgress } from './progress.ts';
