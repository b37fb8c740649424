export { checkRecords } from './check-job.ts';
export { exportLog, type LogExport } from './checkpoint-at.ts';
export { logHandlers } from './handlers.ts';
export { signedState } from './signed.ts';
export { sequence, startSequencer, type LogKeeper } from './sequencer.ts';
