export { checkRecords } from './check-job.ts';
export {
  checkpointAt,
  exportLogs,
  readTileAt,
  rootAt,
  type LogExport,
  type SignedCheckpoint,
  type TreeSize,
} from './checkpoint-at.ts';
export { logHandlers } from './handlers.ts';
export { notedFiles, type NoteFile } from './operator/bundled.ts';
export { startNoter } from './operator/noter.ts';
export { proofThatHolds, type ProofSubject } from './proof.ts';
export { signedState } from './signed.ts';
export { sequence, startSequencer, type LogKeeper } from './sequencer.ts';
export { chainOf, entryAt, isFileNeeded, keepCheckpoint, logWith, newestSeals, type ChainLog } from './store.ts';
