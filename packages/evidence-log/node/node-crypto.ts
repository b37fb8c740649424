import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import type { Crypto } from '../src/index.ts';

/** PKCS #8 and SPKI around raw Ed25519 keys (RFC 8410): the DER bytes before the 32 of the key. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** The primitives of the log from node:crypto. */
export const nodeCrypto: Crypto = {
  sha256: (bytes) => {
    // By way of a text: as a buffer, each hash is a block of memory of its own, and collecting these takes longer than hashing.
    const { buffer, byteOffset, length } = Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
    return new Uint8Array(buffer, byteOffset, length);
  },
  ed25519Sign: (seed, message) => new Uint8Array(sign(null, message, privateKey(seed))),
  ed25519PublicKey: (seed) =>
    new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(spki.length)),
  ed25519Verify: (publicKey, message, signature) => {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  },
};

function privateKey(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new RangeError(`An Ed25519 seed has 32 bytes, not ${seed.length}.`);
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}
