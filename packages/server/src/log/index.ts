export { checkRecords } from './check-job.ts';
export { checkpointAt, exportLog, readTileAt, rootAt, type LogExport, type SignedCheckpoint } from './checkpoint-at.ts';
export { logHandlers } from './handlers.ts';
export { signedState } from './signed.ts';
export { sequence, startSequencer, type LogKeeper } from './sequencer.ts';
export { entryAt, findLog, newestSealedSizes } from './store.ts';
