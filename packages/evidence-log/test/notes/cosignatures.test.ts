import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import {
  cosign,
  formatVerifierKey,
  openCheckpoint,
  openNote,
  openVerifierKey,
  parseVerifierKey,
  signNote,
  verifyLog,
} from '../../src/index.ts';
import { hex, MemoryLog, someEntries } from '../oracle.ts';
import { log, party, signatureLine, signedCheckpoint, someWitnesses } from '../parties.ts';

const unhex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const [anna, bert] = [party('witness', 'witness.example/anna', 2), party('witness', 'witness.example/bert', 3)];
const state = { size: 20_852_163n, root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64') };
const text = `${log.name}\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n`;
const signed = signedCheckpoint(state, []);

/** Cosignature bytes as C2SP tlog-cosignature describes them, for any time. */
function timestamped(seed: Uint8Array, time: bigint): Uint8Array {
  const bytes = Buffer.alloc(72);
  bytes.writeBigUInt64BE(time);
  bytes.set(nodeCrypto.ed25519Sign(seed, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)), 8);
  return bytes;
}

const open = (note: string, witnesses = [anna.vkey, bert.vkey]) =>
  openCheckpoint(nodeCrypto, note, { logs: [log.vkey], witnesses });

test('EL30 the key of a witness is read and written as the tests of project-oak/oak write it', () => {
  const vkey = 'test-witness+26349ef0+BIQDFTUlktisMqJzWn8qhteWrRr4dLcQ9R37T+8LQyQF';
  const key = openVerifierKey(nodeCrypto, vkey, 'witness');
  assert.deepEqual([key.kind, key.name, hex(key.id)], ['witness', 'test-witness', '26349ef0']);
  assert.equal(formatVerifierKey(nodeCrypto, key.name, key.publicKey, 'witness'), vkey);
  assert.equal(parseVerifierKey(log.vkey).kind, 'log');
});

test('EL30 the key of a witness does not serve where one of a log is needed, nor the other way round', async () => {
  const wrong = { name: 'LogError', code: 'wrong_key_kind' };
  assert.throws(() => openVerifierKey(nodeCrypto, anna.vkey), {
    ...wrong,
    message: 'The verifier key witness.example/anna is of a witness; one of a log is needed.',
  });
  assert.throws(() => openVerifierKey(nodeCrypto, log.vkey, 'witness'), wrong);
  assert.throws(() => openNote(nodeCrypto, signed, [log.vkey, anna.vkey]), wrong);
  assert.throws(() => open(signed, [log.vkey]), wrong);
  assert.throws(() => openCheckpoint(nodeCrypto, signed, { logs: [anna.vkey], witnesses: [] }), wrong);
  const reading = { checkpoint: signed, vkeys: [anna.vkey], readTile: async () => undefined };
  await assert.rejects(verifyLog(nodeCrypto, reading), wrong);
});

test('EL30 the id in the key of a witness is the one of type 4, and a weak key is refused', () => {
  const asLog = party('log', anna.name, 2).vkey.split('+')[1] ?? '';
  const witness = anna.vkey.split('+');
  assert.notEqual(asLog, witness[1]);
  assert.throws(() => openVerifierKey(nodeCrypto, [witness[0], asLog, witness[2]].join('+'), 'witness'), {
    code: 'malformed',
    message: /id/,
  });
  const key = (type: number, bytes: Uint8Array) =>
    `evil.example+00000000+${Buffer.concat([Uint8Array.of(type), bytes]).toString('base64')}`;
  const zero = new Uint8Array(32);
  assert.throws(() => parseVerifierKey(key(4, zero)), { code: 'weak_key', message: /low order/ });
  assert.throws(() => parseVerifierKey(key(4, new Uint8Array(32).fill(255))), {
    code: 'weak_key',
    message: /canonical/,
  });
  assert.throws(() => formatVerifierKey(nodeCrypto, 'evil.example', zero, 'witness'), { code: 'weak_key' });
  for (const type of [0, 2, 5, 6, 255]) {
    assert.throws(() => parseVerifierKey(key(type, zero)), { code: 'malformed', message: new RegExp(`type ${type};`) });
  }
});

test('EL30 a key that is given as a Buffer is written as it is, and left as it was', () => {
  const key = Buffer.from(nodeCrypto.ed25519PublicKey(anna.seed));
  const before = hex(key);
  assert.equal(formatVerifierKey(nodeCrypto, anna.name, key, 'witness'), anna.vkey);
  assert.equal(hex(key), before);
});

