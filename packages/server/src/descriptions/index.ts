export { descriptionHandlers } from './handlers.ts';
