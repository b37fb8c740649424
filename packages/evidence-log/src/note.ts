import { concatBytes, equalBytes, fromBase64, toBase64, utf8 } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { checkKeyName, isKeyName, keyId, openVerifierKey, type VerifierKey } from './keys.ts';

/** Most signatures a note may carry here; C2SP asks for 16 at least. */
const maxSignatures = 100;

/** A signature line: who signed, with which key, and the bytes after the key id. */
export interface Signature {
  name: string;
  id: Uint8Array;
  signature: Uint8Array;
}

/** A note whose signatures have been verified. */
export interface OpenedNote {
  /** The signed text, with its final newline. */
  text: string;
  /** The vkeys whose signatures hold, in the order given. */
  signedBy: string[];
  /** Signature lines by keys that were not given; they say nothing. */
  unknown: number;
}

/** Signs a text with an Ed25519 key (C2SP signed-note) and returns the whole note. */
export function signNote(crypto: Crypto, text: string, { name, seed }: { name: string; seed: Uint8Array }): string {
  checkText(text);
  checkKeyName(name);
  const id = keyId(crypto, { kind: 'log', name, publicKey: crypto.ed25519PublicKey(seed) });
  return `${text}\n${formatSignature({ name, id, signature: crypto.ed25519Sign(seed, utf8(text)) })}`;
}

/** One line below a note. */
export function formatSignature({ name, id, signature }: Signature): string {
  return `— ${name} ${toBase64(concatBytes(id, signature))}\n`;
}

/**
 * Opens a note: at least one of the keys must have signed it, and no signature by one of them may be
 * wrong. Signatures by other keys are counted and otherwise ignored.
 * @throws LogError `malformed`, `weak_key`, `unknown_signer` or `bad_signature`.
 */
export function openNote(crypto: Crypto, note: string, vkeys: readonly string[]): OpenedNote {
  const keys = vkeys.map((vkey) => ({ vkey, ...openVerifierKey(crypto, vkey) }));
  const { text, signatures } = splitNote(note);
  const signers = new Set<string>();
  const unknown = eachKnown(signatures, keys, (key, signature) => {
    verifySignature(crypto, key, utf8(text), signature);
    signers.add(key.vkey);
  });
  if (signers.size === 0) throw unknownSigner(signatures);
  return { text, signedBy: vkeys.filter((vkey) => signers.has(vkey)), unknown };
}

/** Gives each signature line by one of the keys to `check`; returns how many are by others. */
export function eachKnown<Key extends VerifierKey>(
  signatures: readonly Signature[],
  keys: readonly Key[],
  check: (key: Key, signature: Uint8Array) => void,
): number {
  const seen = new Set<Key>();
  let unknown = 0;
  for (const { name, id, signature } of signatures) {
    const key = keys.find((each) => each.name === name && equalBytes(each.id, id));
    if (key === undefined) {
      unknown += 1;
      continue;
    }
    check(key, signature);
    if (seen.has(key)) throw new LogError('malformed', `The note has two signatures of ${name}.`);
    seen.add(key);
  }
  return unknown;
}

/** @throws LogError `bad_signature` where the key has not signed these bytes. */
export function verifySignature(
  crypto: Crypto,
  { name, publicKey }: VerifierKey,
  message: Uint8Array,
  signature: Uint8Array,
): void {
  if (signature.length !== 64 || !crypto.ed25519Verify(publicKey, message, signature))
    throw new LogError('bad_signature', `The signature of ${name} does not fit the text.`);
}

/** The error of a note that none of the given keys has signed; it names those that did. */
export function unknownSigner(signatures: readonly Signature[]): LogError {
  const found = [...new Set(signatures.map(({ name }) => name))].join(', ');
  return new LogError('unknown_signer', `The note is signed by ${found}, with no key that was given.`);
}

/** Takes a note apart without verifying anything. */
export function splitNote(note: string): { text: string; signatures: Signature[] } {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) throw new LogError('malformed', 'The note has no signature below an empty line.');
  const text = note.slice(0, at + 1);
  checkText(text);
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > maxSignatures)
    throw new LogError('malformed', `The note has more than ${maxSignatures} signatures.`);
  const signatures = lines.map((line) => {
    const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (base64 === '' || !isKeyName(name)) throw new LogError('malformed', 'The note has a line that is no signature.');
    const bytes = fromBase64(base64, `The signature of ${name}`);
    if (bytes.length < 5) throw new LogError('malformed', `The signature of ${name} is too short.`);
    return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text, signatures };
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new LogError('malformed', 'The text of a note ends with a newline.');
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) throw new LogError('malformed', 'The text of a note has a control character.');
  }
}