/** A tree head of a public Sigsum log with two of its cosignatures, from florolf/sigmon, tests/test_quorum.py. */
const sigsum = {
  log: unhex('0ec7e16843119b120377a73913ac6acbc2d03d82432e2c36b841b09a95841f25'),
  root: unhex('4ccedda0c3e6afc83cfcddfad7df3d95cbd1e857ecf3cf0569b8f69ce32727f8'),
  signature: unhex(
    '880207e73dbe7aa11ebab8118d4da67e59a2ff29d9b11e98b8d5d4062dbd4d12765b5389b4f0583130fa8573cf997d60b94c9e4d700469aba5a9f4383f619509',
  ),
  time: 1_754_020_861n,
  witnesses: [
    {
      name: 'witness.glasklar.is',
      key: unhex('b2106db9065ec97f25e09c18839216751a6e26d8ed8b41e485a563d3d1498536'),
      signature:
        '9ab58c0f6cbfd02549891b3b9d7e68fd7fefd42b6dc22fbbee7ed3119d1ed1807edc74c8b12fd430e4ee6084b59077d4c8eafe09eefdbbe31666828c34d24702',
    },
    {
      name: 'witness.mullvad.net',
      key: unhex('15d6d0141543247b74bab3c1076372d9c894f619c376d64b29aa312cc00f61ad'),
      signature:
        '82f16ff572ba54e6f0b2f27e0e34fa729ab42d566b1d54a0b689d345c373fd0d87a61a6b6e81b4d17b3ca9f13f01a6c1325d701e6350ecddfa54b6b453691d0f',
    },
  ],
};

test('EL31 cosignatures that witnesses of a public Sigsum log made are verified', () => {
  const origin = `sigsum.org/v1/tree/${hex(nodeCrypto.sha256(sigsum.log))}`;
  const logParty = { name: origin, seed: sigsum.log, vkey: formatVerifierKey(nodeCrypto, origin, sigsum.log) };
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(sigsum.time);
  const witnesses = sigsum.witnesses.map(({ name, key, signature }) => ({
    name,
    seed: key,
    vkey: formatVerifierKey(nodeCrypto, name, key, 'witness'),
    bytes: Buffer.concat([time, unhex(signature)]),
  }));
  const note = [
    `${origin}\n12851\n${Buffer.from(sigsum.root).toString('base64')}\n\n`,
    signatureLine(logParty, sigsum.signature),
    ...witnesses.map((witness) => signatureLine(witness, witness.bytes)),
  ].join('');
  const opened = openCheckpoint(nodeCrypto, note, {
    logs: [logParty.vkey],
    witnesses: witnesses.map(({ vkey }) => vkey),
  });
  assert.equal(opened.size, 12_851n);
  assert.deepEqual(
    opened.cosignatures,
    witnesses.map(({ name, vkey }) => ({ vkey, name, time: sigsum.time })),
  );
});

test('EL31 a cosignature is the time and a signature over header, time and text', () => {
  const time = 1_679_315_147n;
  const cosigned = cosign(nodeCrypto, signed, anna, time);
  assert.equal(cosigned, signed + signatureLine(anna, timestamped(anna.seed, time)));
  assert.equal(open(cosigned).cosignatures[0]?.time, time);
});

test('EL31 whatever the time and the tree, what was cosigned opens and says the same', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (time, size, root) => {
        const opened = open(cosign(nodeCrypto, signedCheckpoint({ size, root }, []), anna, time));
        assert.deepEqual(opened.cosignatures, [{ vkey: anna.vkey, name: anna.name, time }]);
        assert.deepEqual([opened.origin, opened.size, hex(opened.root)], [log.name, size, hex(root)]);
      },
    ),
    { numRuns: 100 },
  );
});

test('EL31 a time of zero or above 2^63 - 1 is neither written nor read', () => {
  for (const time of [0n, -1n, 2n ** 63n]) {
    assert.throws(() => cosign(nodeCrypto, signed, anna, time), { code: 'out_of_range' });
  }
  for (const time of [0n, 2n ** 63n, 2n ** 64n - 1n]) {
    assert.throws(() => open(signed + signatureLine(anna, timestamped(anna.seed, time))), {
      code: 'malformed',
      message: `The time of the cosignature of ${anna.name}, ${time}, is not between 1 and 2^63 - 1.`,
    });
  }
  const last = 2n ** 63n - 1n;
  assert.equal(open(signed + signatureLine(anna, timestamped(anna.seed, last))).cosignatures[0]?.time, last);
});

test('EL31 a cosignature of another length is refused', () => {
  const bytes = timestamped(anna.seed, 5n);
  for (const changed of [bytes.slice(8), bytes.slice(0, -1), Buffer.concat([bytes, Buffer.alloc(1)])]) {
    assert.throws(() => open(signed + signatureLine(anna, changed)), {
      code: 'malformed',
      message: `The cosignature of ${anna.name} has ${changed.length} bytes, not 72.`,
    });
  }
});

