import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import {
  formatLogProof,
  inclusionProof,
  leafHash,
  LogError,
  parseLogProof,
  parsePolicy,
  verifyLogProof,
  type LogProof,
} from '../../src/index.ts';
import { hex, MemoryLog, naivePath, naiveRoot, someEntries } from '../oracle.ts';
import { log, party, signedCheckpoint, someWitnesses } from '../parties.ts';

const witnesses = someWitnesses(2);
const policyOf = (...lines: string[]) => parsePolicy(nodeCrypto, Buffer.from(`${lines.join('\n')}\n`));
const witnessLines = witnesses.map(({ name, vkey }) => `witness ${name} ${vkey}`);
const groupLines = [...witnessLines, `group both all ${witnesses.map(({ name }) => name).join(' ')}`, 'quorum both'];
const policy = policyOf(`log ${log.vkey}`, ...groupLines);

/** Proof of one entry of a log of `count`, cosigned by all witnesses; the path comes from the oracle. */
function proofOf(count: number, index: number): { proof: LogProof; text: string; entry: Uint8Array } {
  const entries = someEntries(count);
  const entry = entries[index];
  assert.ok(entry);
  const checkpoint = signedCheckpoint({ size: BigInt(count), root: naiveRoot(entries) }, witnesses);
  const proof = { index: BigInt(index), hashes: naivePath(index, entries), checkpoint };
  return { proof, text: formatLogProof(proof), entry };
}

test('EL33 a proof is written line by line as C2SP tlog-proof says, and read back', () => {
  const { proof } = proofOf(3, 2);
  const extra = Buffer.from('age-v1.2.1-darwin-arm64.tar.gz');
  const hashes = proof.hashes.map((hash) => Buffer.from(hash).toString('base64'));
  assert.equal(hashes.length, 1);
  const lines = ['c2sp.org/tlog-proof@v1', 'extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6', 'index 2', ...hashes];
  const text = formatLogProof({ ...proof, extra });
  assert.equal(text, `${lines.join('\n')}\n\n${proof.checkpoint}`);
  assert.deepEqual(parseLogProof(text), { ...proof, extra: new Uint8Array(extra) });
});

test('EL33 the head of the example in C2SP tlog-proof is read', () => {
  // The signatures of the example are elided; those of another checkpoint take their place.
  const head = `c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=
`;
  const root = Buffer.from('sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=', 'base64');
  const checkpoint = signedCheckpoint({ size: 109_482n, root }, witnesses);
  const proof = parseLogProof(`${head}\n${checkpoint}`);
  assert.equal(proof.index, 73_894n);
  assert.equal(proof.hashes.length, 5);
  assert.equal(formatLogProof(proof), `${head}\n${checkpoint}`);
});

test('EL33 every other form is refused', () => {
  const { proof, text } = proofOf(3, 0);
  const [hash = ''] = proof.hashes.map((each) => Buffer.from(each).toString('base64'));
  const head = 'c2sp.org/tlog-proof@v1';
  const cases: [string, RegExp][] = [
    ['', /no checkpoint/],
    [`${head}\nindex 0\n`, /no checkpoint/],
    [text.replace('@v1', '@v2'), /first line/],
    [`\n${text}`, /first line|no signature/],
    [text.replaceAll('\n', '\r\n'), /no checkpoint/],
    [text.replace('index 0', 'index 0\r'), /index/],
    [text.replace('index 0\n', ''), /index/],
    [text.replace('index 0', 'index 00'), /index/],
    [text.replace('index 0', 'index -0'), /index/],
    [text.replace('index 0', 'index 0 '), /index/],
    [text.replace('index 0', 'index  0'), /index/],
    [text.replace('index 0', 'index 0x0'), /index/],
    [text.replace('index 0', 'Index 0'), /index/],
    [text.replace('index 0', 'index 18446744073709551616'), /2\^64/],
    [text.replace('index 0', 'extra\nindex 0'), /index/],
    [text.replace('index 0', 'extra \nindex 0'), /none on it/],
    [text.replace('index 0', 'extra AA=\nindex 0'), /base64/],
    [text.replace('index 0', 'extra AA==\nextra AA==\nindex 0'), /index/],
    [text.replace('index 0', 'index 0\nextra AA=='), /base64/],
    [text.replace(hash, hash.slice(0, -1)), /Hash 1 of the proof is not canonical base64/],
    [text.replace(hash, `${hash} `), /base64/],
    [text.replace(hash, 'AAAA'), /Hash 1 of the proof has 3 bytes, not 32/],
    [text.replace(hash, `${hash}\n`), /signature|checkpoint/],
    [text.replace('\n\n', '\n'), /index|base64/],
    [text.slice(0, -1), /signature/],
    [`${text}\n`, /signature/],
    [`${text}more\n`, /no signature/],
    [`${text.split('\n\n').slice(0, 2).join('\n\n')}\n`, /signature/],
    [text.replace('log.example/one\n3\n', 'log.example/one\n03\n'), /size/],
    [text.replace('log.example/one\n3\n', 'log.example/one\n3\nAAAA\n'), /root hash/],
  ];
  for (const [changed, message] of cases) {
    assert.notEqual(changed, text);
    assert.throws(
      () => parseLogProof(changed),
      (error) => {
        assert.ok(error instanceof LogError, String(error));
        assert.match(error.message, message, changed);
        return true;
      },
    );
  }
});

