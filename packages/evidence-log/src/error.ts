export type LogErrorCode =
  /** A note, checkpoint, key, path or tile is not in the prescribed form. */
  | 'malformed'
  /** A key that must not be used: non-canonical or of low order. */
  | 'weak_key'
  /** A key of a witness where one of a log is needed, or the other way round. */
  | 'wrong_key_kind'
  /** No signature by a known key. */
  | 'unknown_signer'
  /** A signature by a known key is wrong. */
  | 'bad_signature'
  /** Fewer witnesses have cosigned than the policy asks for. */
  | 'no_quorum'
  /** A file of the log is absent. */
  | 'missing_tile'
  /** A file of the log has the wrong bytes. */
  | 'wrong_tile'
  /** The entries give another root hash than the checkpoint. */
  | 'wrong_root'
  /** A proof does not lead from the one to the other. */
  | 'wrong_proof'
  /** A size, index, entry or time is outside what its form can hold. */
  | 'out_of_range';

/** The only error of this package; the message is for the person who checks a log. */
export class LogError extends Error {
  override readonly name = 'LogError';
  readonly code: LogErrorCode;
  /** File of the log at fault, relative to the log folder. */
  readonly path: string | undefined;

  constructor(code: LogErrorCode, message: string, path?: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
