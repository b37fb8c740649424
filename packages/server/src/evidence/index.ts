export { evidenceHandlers } from './handlers.ts';
export { addPiece, refuseProgram } from './add.ts';
export { pieceGivenBy } from './given-store.ts';
export { refuseUnknown } from './organize.ts';
export { refuseFork } from './piece.ts';
export { readEvidence, readingLeft } from './read-job.ts';
export { evidenceOfPeriod, evidenceWithIds } from './store.ts';
