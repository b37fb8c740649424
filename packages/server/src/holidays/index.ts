export { holidayHandlers } from './handlers.ts';
export { holidayDates, holidaysOf } from './store.ts';
