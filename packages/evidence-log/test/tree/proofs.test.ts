import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { consistencyProof, inclusionProof, leafHash, verifyConsistency, verifyInclusion } from '../../src/index.ts';
import { hex, MemoryLog, naiveConsistency, naivePath, naiveRoot, someEntries } from '../oracle.ts';

const unhex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const ctLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(unhex);

test('inclusion proofs are those of the Certificate Transparency vectors', async () => {
  const log = new MemoryLog();
  await log.append(ctLeaves);
  assert.deepEqual((await inclusionProof(nodeCrypto, 8n, 0n, log.readTile)).map(hex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ]);
  assert.deepEqual((await inclusionProof(nodeCrypto, 8n, 5n, log.readTile)).map(hex), [
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ]);
});

test('the consistency proof from 2 to 5 entries is that of the Certificate Transparency vectors', async () => {
  const log = new MemoryLog();
  await log.append(ctLeaves.slice(0, 5));
  assert.deepEqual((await consistencyProof(nodeCrypto, 2n, 5n, log.readTile)).map(hex), [
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ]);
});

const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 700 }));

test('inclusion proofs are those of the recursive definition, hold, and hold for nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (count, pick, damage) => {
      const entries = someEntries(count);
      const log = new MemoryLog();
      await log.append(entries);
      const index = pick % count;
      const [size, at] = [BigInt(count), BigInt(index)];
      const proof = await inclusionProof(nodeCrypto, size, at, log.readTile);
      assert.deepEqual(proof.map(hex), naivePath(index, entries).map(hex));
      const entry = entries[index];
      assert.ok(entry);
      const claim = { size, index: at, leafHash: leafHash(nodeCrypto, entry), proof, root: log.root };
      verifyInclusion(nodeCrypto, claim);
      const wrong = { code: 'wrong_proof' };
      const flipped = (bytes: Uint8Array) => bytes.with(damage % 32, (bytes[damage % 32] ?? 0) ^ 1);
      assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, leafHash: flipped(claim.leafHash) }), wrong);
      assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, root: flipped(log.root) }), wrong);
      assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, proof: [...proof, log.root] }), wrong);
      if (proof.length > 0) {
        assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, proof: proof.slice(1) }), wrong);
        const part = damage % proof.length;
        const damaged = proof.map((hash, i) => (i === part ? flipped(hash) : hash));
        assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, proof: damaged }), wrong);
        const other = (at + 1n) % size;
        assert.throws(() => verifyInclusion(nodeCrypto, { ...claim, index: other }), wrong);
      }
    }),
    { numRuns: 150 },
  );
});

test('consistency proofs are those of the recursive definition, hold, and hold for nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (count, pick, damage) => {
      const entries = someEntries(count);
      const old = 1 + (pick % count);
      const log = new MemoryLog();
      await log.append(entries);
      const proof = await consistencyProof(nodeCrypto, BigInt(old), BigInt(count), log.readTile);
      assert.deepEqual(proof.map(hex), naiveConsistency(old, entries).map(hex));
      const oldRoot = naiveRoot(entries.slice(0, old));
      const claim = { oldSize: BigInt(old), oldRoot, size: BigInt(count), root: log.root, proof };
      verifyConsistency(nodeCrypto, claim);
      const wrong = { code: 'wrong_proof' };
      const flipped = (bytes: Uint8Array) => bytes.with(damage % 32, (bytes[damage % 32] ?? 0) ^ 1);
      assert.throws(() => verifyConsistency(nodeCrypto, { ...claim, oldRoot: flipped(oldRoot) }), wrong);
      assert.throws(() => verifyConsistency(nodeCrypto, { ...claim, root: flipped(log.root) }), wrong);
      assert.throws(() => verifyConsistency(nodeCrypto, { ...claim, proof: [...proof, oldRoot] }), wrong);
      if (proof.length > 0) {
        assert.throws(() => verifyConsistency(nodeCrypto, { ...claim, proof: proof.slice(0, -1) }), wrong);
        const part = damage % proof.length;
        const damaged = proof.map((hash, i) => (i === part ? flipped(hash) : hash));
        assert.throws(() => verifyConsistency(nodeCrypto, { ...claim, proof: damaged }), wrong);
      }
    }),
    { numRuns: 150 },
  );
});

test('a log that was rewritten is not consistent with what it was', async () => {
  const [before, after] = [new MemoryLog(), new MemoryLog()];
  const entries = someEntries(600);
  await before.append(entries.slice(0, 300));
  await after.append(entries.with(7, Buffer.from('rewritten')));
  const proof = await consistencyProof(nodeCrypto, 300n, 600n, after.readTile);
  assert.throws(
    () => verifyConsistency(nodeCrypto, { oldSize: 300n, oldRoot: before.root, size: 600n, root: after.root, proof }),
    { code: 'wrong_proof', message: 'The proof does not lead to the root hash of 300 entries.' },
  );
});

test('proofs of an older size come from the full tiles of a log that has grown', async () => {
  const entries = someEntries(300);
  const log = new MemoryLog();
  await log.append(entries.slice(0, 200));
  await log.append(entries.slice(200));
  const proof = await inclusionProof(nodeCrypto, 200n, 199n, log.readTile);
  assert.deepEqual(proof.map(hex), naivePath(199, entries.slice(0, 200)).map(hex));
});

test('every log is consistent with the empty one and with itself, by an empty proof', async () => {
  const log = new MemoryLog();
  await log.append(someEntries(5));
  const empty = { oldSize: 0n, oldRoot: naiveRoot([]), size: 5n, root: log.root, proof: [] };
  assert.deepEqual(await consistencyProof(nodeCrypto, 0n, 5n, log.readTile), []);
  verifyConsistency(nodeCrypto, empty);
  verifyConsistency(nodeCrypto, { oldSize: 5n, oldRoot: log.root, size: 5n, root: log.root, proof: [] });
  assert.throws(() => verifyConsistency(nodeCrypto, { ...empty, oldRoot: log.root }), { code: 'wrong_proof' });
  assert.throws(() => verifyConsistency(nodeCrypto, { ...empty, proof: [log.root] }), { code: 'wrong_proof' });
});

test('an index or size that the log never had is refused', async () => {
  const log = new MemoryLog();
  await log.append(someEntries(5));
  await assert.rejects(inclusionProof(nodeCrypto, 5n, 5n, log.readTile), { code: 'out_of_range' });
  await assert.rejects(inclusionProof(nodeCrypto, 0n, 0n, log.readTile), { code: 'out_of_range' });
  await assert.rejects(consistencyProof(nodeCrypto, 6n, 5n, log.readTile), { code: 'out_of_range' });
});
