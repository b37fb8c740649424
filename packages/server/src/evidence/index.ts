export { addPiece, refuseProgram } from './add.ts';
export {
  deletedOfPeriod,
  deleteFiles,
  deletionsOf,
  doneRemoval,
  nextRemoval,
  removalsLeft,
  type Removal,
} from './deletion-store.ts';
export { acceptedOfPeriod, decisionsAbout, pieceGivenBy } from './given-store.ts';
export { evidenceHandlers } from './handlers.ts';
export { refuseUnlinkable } from './linkable.ts';
export { refuseUnknown, sealsOf } from './organize.ts';
export { evidenceOf, goneError, refuseFork } from './piece.ts';
export { pictureFormats } from './preview/picture.ts';
export { newestVersions, requestsOf } from './request-store.ts';
export { readEvidence, readingLeft } from './read-job.ts';
export {
  controlsWithEvidence,
  evidenceOfPeriod,
  evidenceWithIds,
  lockLibrary,
  recordsOf,
  type EvidenceRecord,
} from './store.ts';
