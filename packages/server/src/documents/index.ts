export { calendarType, writeCalendar, type CalendarDay } from './files/calendar.ts';
export { workbookType, writeWorkbook, type Cell, type Sheet } from './files/workbook.ts';
export { renderPlan } from './plan/render.ts';
export { reportFacts, type ReportRecords } from './report/facts.ts';
export { renderReport } from './report/render.ts';
