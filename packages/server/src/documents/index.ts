export { reportFacts, type ReportRecords } from './report/facts.ts';
export { renderReport } from './report/render.ts';
