/** Why an answer of a timestamp authority, or a token kept of it, is not taken. */
export type TimestampErrorCode =
  /** The authority answered that it gives none. */
  | 'not_granted'
  /** Not in the one form that RFC 3161 prescribes. */
  | 'malformed'
  /** A hash or signature algorithm that proves nothing any more, or that is not read here. */
  | 'algorithm'
  /** It is of other bytes. */
  | 'wrong_message'
  /** It answers another request. */
  | 'wrong_nonce'
  /** It was given under another policy than the one asked for. */
  | 'wrong_policy'
  /** The signature, or what it is over, does not fit. */
  | 'bad_signature'
  /** The certificate of the signer does not serve for timestamps. */
  | 'certificate'
  /** The certificate does not lead to one of those trusted, at the time of the stamp. */
  | 'untrusted';

/** The only error of this package; the message is for the person who names an authority or checks a token. */
export class TimestampError extends Error {
  override readonly name = 'TimestampError';
  readonly code: TimestampErrorCode;

  constructor(code: TimestampErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