test('EL32 a cosignature by a known witness that does not fit is refused, in each of its bytes', () => {
  const bytes = timestamped(anna.seed, 1_700_000_000n);
  for (const at of bytes.keys()) {
    const changed = bytes.with(at, (bytes[at] ?? 0) ^ 1);
    assert.throws(() => open(signed + signatureLine(anna, changed)), { code: 'bad_signature' }, `byte ${at}`);
  }
  const plain = nodeCrypto.ed25519Sign(anna.seed, Buffer.from(text));
  const unprefixed = Buffer.concat([bytes.slice(0, 8), plain]);
  assert.throws(() => open(signed + signatureLine(anna, unprefixed)), { code: 'bad_signature' });
  const elsewhere =
    signedCheckpoint({ ...state, size: 5n }, [anna])
      .split('\n')
      .at(-2) ?? '';
  assert.throws(() => open(`${signed}${elsewhere}\n`), { code: 'bad_signature' });
});

test('EL32 each known witness is told with its name and time, and unknown lines are counted', () => {
  const note = signedCheckpoint(state, [anna, party('witness', 'stranger.example', 9), bert], 1_700_000_000n);
  const opened = open(note, [bert.vkey, anna.vkey, anna.vkey]);
  assert.deepEqual(opened.cosignatures, [
    { vkey: bert.vkey, name: bert.name, time: 1_700_000_002n },
    { vkey: anna.vkey, name: anna.name, time: 1_700_000_000n },
  ]);
  assert.deepEqual([opened.signedBy, opened.unknown], [[log.vkey], 1]);
  assert.deepEqual([open(note, []).cosignatures, open(note, []).unknown], [[], 3]);
  const sameName = party('witness', anna.name, 10);
  assert.deepEqual(open(signedCheckpoint(state, [sameName]), [anna.vkey]).cosignatures, []);
  assert.equal(openNote(nodeCrypto, note, [log.vkey]).unknown, 3);
});

test('EL32 a second cosignature by one key is refused, in reading and in writing', () => {
  const once = cosign(nodeCrypto, signed, anna, 5n);
  assert.throws(() => open(once + signatureLine(anna, timestamped(anna.seed, 6n))), {
    code: 'malformed',
    message: /two/,
  });
  assert.throws(() => cosign(nodeCrypto, once, anna, 6n), { code: 'malformed', message: /already/ });
});

test('EL32 cosignatures do not stand in for the signature of the log under its own name', async () => {
  const bare = `${text}\n${signatureLine(anna, timestamped(anna.seed, 5n))}`;
  const unsigned = {
    code: 'unknown_signer',
    message: 'The note is signed by witness.example/anna, with no key that was given.',
  };
  assert.throws(() => open(bare), unsigned);
  const reading = { checkpoint: bare, vkeys: [log.vkey], witnesses: [anna.vkey], readTile: async () => undefined };
  await assert.rejects(verifyLog(nodeCrypto, reading), unsigned);
  const other = party('log', 'log.example/other', 4);
  const byOther = signNote(nodeCrypto, text, other);
  assert.throws(() => openCheckpoint(nodeCrypto, byOther, { logs: [other.vkey], witnesses: [] }), {
    code: 'unknown_signer',
    message: 'The checkpoint of log.example/one is signed by the key of log.example/other instead.',
  });
});

test('EL32 only a signed checkpoint is cosigned, and only under a legal name', () => {
  const malformed = { code: 'malformed' };
  assert.throws(() => cosign(nodeCrypto, text, anna, 5n), malformed);
  assert.throws(() => cosign(nodeCrypto, signNote(nodeCrypto, 'not a checkpoint\n', log), anna, 5n), malformed);
  assert.throws(() => cosign(nodeCrypto, signed, { ...anna, name: 'a b' }, 5n), {
    ...malformed,
    message: /^A key name/,
  });
  const full = signedCheckpoint(state, someWitnesses(99));
  assert.throws(() => cosign(nodeCrypto, full, anna, 5n), { ...malformed, message: /100 signatures/ });
});

test('EL32 a whole log verifies with the cosignatures on its checkpoint', async () => {
  const entries = new MemoryLog();
  await entries.append(someEntries(3));
  const checkpoint = signedCheckpoint(entries, [anna, bert]);
  const reading = { checkpoint, vkeys: [log.vkey], readTile: entries.readTile };
  const verified = await verifyLog(nodeCrypto, { ...reading, witnesses: [bert.vkey] });
  assert.deepEqual(verified.cosignatures, [{ vkey: bert.vkey, name: bert.name, time: 1_700_000_001n }]);
  assert.equal(verified.unknownSignatures, 1);
  const without = await verifyLog(nodeCrypto, reading);
  assert.deepEqual([without.cosignatures, without.unknownSignatures], [[], 2]);
});