test('EL33 what could not be read is not written', () => {
  const { proof } = proofOf(3, 0);
  const bad: Partial<LogProof>[] = [
    { index: -1n },
    { index: 2n ** 64n },
    { hashes: [new Uint8Array(31)] },
    { extra: new Uint8Array(0) },
    { checkpoint: 'log.example/one\n3\n' },
  ];
  for (const part of bad) assert.throws(() => formatLogProof({ ...proof, ...part }), { name: 'LogError' });
});

test('EL34 a path of a public log leads from its entry to its root, as in the tests of project-oak/oak', () => {
  const hashes = [
    'fGRlLyuz+L9Jb8+uTSut/2aVc4z7fKFW+clvsb6xjEM=',
    'F6LautOHD5eppkWC0xn/lz00X5g2yLlZAkl2jCI/wdE=',
    'qH7OJxFNup+TDvJuohd2HphKVngfMeMzUK8QChEDcas=',
    '+Y3g758yXtPCRh/eqhLTA3bdcx+cCV1Uah0JdgB0YEs=',
    'vq8cJSjj8dPVmFBRUqDLlaMqW6aAYR2GKugVhgudXLs=',
    'J0z3X5qTb9WFC1gABhVFx0bW1rVZRL+DAoBL2e2h4G4=',
    'NmSbYg25xNFzTRerIsF3HbEMyTIDqW87AQd9ekzopE8=',
    'L8BZipjURnkctkjJtGJs+YyTXMssvNKA7+a8nV2JT/s=',
    'pva4RFzCejMkVMVmYc93As2lbk7WAyrw58TvrzEOjNc=',
  ].map((text) => Buffer.from(text, 'base64'));
  const root = Buffer.from('QYfrD7XAd4qUHbRBs4dDyDZwpZN4M/cccXr2G56pxkY=', 'base64');
  const text = formatLogProof({ index: 76_958n, hashes, checkpoint: signedCheckpoint({ size: 76_959n, root }, []) });
  const subject = { entry: Buffer.from('hello tesseroak\n') };
  assert.equal(verifyLogProof(nodeCrypto, text, subject, { vkey: log.vkey }).checkpoint.size, 76_959n);
});

