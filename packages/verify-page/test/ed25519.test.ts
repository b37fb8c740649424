import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import * as ed from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import * as fc from 'fast-check';
import { verifySignature, weaknessOf } from '../src/verify/ed25519.ts';

const { Point } = ed;
const { n, p } = Point.CURVE();
ed.hashes.sha512 = sha512;
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** RFC 8032, section 7.1: public key, message, signature. */
const vectors: [string, string, string][] = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
];

/** A point of order 8. */
const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

test('EL44 the signatures of RFC 8032 hold, and none of them under another message', () => {
  for (const [key, message, signature] of vectors) {
    assert.equal(weaknessOf(hex(key)), undefined);
    assert.equal(verifySignature(hex(key), hex(message), hex(signature)), true);
    assert.equal(verifySignature(hex(key), hex(`${message}00`), hex(signature)), false);
  }
});

test('EL44 every bit of key, message and signature decides as in OpenSSL', () => {
  const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const bit = fc.option(fc.nat(8 * 96 - 1));
  fc.assert(
    fc.property(seed, fc.uint8Array({ maxLength: 40 }), bit, (seed, message, bit) => {
      const key = nodeCrypto.ed25519PublicKey(seed);
      const parts = Buffer.concat([key, nodeCrypto.ed25519Sign(seed, message)]);
      if (bit !== null) parts[bit >> 3] = (parts[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const [changed, signature] = [Uint8Array.from(parts.subarray(0, 32)), Uint8Array.from(parts.subarray(32))];
      const here = verifySignature(changed, message, signature);
      assert.equal(here, nodeCrypto.ed25519Verify(changed, message, signature));
      assert.equal(here, bit === null);
    }),
    { numRuns: 100 },
  );
});

test('EL44 a signature that only holds with the cofactor is refused, as by OpenSSL', () => {
  const message = Uint8Array.of(1, 2, 3);
  const [secret, nonce] = [0x1234567890abcdefn, 0xfedcba987654321n];
  for (const [shift, holds] of [
    [Point.ZERO, true],
    [torsion, false],
  ] as const) {
    const key = Point.BASE.multiply(secret).toBytes();
    const r = Point.BASE.multiply(nonce).add(shift).toBytes();
    const s = (nonce + scalar(sha512(Buffer.concat([r, key, message]))) * secret) % n;
    const signature = Uint8Array.from([...r, ...encoded(s)]);
    assert.equal(ed.verify(signature, message, key), true, 'it holds with the cofactor');
    assert.equal(verifySignature(key, message, signature), holds);
    assert.equal(nodeCrypto.ed25519Verify(key, message, signature), holds);
  }
});

test('EL44 S at or above the order of the group and signatures of another length are refused', () => {
  const [key = '', message = '', signature = ''] = vectors[1] ?? [];
  const bytes = hex(signature);
  const s = scalar(bytes.subarray(32));
  const raised = Uint8Array.from([...bytes.subarray(0, 32), ...encoded(s + n)]);
  assert.equal(verifySignature(hex(key), hex(message), raised), false);
  for (const length of [0, 32, 63])
    assert.equal(verifySignature(hex(key), hex(message), bytes.slice(0, length)), false);
  assert.equal(verifySignature(hex(key), hex(message), Uint8Array.from([...bytes, 0])), false);
});

test('EL2 keys of low order and keys in another than the canonical form are weak', () => {
  let point = torsion;
  for (let i = 1; i <= 8; i += 1) {
    for (const sign of [0, 0x80]) {
      const key = Uint8Array.from(point.toBytes());
      key[31] = ((key[31] ?? 0) & 0x7f) | sign;
      assert.match(weaknessOf(key) ?? '', /low order/, `${i} times the point, sign ${sign}`);
    }
    point = point.add(torsion);
  }
  for (const y of [p, p + 1n, p + 18n]) assert.match(weaknessOf(encoded(y)) ?? '', /canonical/);
});

function encoded(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function scalar(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
