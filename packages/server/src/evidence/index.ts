export {
  deletedOfPeriod,
  deleteFiles,
  deletionsOf,
  doneRemoval,
  nextRemoval,
  removalsLeft,
  type Removal,
} from './deletion-store.ts';
export { evidenceHandlers, evidenceOf, goneError } from './handlers.ts';
export { sealsOf } from './organize.ts';
export { readEvidence, readingLeft } from './read-job.ts';
export { evidenceOfPeriod, evidenceWithIds, lockLibrary, recordsOf, type EvidenceRecord } from './store.ts';
