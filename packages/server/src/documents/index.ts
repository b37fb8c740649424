export { calendarType, writeCalendar, type CalendarDay } from './files/calendar.ts';
export { workbookType, writeWorkbook, type Cell, type Sheet } from './files/workbook.ts';
export { renderPlan } from './plan/render.ts';
export type { IssuedTo, ReadinessDocument } from './readiness/document.ts';
export { renderReadiness } from './readiness/render.ts';
export { wordType, writeReadiness } from './readiness/word.ts';
export { reportFacts, type ReportRecords } from './report/facts.ts';
export { renderReport } from './report/render.ts';
