export { reportHandlers } from './handlers.ts';
export { renderReportDraft } from './render-job.ts';
export { countReports, newestReport } from './store.ts';
