import { concatBytes, equalBytes, fromBase64, toBase64, utf8 } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { checkKeyName, isKeyName, keyId, openVerifierKey } from './keys.ts';

/** Most signatures a note may carry here; C2SP asks for 16 at least. */
const maxSignatures = 100;

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
  const id = keyId(crypto, name, crypto.ed25519PublicKey(seed));
  return `${text}\n— ${name} ${toBase64(concatBytes(id, crypto.ed25519Sign(seed, utf8(text))))}\n`;
}

/**
 * Opens a note: at least one of the keys must have signed it, and no signature by one of them may be
 * wrong. Signatures by other keys are counted and otherwise ignored.
 * @throws LogError `malformed`, `weak_key`, `unknown_signer` or `bad_signature`.
 */
export function openNote(crypto: Crypto, note: string, vkeys: readonly string[]): OpenedNote {
  const keys = vkeys.map((vkey) => ({ vkey, ...openVerifierKey(crypto, vkey) }));
  const { text, signatures } = splitNote(note);
  const message = utf8(text);
  const signers = new Set<string>();
  let unknown = 0;
  for (const { name, id, signature } of signatures) {
    const key = keys.find((each) => each.name === name && equalBytes(each.id, id));
    if (key === undefined) {
      unknown += 1;
      continue;
    }
    if (signature.length !== 64 || !crypto.ed25519Verify(key.publicKey, message, signature)) {
      throw new LogError('bad_signature', `The signature of ${name} does not fit the text.`);
    }
    if (signers.has(key.vkey)) throw new LogError('malformed', `The note has two signatures of ${name}.`);
    signers.add(key.vkey);
  }
  if (signers.size === 0) {
    const found = [...new Set(signatures.map(({ name }) => name))].join(', ');
    throw new LogError('unknown_signer', `The note is signed by ${found}, with no key that was given.`);
  }
  return { text, signedBy: vkeys.filter((vkey) => signers.has(vkey)), unknown };
}

/** Takes a note apart without verifying anything. */
export function splitNote(note: string): {
  text: string;
  signatures: { name: string; id: Uint8Array; signature: Uint8Array }[];
} {
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
