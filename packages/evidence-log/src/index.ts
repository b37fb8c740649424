export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
export type { Crypto } from './crypto.ts';
export { LogError, type LogErrorCode } from './error.ts';
export { integrate, rootHash, type Integrated } from './integrate.ts';
export { formatVerifierKey, openVerifierKey, parseVerifierKey, type VerifierKey } from './keys.ts';
export { openNote, signNote, type OpenedNote } from './note.ts';
export { entriesPath, tilePath, tilePaths, type ReadTile } from './paths.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type Consistency,
  type Inclusion,
} from './proofs.ts';
export { leafHash, maxEntryBytes } from './tree.ts';
export { verifyLog, type VerifiedLog } from './verify-log.ts';
