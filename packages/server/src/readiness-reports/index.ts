export { readinessReportHandlers } from './handlers.ts';