test('EL34 the proof of any entry of any log holds, and for no other entry, index or path', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), async (count, pick, damage) => {
      const index = pick % count;
      const entries = new MemoryLog();
      await entries.append(someEntries(count));
      const checkpoint = signedCheckpoint(entries, witnesses);
      const at = BigInt(index);
      const hashes = await inclusionProof(nodeCrypto, entries.size, at, entries.readTile);
      const [entry = new Uint8Array(0)] = someEntries(1, index);
      const proof = { index: at, hashes, checkpoint };
      const verify = (changed: Partial<LogProof>, subject = { entry }) =>
        verifyLogProof(nodeCrypto, formatLogProof({ ...proof, ...changed }), subject, { policy });
      const verified = verify({});
      assert.deepEqual([verified.index, verified.checkpoint.size], [at, BigInt(count)]);
      assert.equal(hex(verified.checkpoint.root), hex(entries.root));
      const subject = { leafHash: leafHash(nodeCrypto, entry) };
      assert.deepEqual(verifyLogProof(nodeCrypto, formatLogProof(proof), subject, { policy }), verified);

      const wrong = { code: 'wrong_proof' };
      assert.throws(() => verify({}, { entry: Buffer.from('another') }), wrong);
      assert.throws(() => verify({ hashes: [...hashes, entries.root] }), wrong);
      assert.throws(() => verify({ index: BigInt(count) }), { code: 'out_of_range' });
      if (count > 1) {
        const part = damage % hashes.length;
        assert.throws(() => verify({ hashes: hashes.toSpliced(part, 1) }), wrong);
        assert.throws(() => verify({ hashes: hashes.with(part, entries.root) }), wrong);
        assert.throws(() => verify({ index: (at + 1n) % BigInt(count) }), wrong);
      }
    }),
    { numRuns: 60 },
  );
});

test('EL34 any flipped byte of a proof is refused, or the proof says the same thing exactly', () => {
  const { text, entry } = proofOf(300, 211);
  const bytes = Buffer.from(text);
  const verified = verifyLogProof(nodeCrypto, text, { entry }, { policy });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let refused = 0;
  for (const at of bytes.keys()) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit));
      let said;
      try {
        said = verifyLogProof(nodeCrypto, decoder.decode(changed), { entry }, { policy });
      } catch (error) {
        assert.ok(error instanceof LogError || error instanceof TypeError, String(error));
        refused += 1;
        continue;
      }
      assert.deepEqual(said, verified, `bit ${bit} of byte ${at}`);
    }
  }
  assert.equal(refused, bytes.length * 8);
});

test('EL34 the key of the log, a policy, or both say whom to trust', () => {
  const { text, entry } = proofOf(5, 3);
  const verify = (trust: Parameters<typeof verifyLogProof>[3]) => verifyLogProof(nodeCrypto, text, { entry }, trust);
  const stranger = party('log', log.name, 77);
  const unknown = { code: 'unknown_signer' };
  assert.deepEqual(verify({ vkey: log.vkey }).checkpoint.cosignatures, []);
  assert.equal(verify({ vkey: log.vkey, policy }).checkpoint.cosignatures.length, 2);
  const open = policyOf(...groupLines);
  assert.equal(verify({ vkey: log.vkey, policy: open }).checkpoint.cosignatures.length, 2);
  assert.throws(() => verify({ policy: open }), { ...unknown, message: /names no log/ });
  assert.throws(() => verify({ vkey: stranger.vkey }), unknown);
  assert.throws(() => verify({ vkey: stranger.vkey, policy: open }), unknown);
  assert.throws(() => verify({ vkey: stranger.vkey, policy }), { ...unknown, message: /does not name the log/ });
  const two = policyOf(`log ${log.vkey}`, `log ${stranger.vkey}`, 'quorum none');
  assert.deepEqual(verify({ policy: two }).checkpoint.signedBy, [log.vkey]);
  assert.throws(() => verify({ vkey: stranger.vkey, policy: two }), unknown);
  const third = party('witness', 'witness.example/third', 90);
  const strict = policyOf(`log ${log.vkey}`, `witness third ${third.vkey}`, 'quorum third');
  assert.throws(() => verify({ policy: strict }), { code: 'no_quorum' });
});

test('EL35 nobody vouches for the extra data: another in its place changes nothing that was verified', () => {
  const { proof, entry } = proofOf(5, 3);
  const bare = verifyLogProof(nodeCrypto, formatLogProof(proof), { entry }, { policy });
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), (extra) => {
      const text = formatLogProof({ ...proof, extra });
      assert.deepEqual(parseLogProof(text).extra, extra);
      assert.deepEqual(verifyLogProof(nodeCrypto, text, { entry }, { policy }), bare);
    }),
    { numRuns: 50 },
  );
  assert.ok(!('extra' in bare));
});
