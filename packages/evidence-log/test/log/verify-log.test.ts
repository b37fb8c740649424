import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { formatCheckpoint, formatVerifierKey, LogError, signNote, verifyLog } from '../../src/index.ts';
import { hex, MemoryLog, someEntries } from '../oracle.ts';

const origin = 'log.example/one';
const seed = new Uint8Array(32).fill(9);
const vkeys = [formatVerifierKey(nodeCrypto, origin, nodeCrypto.ed25519PublicKey(seed))];

async function signedLog(count: number): Promise<{ log: MemoryLog; checkpoint: string }> {
  const log = new MemoryLog();
  await log.append(someEntries(count));
  return {
    log,
    checkpoint: signNote(nodeCrypto, formatCheckpoint({ origin, size: log.size, root: log.root }), {
      name: origin,
      seed,
    }),
  };
}

test('a whole log verifies and gives its entries, at sizes around full tiles', async () => {
  for (const count of [0, 1, 255, 256, 257, 512, 700, 65_536, 65_793]) {
    const { log, checkpoint } = await signedLog(count);
    const verified = await verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: log.readTile });
    assert.equal(verified.size, BigInt(count));
    assert.equal(hex(verified.root), hex(log.root));
    const entries: Uint8Array[] = [];
    for await (const entry of verified.entries) entries.push(entry);
    assert.deepEqual(entries.map(hex), someEntries(count).map(hex));
  }
});

test('any flipped byte in any file of a log is found and the file is named', async () => {
  const { log, checkpoint } = await signedLog(300);
  for (const [path, bytes] of log.tiles) {
    for (let at = 0; at < bytes.length; at += bytes.length > 2000 ? 101 : 3) {
      log.tiles.set(path, bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8))));
      await assert.rejects(verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: log.readTile }), (error) => {
        assert.ok(error instanceof LogError && error.code === 'wrong_tile', String(error));
        return true;
      });
    }
    log.tiles.set(path, bytes);
  }
});

test('a missing file is named', async () => {
  const { log, checkpoint } = await signedLog(300);
  for (const [path, bytes] of new Map(log.tiles)) {
    log.tiles.delete(path);
    await assert.rejects(verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: log.readTile }), {
      code: 'missing_tile',
      path,
    });
    log.tiles.set(path, bytes);
  }
});

test('an entry too many or too few in a bundle is found, and the bundle named', async () => {
  const { log, checkpoint } = await signedLog(3);
  const path = 'tile/entries/000.p/3';
  const bytes = Buffer.from(log.tiles.get(path) ?? '');
  const first = 2 + bytes.readUInt16BE(0);
  for (const changed of [Buffer.concat([bytes, Buffer.alloc(2)]), bytes.subarray(first), bytes.subarray(0, -1)]) {
    log.tiles.set(path, changed);
    const verifying = verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: log.readTile });
    await assert.rejects(verifying, { code: 'wrong_tile', path });
  }
});

test('a log whose tiles agree with each other but not with the checkpoint is found', async () => {
  const { checkpoint } = await signedLog(300);
  const other = new MemoryLog();
  await other.append(someEntries(300).with(3, Buffer.from('forged')));
  await assert.rejects(verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: other.readTile }), { code: 'wrong_root' });
});

test('an entry that changes between two readings is found', async () => {
  const { log, checkpoint } = await signedLog(3);
  const verified = await verifyLog(nodeCrypto, { checkpoint, vkeys, readTile: log.readTile });
  const other = new MemoryLog();
  await other.append(someEntries(3, 50));
  log.tiles.set('tile/entries/000.p/3', other.tiles.get('tile/entries/000.p/3') ?? new Uint8Array());
  await assert.rejects(verified.entries[Symbol.asyncIterator]().next(), { code: 'wrong_tile' });
});
