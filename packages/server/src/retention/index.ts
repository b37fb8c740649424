export { deleteDue, dailyDeletion } from './due-job.ts';
export { retentionHandlers } from './handlers.ts';
export { removeFiles, removalLeft } from './remove-job.ts';
