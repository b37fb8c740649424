import { nodeCrypto } from '../node/node-crypto.ts';
import { cosign, formatCheckpoint, formatVerifierKey, signNote, type KeyKind } from '../src/index.ts';

/** Someone who signs, with a key of their own for each number. */
export interface Party {
  name: string;
  seed: Uint8Array;
  vkey: string;
}

export function party(kind: KeyKind, name: string, number: number): Party {
  const seed = new Uint8Array(32).fill(number);
  return { name, seed, vkey: formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed), kind) };
}

export const log = party('log', 'log.example/one', 1);

/** Witnesses 0 to `count` - 1, none with the key of the log. */
export function someWitnesses(count: number): Party[] {
  return Array.from({ length: count }, (_, i) => party('witness', `witness.example/${i}`, 100 + i));
}

/** A checkpoint that the log has signed and the witnesses have cosigned, the first at `time`, each a second later. */
export function signedCheckpoint(
  { size, root }: { size: bigint; root: Uint8Array },
  witnesses: readonly Party[],
  time = 1_700_000_000n,
): string {
  const note = signNote(nodeCrypto, formatCheckpoint({ origin: log.name, size, root }), log);
  return witnesses.reduce((signed, witness, i) => cosign(nodeCrypto, signed, witness, time + BigInt(i)), note);
}

/** A signature line with any bytes after the key id of this party. */
export function signatureLine({ name, vkey }: Party, bytes: Uint8Array): string {
  const id = Buffer.from(vkey.split('+')[1] ?? '', 'hex');
  return `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;
}
