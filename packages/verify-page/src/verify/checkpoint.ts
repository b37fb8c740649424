import { Malformed } from './broken.ts';
import { bytesOfBase64 } from './bytes.ts';
import { verifySignature } from './ed25519.ts';
import { isKeyName, keyIdOf, type VerifierKey } from './verifier-key.ts';

/** State of a log (C2SP tlog-checkpoint). */
export interface Checkpoint {
  origin: string;
  size: bigint;
  root: Uint8Array;
}

/** Signatures under a checkpoint. */
export interface Signers {
  /** Keys whose signature holds. */
  known: VerifierKey[];
  /** Signatures by keys that were not given. */
  unknown: Signature[];
}

/** A line below a checkpoint: whose, and the key id with what follows it. */
interface Signature {
  name: string;
  bytes: Uint8Array;
}

/** A witness that has cosigned, and the seconds since 1970 that it vouches for. */
export interface Cosigner {
  name: string;
  time: bigint;
}

const maxTime = 2n ** 63n - 1n;
const maxSize = 2n ** 64n - 1n;
/** As many as the log itself accepts; C2SP asks for 16 at least. */
const maxSignatures = 100;

/**
 * Reads origin, size and root hash; whether anybody has signed them is told by `readSigners`.
 * @throws Malformed for another form, extension lines included.
 */
export function readCheckpoint(note: string): Checkpoint {
  const text = note.includes('\n\n') ? split(note).text : note;
  const lines = text.split('\n');
  const [origin = '', size = '', root = '', end] = lines;
  if (origin === '' || lines.length !== 4 || end !== '')
    throw new Malformed('The checkpoint does not have the three lines for origin, size and root hash.');
  if (!/^(0|[1-9][0-9]*)$/.test(size) || BigInt(size) > maxSize)
    throw new Malformed('The size in the checkpoint is not a plain number.');
  const hash = bytesOfBase64(root, 'The root hash in the checkpoint');
  if (hash.length !== 32) throw new Malformed('The root hash in the checkpoint does not have 32 bytes.');
  return { origin, size: BigInt(size), root: hash };
}

/**
 * Verifies the signatures of these keys under a note (C2SP signed-note).
 * @throws Malformed when one of them is wrong or there is none.
 */
export function readSigners(note: string, keys: readonly VerifierKey[]): Signers {
  const { text, signatures } = split(note);
  const message = new TextEncoder().encode(text);
  const signers: Signers = { known: [], unknown: [] };
  for (const signature of signatures) {
    const { name, bytes } = signature;
    const key = keyFor(signature, keys);
    if (key === undefined) {
      signers.unknown.push(signature);
      continue;
    }
    if (signers.known.includes(key)) throw new Malformed(`The checkpoint is signed by ${name} twice.`);
    if (!verifySignature(key.publicKey, message, bytes.subarray(4)))
      throw new Malformed(`The signature of ${name} does not fit the checkpoint.`);
    signers.known.push(key);
  }
  if (signers.known.length === 0) throw new Malformed('The checkpoint is signed with another key than the given one.');
  return signers;
}

/**
 * Verifies that each of these lines is the cosignature of one of the witnesses (C2SP tlog-cosignature).
 * @throws Malformed where one is by somebody else, is wrong, or is there twice.
 */
export function readCosigners(
  note: string,
  signatures: readonly Signature[],
  witnesses: readonly VerifierKey[],
): Cosigner[] {
  const { text } = split(note);
  const seen = new Set<VerifierKey>();
  return signatures.map((signature) => {
    const { name, bytes } = signature;
    const key = keyFor(signature, witnesses);
    if (key === undefined)
      throw new Malformed('Somebody signed the checkpoint with a key that is not at hand to check it.');
    if (seen.has(key)) throw new Malformed(`The checkpoint is cosigned by ${name} twice.`);
    seen.add(key);
    if (bytes.length !== 4 + 8 + 64) throw new Malformed(`The cosignature of ${name} is too short or too long.`);
    const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4);
    if (time === 0n || time > maxTime) throw new Malformed(`The cosignature of ${name} states no time.`);
    const message = new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`);
    if (!verifySignature(key.publicKey, message, bytes.subarray(12)))
      throw new Malformed(`The cosignature of ${name} does not fit the checkpoint.`);
    return { name, time };
  });
}

function keyFor({ name, bytes }: Signature, keys: readonly VerifierKey[]): VerifierKey | undefined {
  return keys.find((each) => each.name === name && each.id === keyIdOf(bytes));
}

function split(note: string): { text: string; signatures: Signature[] } {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) throw new Malformed('The checkpoint has no signature.');
  const text = note.slice(0, gap + 1);
  // oxlint-disable-next-line no-control-regex -- notes have no control characters but the newline
  if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new Malformed('The checkpoint has a control character.');
  const lines = note.slice(gap + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw new Malformed(`The checkpoint has more than ${maxSignatures} signatures.`);
  return { text, signatures: lines.map(readSignature) };
}

function readSignature(line: string): Signature {
  const [dash, name = '', base64 = '', ...rest] = line.split(' ');
  if (dash !== '—' || !isKeyName(name) || base64 === '' || rest.length > 0)
    throw new Malformed('The checkpoint has a line below it that is no signature.');
  const bytes = bytesOfBase64(base64, `The signature of ${name}`);
  if (bytes.length < 5) throw new Malformed(`The signature of ${name} is too short.`);
  return { name, bytes };
}
