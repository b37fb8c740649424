export { holidayHandlers } from './handlers.ts';
export { holidayDates } from './store.ts';
