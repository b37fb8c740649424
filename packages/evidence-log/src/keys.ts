import { concatBytes, equalBytes, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';

/**
 * What an Ed25519 key signs: a log its checkpoints (C2SP signed-note, type 0x01), a witness the
 * checkpoints of logs it watches, with a time (C2SP tlog-cosignature, type 0x04).
 */
export type KeyKind = 'log' | 'witness';

/** A public key of C2SP signed-note with the name it signs under. */
export interface VerifierKey {
  kind: KeyKind;
  name: string;
  /** First four bytes of SHA-256(name, newline, type, key). */
  id: Uint8Array;
  /** Ed25519, 32 bytes. */
  publicKey: Uint8Array;
}

const typeByte = { log: 0x01, witness: 0x04 } as const satisfies Record<KeyKind, number>;
const newline = 0x0a;

/** The order of the field of Ed25519; an encoded y at or above it is a second name for another key. */
const p = 2n ** 255n - 19n;

/**
 * y of the points of small order. Under such keys signatures verify for messages nobody signed;
 * whether a library refuses them differs between libraries and versions.
 */
const smallOrder = new Set([
  0n,
  1n,
  p - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
]);

/** The vkey of an Ed25519 key: `<name>+<key id in hex>+<base64 of type and key>`. */
export function formatVerifierKey(crypto: Crypto, name: string, publicKey: Uint8Array, kind: KeyKind = 'log'): string {
  checkKeyName(name);
  checkPublicKey(publicKey);
  const id = keyId(crypto, { kind, name, publicKey });
  return `${name}+${toHex(id)}+${toBase64(concatBytes(Uint8Array.of(typeByte[kind]), publicKey))}`;
}

/**
 * Reads a vkey of either kind. Whether its id is the one of this name and key takes a hash: `openVerifierKey`.
 * @throws LogError `malformed`, or `weak_key` for a key that must never be registered.
 */
export function parseVerifierKey(vkey: string): VerifierKey {
  const [, name = '', hex = '', material = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  if (material === '') throw new LogError('malformed', 'The verifier key is not of the form name+id+key.');
  checkKeyName(name);
  const bytes = fromBase64(material, 'The verifier key');
  const kind = kindOf(bytes[0]);
  if (kind === undefined) {
    throw new LogError(
      'malformed',
      `The verifier key ${name} is of type ${bytes[0]}; only Ed25519 of a log (1) and of a witness (4) are known.`,
    );
  }
  const publicKey = bytes.slice(1);
  checkPublicKey(publicKey);
  return { kind, name, id: Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)), publicKey };
}

/**
 * As `parseVerifierKey`, and the key must be of the kind that is needed, with the id that follows
 * from name, kind and key.
 * @throws LogError `wrong_key_kind` for a key of the other kind.
 */
export function openVerifierKey(crypto: Crypto, vkey: string, kind: KeyKind = 'log'): VerifierKey {
  const key = parseVerifierKey(vkey);
  if (key.kind !== kind)
    throw new LogError(
      'wrong_key_kind',
      `The verifier key ${key.name} is of a ${key.kind}; one of a ${kind} is needed.`,
    );
  if (!equalBytes(keyId(crypto, key), key.id)) {
    throw new LogError('malformed', `The id in the verifier key ${key.name} is not the id of this name and key.`);
  }
  return key;
}

/** First four bytes of SHA-256(name, newline, type, key) (C2SP signed-note and tlog-cosignature). */
export function keyId(crypto: Crypto, { kind, name, publicKey }: Omit<VerifierKey, 'id'>): Uint8Array {
  return crypto.sha256(concatBytes(utf8(name), Uint8Array.of(newline, typeByte[kind]), publicKey)).slice(0, 4);
}

function kindOf(type: number | undefined): KeyKind | undefined {
  if (type === typeByte.log) return 'log';
  return type === typeByte.witness ? 'witness' : undefined;
}

/** Key names are not empty and hold no space and no plus (C2SP signed-note). */
export function checkKeyName(name: string): void {
  if (!isKeyName(name))
    throw new LogError('malformed', 'A key name is not empty and has no spaces, control characters or plus signs.');
}

export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}\p{Cc}+]/u.test(name);
}

function checkPublicKey(key: Uint8Array): void {
  if (key.length !== 32) throw new LogError('malformed', `An Ed25519 public key has 32 bytes, not ${key.length}.`);
  const y = BigInt(`0x${toHex(key.toReversed())}`) & (2n ** 255n - 1n);
  if (y >= p) throw new LogError('weak_key', 'The Ed25519 public key is not in its canonical form.');
  if (smallOrder.has(y))
    throw new LogError('weak_key', 'The Ed25519 public key is of low order: anyone could sign under it.');
}
