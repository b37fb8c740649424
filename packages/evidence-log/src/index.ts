export { formatAddCheckpoint, parseAddCheckpoint, readCosignature, type AddCheckpoint } from './add-checkpoint.ts';
export { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
export { cosign } from './cosignature.ts';
export type { Crypto } from './crypto.ts';
export { LogError, type LogErrorCode } from './error.ts';
export { integrate, rootHash, type Integrated } from './integrate.ts';
export { formatVerifierKey, openVerifierKey, parseVerifierKey, type KeyKind, type VerifierKey } from './keys.ts';
export {
  formatLogProof,
  parseLogProof,
  verifyLogProof,
  type LogProof,
  type ProofTrust,
  type ProvenEntry,
  type VerifiedProof,
} from './log-proof.ts';
export { openNote, signNote, type OpenedNote } from './note.ts';
export { openCheckpoint, type Cosignature, type OpenedCheckpoint, type TrustedKeys } from './open-checkpoint.ts';
export { entriesPath, tilePath, tilePaths, type ReadTile } from './paths.ts';
export { parsePolicy, type Policy, type PolicyGroup, type PolicyLog, type PolicyWitness } from './policy.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type Consistency,
  type Inclusion,
} from './proofs.ts';
export { openByPolicy, quorumReached } from './quorum.ts';
export { leafHash, maxEntryBytes } from './tree.ts';
export { verifyLog, type VerifiedLog } from './verify-log.ts';
