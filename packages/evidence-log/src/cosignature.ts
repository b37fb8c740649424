import { concatBytes, equalBytes, utf8 } from './bytes.ts';
import { parseText } from './checkpoint.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { checkKeyName, keyId, type VerifierKey } from './keys.ts';
import { formatSignature, splitNote, verifySignature } from './note.ts';

const timeBytes = 8;
const signatureBytes = 64;
const maxTime = 2n ** 63n - 1n;

/**
 * Cosigns a checkpoint as a witness (C2SP tlog-cosignature, Ed25519) and returns the note with the
 * line of the witness below the others. It vouches that, as of `time` (seconds since 1970), this is
 * the largest tree of the log that the witness has seen and that it continues every one before: the
 * witness verifies the log's signature and a consistency proof first, nothing here does.
 * @throws LogError `malformed` where the note is no signed checkpoint, or bears a line of this key;
 * `out_of_range` for a time that a cosignature can't hold.
 */
export function cosign(
  crypto: Crypto,
  note: string,
  { name, seed }: { name: string; seed: Uint8Array },
  time: bigint,
): string {
  checkKeyName(name);
  if (!isTime(time)) throw new LogError('out_of_range', `The time ${time} is not between 1 and 2^63 - 1.`);
  const { text, signatures } = splitNote(note);
  parseText(text);
  const id = keyId(crypto, { kind: 'witness', name, publicKey: crypto.ed25519PublicKey(seed) });
  if (signatures.some((line) => line.name === name && equalBytes(line.id, id)))
    throw new LogError('malformed', `The note already has a cosignature of ${name}.`);
  const signature = concatBytes(formatTime(time), crypto.ed25519Sign(seed, cosignedMessage(text, time)));
  const cosigned = note + formatSignature({ name, id, signature });
  splitNote(cosigned);
  return cosigned;
}

/**
 * Time, in seconds since 1970, that the witness vouches for in its signature line.
 * @throws LogError `malformed` for a time of zero, which would state none, or above 2^63 - 1;
 * `bad_signature` where it has not signed this checkpoint at this time.
 */
export function verifyCosignature(crypto: Crypto, key: VerifierKey, text: string, signature: Uint8Array): bigint {
  if (signature.length !== timeBytes + signatureBytes) {
    throw new LogError(
      'malformed',
      `The cosignature of ${key.name} has ${signature.length} bytes, not ${timeBytes + signatureBytes}.`,
    );
  }
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  if (!isTime(time))
    throw new LogError(
      'malformed',
      `The time of the cosignature of ${key.name}, ${time}, is not between 1 and 2^63 - 1.`,
    );
  verifySignature(crypto, key, cosignedMessage(text, time), signature.slice(timeBytes));
  return time;
}

function cosignedMessage(text: string, time: bigint): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

function formatTime(time: bigint): Uint8Array {
  const bytes = new Uint8Array(timeBytes);
  new DataView(bytes.buffer).setBigUint64(0, time);
  return bytes;
}

function isTime(time: bigint): boolean {
  return time > 0n && time <= maxTime;
}
