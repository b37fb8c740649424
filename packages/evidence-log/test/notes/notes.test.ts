import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import {
  formatCheckpoint,
  formatVerifierKey,
  openNote,
  openVerifierKey,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
} from '../../src/index.ts';
import { hex } from '../oracle.ts';

/** The key and note of the tests of Go's golang.org/x/mod/sumdb/note. */
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const goText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const goNote = `${goText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
const goEnochKey = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';

test('a note signed here is byte for byte the one that Go signs', () => {
  assert.equal(signNote(nodeCrypto, goText, { name: 'PeterNeumann', seed: goSeed }), goNote);
  assert.equal(formatVerifierKey(nodeCrypto, 'PeterNeumann', nodeCrypto.ed25519PublicKey(goSeed)), goKey);
  assert.deepEqual(openNote(nodeCrypto, goNote, [goEnochKey, goKey]), { text: goText, signedBy: [goKey], unknown: 0 });
});

test('RFC 8032 test 1 signs as the RFC says', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  assert.equal(
    hex(nodeCrypto.ed25519PublicKey(seed)),
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
  const signature = nodeCrypto.ed25519Sign(seed, new Uint8Array(0));
  assert.match(hex(signature), /^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155/);
});

test('any one changed character of a signed note is found', () => {
  fc.assert(
    fc.property(fc.nat(goNote.length - 1), fc.integer({ min: 1, max: 0x7e }), (at, code) => {
      const changed = goNote.slice(0, at) + String.fromCharCode(code) + goNote.slice(at + 1);
      fc.pre(changed !== goNote);
      assert.throws(() => openNote(nodeCrypto, changed, [goKey]), { name: 'LogError' });
    }),
    { numRuns: 2000 },
  );
});

test('another spelling of the same base64 is refused', () => {
  assert.throws(() => openNote(nodeCrypto, goNote.replace('nAM=', 'nAN='), [goKey]), {
    code: 'malformed',
    message: /canonical/,
  });
  assert.throws(() => openNote(nodeCrypto, goNote.replace('nAM=', 'nAM'), [goKey]), { code: 'malformed' });
  assert.throws(() => parseVerifierKey(`${goKey}=`), { code: 'malformed' });
  assert.throws(() => parseVerifierKey(goKey.replace('c74f20a3', 'C74F20A3')), { code: 'malformed' });
  assert.throws(() => openVerifierKey(nodeCrypto, goKey.replace('c74f20a3', 'c74f20a4')), {
    code: 'malformed',
    message: /id/,
  });
  assert.throws(() => parseVerifierKey(goKey.slice(0, -4)), { code: 'malformed', message: /32 bytes/ });
});

test('a note by unknown keys alone is refused, and unknown signatures beside a known one are counted', () => {
  assert.throws(() => openNote(nodeCrypto, goNote, [goEnochKey]), { code: 'unknown_signer' });
  const seed = new Uint8Array(32).fill(7);
  const [, line = ''] = signNote(nodeCrypto, goText, { name: 'witness.example/7', seed }).split('\n\n');
  assert.equal(openNote(nodeCrypto, goNote + line, [goKey]).unknown, 1);
  const witness = formatVerifierKey(nodeCrypto, 'witness.example/7', nodeCrypto.ed25519PublicKey(seed));
  assert.deepEqual(openNote(nodeCrypto, goNote + line, [witness, goKey]).signedBy, [witness, goKey]);
  assert.throws(() => openNote(nodeCrypto, goNote + line.replace(/.{10}=\n/, 'AAAAAAAAAA=\n'), [witness, goKey]), {
    code: 'bad_signature',
  });
  assert.throws(() => openNote(nodeCrypto, goNote + goNote.split('\n\n')[1], [goKey]), {
    code: 'malformed',
    message: /two/,
  });
});

test('keys of low order and keys not in canonical form are refused', () => {
  const littleEndian = (y: bigint) => Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
  const p = 2n ** 255n - 19n;
  const lowOrder = [
    0n,
    1n,
    p - 1n,
    BigInt(
      `0x${Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex').reverse().toString('hex')}`,
    ),
    BigInt(
      `0x${Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex').reverse().toString('hex')}`,
    ),
  ];
  const key = (bytes: Uint8Array) =>
    `evil.example+00000000+${Buffer.concat([Uint8Array.of(1), bytes]).toString('base64')}`;
  for (const y of lowOrder) {
    for (const sign of [0n, 2n ** 255n]) {
      assert.throws(() => parseVerifierKey(key(littleEndian(y + sign))), { code: 'weak_key', message: /low order/ });
      assert.throws(() => formatVerifierKey(nodeCrypto, 'evil.example', littleEndian(y + sign)), { code: 'weak_key' });
    }
  }
  for (const y of [p, p + 1n, p + 3n, 2n ** 255n - 1n]) {
    assert.throws(() => parseVerifierKey(key(littleEndian(y))), { code: 'weak_key', message: /canonical/ });
  }
});

test('names without a legal form are refused', () => {
  for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\nb']) {
    assert.throws(() => signNote(nodeCrypto, goText, { name, seed: goSeed }), { code: 'malformed' });
  }
  for (const text of ['no newline', 'a\tb\n', 'a\r\n', '\ud800\n']) {
    assert.throws(() => signNote(nodeCrypto, text, { name: 'a', seed: goSeed }), { code: 'malformed' });
  }
});

test('text in any script signs and opens', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (raw) => {
      const text = `${raw.replaceAll(/\p{Cc}/gu, '')}\n`;
      assert.equal(
        openNote(nodeCrypto, signNote(nodeCrypto, text, { name: 'PeterNeumann', seed: goSeed }), [goKey]).text,
        text,
      );
    }),
    { numRuns: 200 },
  );
});

test('a checkpoint is read as the C2SP example is written', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const checkpoint = parseCheckpoint(text);
  assert.equal(checkpoint.size, 20_852_163n);
  assert.equal(formatCheckpoint(checkpoint), text);
  const signed = `${text}\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`;
  assert.deepEqual(parseCheckpoint(signed), checkpoint);
});

test('a checkpoint in any other form is refused', () => {
  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  const bad = [
    `\n5\n${root}\n`,
    `o\n05\n${root}\n`,
    `o\n+5\n${root}\n`,
    `o\n\n${root}\n`,
    `o\n18446744073709551616\n${root}\n`,
    `o\n5\n${root.slice(0, -4)}\n`,
    `o\n5\n${root.replace('q2I=', 'q2J=')}\n`,
    `o\n5\n${root}`,
    `o\n5\n${root}\nextension\n`,
    `o\n5\n${root}\n\n`,
  ];
  for (const text of bad) assert.throws(() => parseCheckpoint(text), { name: 'LogError' }, JSON.stringify(text));
});
