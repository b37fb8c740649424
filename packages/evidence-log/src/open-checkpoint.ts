import { utf8 } from './bytes.ts';
import { parseText, type Checkpoint } from './checkpoint.ts';
import { verifyCosignature } from './cosignature.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { openVerifierKey, parseVerifierKey } from './keys.ts';
import { eachKnown, splitNote, unknownSigner, verifySignature } from './note.ts';

/** A witness vouches for a checkpoint (C2SP tlog-cosignature). */
export interface Cosignature {
  vkey: string;
  /** The name of the witness in its key. */
  name: string;
  /** Seconds since 1970 by the clock of the witness; never zero. Whether it is in the future is for the caller. */
  time: bigint;
}

/** A checkpoint whose signatures have been verified. */
export interface OpenedCheckpoint extends Checkpoint {
  /** The vkeys of logs whose signatures hold, in the order given. */
  signedBy: string[];
  /** Of the witnesses that were given, those that have cosigned, in the order given. */
  cosignatures: Cosignature[];
  /** Signature lines by keys that were not given; they say nothing. */
  unknown: number;
}

/** Keys that a verifier trusts, as vkeys. */
export interface TrustedKeys {
  logs: readonly string[];
  witnesses: readonly string[];
}

/**
 * Opens a checkpoint: a log key named as its origin must have signed it, and no signature or
 * cosignature by one of the keys may be wrong. How many witnesses it takes is for a policy
 * (`openByPolicy`).
 * @throws LogError `malformed`, `weak_key`, `wrong_key_kind`, `unknown_signer` or `bad_signature`.
 */
export function openCheckpoint(crypto: Crypto, note: string, keys: TrustedKeys): OpenedCheckpoint {
  const opened = openSigned(crypto, note, keys);
  const signedBy = opened.signedBy.filter((vkey) => parseVerifierKey(vkey).name === opened.origin);
  if (signedBy.length === 0) {
    const names = opened.signedBy.map((vkey) => parseVerifierKey(vkey).name).join(', ');
    throw new LogError(
      'unknown_signer',
      `The checkpoint of ${opened.origin} is signed by the key of ${names} instead.`,
    );
  }
  return { ...opened, signedBy };
}

/** As `openCheckpoint`, and the log key may have another name than the origin. */
export function openSigned(crypto: Crypto, note: string, { logs, witnesses }: TrustedKeys): OpenedCheckpoint {
  const keys = [
    ...logs.map((vkey) => ({ vkey, ...openVerifierKey(crypto, vkey, 'log') })),
    ...witnesses.map((vkey) => ({ vkey, ...openVerifierKey(crypto, vkey, 'witness') })),
  ];
  const { text, signatures } = splitNote(note);
  const signers = new Set<string>();
  const cosigners = new Map<string, Cosignature>();
  const unknown = eachKnown(signatures, keys, (key, signature) => {
    const { kind, vkey, name } = key;
    if (kind === 'witness') {
      cosigners.set(vkey, { vkey, name, time: verifyCosignature(crypto, key, text, signature) });
    } else {
      verifySignature(crypto, key, utf8(text), signature);
      signers.add(vkey);
    }
  });
  if (signers.size === 0) throw unknownSigner(signatures);
  return {
    ...parseText(text),
    signedBy: logs.filter((vkey) => signers.has(vkey)),
    cosignatures: [...new Set(witnesses)].flatMap((vkey) => cosigners.get(vkey) ?? []),
    unknown,
  };
}
