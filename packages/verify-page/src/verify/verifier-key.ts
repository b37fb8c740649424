import { Malformed } from './broken.ts';
import { bytesOfBase64, hexOf, joined } from './bytes.ts';
import { weaknessOf } from './ed25519.ts';
import { sha256Hex } from './hash.ts';

/** A key of C2SP signed-note, with the text it was read from. */
export interface VerifierKey {
  vkey: string;
  name: string;
  /** Eight hex digits. */
  id: string;
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
}

/** What a key signs: a log its checkpoints, or a witness those of logs (C2SP tlog-cosignature). */
const typeOf = { log: 1, witness: 4 };

/**
 * Reads `name+id+key`, where the id must be the one that follows from name and key.
 * @throws Malformed for anything else, a key of low order included.
 */
export function readVerifierKey(vkey: string, kind: keyof typeof typeOf = 'log'): VerifierKey {
  const [name = '', id = '', ...more] = vkey.split('+');
  // Base64 has the plus sign in its alphabet.
  const base64 = more.join('+');
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || base64 === '')
    throw new Malformed('The key is not of the form name+id+key.');
  const bytes = bytesOfBase64(base64, 'The key');
  if (bytes[0] !== typeOf[kind] || bytes.length !== 33)
    throw new Malformed(`The key is not an Ed25519 key of a ${kind}, of 32 bytes.`);
  const publicKey = bytes.slice(1);
  const weakness = weaknessOf(publicKey);
  if (weakness !== undefined) throw new Malformed(`The key ${weakness}.`);
  const follows = sha256Hex(joined(new TextEncoder().encode(`${name}\n`), bytes)).slice(0, 8);
  if (id !== follows) throw new Malformed(`The id of the key is ${id}; from its name and key follows ${follows}.`);
  return { vkey, name, id, publicKey };
}

export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name);
}

/** Id of a signature: the first four of its bytes, as hex. */
export function keyIdOf(signature: Uint8Array): string {
  return hexOf(signature.subarray(0, 4));
}
