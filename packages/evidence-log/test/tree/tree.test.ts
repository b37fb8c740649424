import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { entriesPath, integrate, leafHash, LogError, rootHash, tilePath, tilePaths } from '../../src/index.ts';
import { hex, MemoryLog, naiveRoot, someEntries } from '../oracle.ts';

/** Leaves and tree heads of the Certificate Transparency reference implementation. */
const ctLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ctRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('root hashes are those of the Certificate Transparency vectors, from 0 to 8 leaves', async () => {
  const entries = ctLeaves.map((leaf) => Buffer.from(leaf, 'hex'));
  for (const [size, expected] of ctRoots.entries()) {
    const log = new MemoryLog();
    await log.append(entries.slice(0, size));
    assert.equal(hex(log.root), expected);
    assert.equal(hex(await rootHash(nodeCrypto, BigInt(size), log.readTile)), expected);
  }
});

test('leaf hashes have the prefix 0', () => {
  assert.equal(hex(leafHash(nodeCrypto, new Uint8Array(0))), ctRoots[1]);
});

test('paths are those of the examples in C2SP tlog-tiles', () => {
  assert.equal(tilePath(0, 1234067n, 256), 'tile/0/x001/x234/067');
  assert.equal(tilePath(63, 0n, 1), 'tile/63/000.p/1');
  assert.equal(tilePath(1, 1067n, 255), 'tile/1/x001/067.p/255');
  assert.equal(entriesPath(5n, 256), 'tile/entries/005');
  assert.equal(entriesPath(999n, 17), 'tile/entries/999.p/17');
  assert.equal(tilePath(0, 1000n, 256), 'tile/0/x001/000');
  for (const bad of [
    () => tilePath(64, 0n, 1),
    () => tilePath(0, -1n, 1),
    () => tilePath(0, 0n, 0),
    () => entriesPath(0n, 257),
  ]) {
    assert.throws(bad, { name: 'LogError', code: 'out_of_range' });
  }
});

test('a log of 70,000 entries has the tiles that C2SP tlog-tiles names', () => {
  const paths = new Set(tilePaths(70_000n));
  const at = (prefix: string) => [...paths].filter((path) => path.startsWith(prefix));
  assert.equal(at('tile/0/').length, 274);
  assert.equal(at('tile/entries/').length, 274);
  assert.deepEqual(at('tile/1/'), ['tile/1/000', 'tile/1/001.p/17']);
  assert.deepEqual(at('tile/2/'), ['tile/2/000.p/1']);
  assert.ok(paths.has('tile/0/273.p/112'));
  assert.equal(paths.size, 274 * 2 + 3);
  assert.deepEqual(tilePaths(256n), ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
  assert.deepEqual(tilePaths(0n), []);
});

test('growing in steps gives the same files and root as growing at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), async (steps) => {
      const total = steps.reduce((sum, step) => sum + step, 0);
      const entries = someEntries(total);
      const [inSteps, atOnce] = [new MemoryLog(), new MemoryLog()];
      let at = 0;
      for (const step of steps) {
        await inSteps.append(entries.slice(at, (at += step)));
      }
      await atOnce.append(entries);
      assert.equal(hex(inSteps.root), hex(naiveRoot(entries)));
      assert.deepEqual(inSteps.tiles, atOnce.tiles);
      assert.deepEqual([...inSteps.tiles.keys()].sort(), tilePaths(BigInt(total)));
      assert.equal(hex(await rootHash(nodeCrypto, BigInt(total), atOnce.readTile)), hex(inSteps.root));
    }),
    { numRuns: 40 },
  );
});

test('a third level of tiles appears above 65,536 entries, and appending reads the edge alone', async () => {
  const log = new MemoryLog();
  const entries = someEntries(65_800);
  await log.append(entries.slice(0, 65_700));
  log.reads = 0;
  await log.append(entries.slice(65_700));
  assert.ok(log.reads <= 4, `${log.reads} reads`);
  assert.equal(hex(log.root), hex(naiveRoot(entries)));
  assert.deepEqual([...log.tiles.keys()].sort(), tilePaths(65_800n));
});

test('a batch may be large', async () => {
  const log = new MemoryLog();
  const entries = someEntries(150_000);
  await log.append(entries);
  assert.equal(hex(log.root), hex(naiveRoot(entries)));
});

test('nothing is appended to a log whose edge is broken', async () => {
  const log = new MemoryLog();
  await log.append(someEntries(300));
  const next = someEntries(1, 300);
  for (const path of ['tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/001.p/44']) {
    const kept = log.tiles.get(path);
    assert.ok(kept);
    log.tiles.delete(path);
    await assert.rejects(log.append(next), { code: 'missing_tile', path });
    log.tiles.set(path, kept.slice(1));
    await assert.rejects(log.append(next), (error) => error instanceof LogError && error.code === 'wrong_tile');
    log.tiles.set(path, kept);
  }
  const bundle = log.tiles.get('tile/entries/001.p/44');
  assert.ok(bundle);
  log.tiles.set('tile/entries/001.p/44', bundle.with(5, (bundle[5] ?? 0) ^ 1));
  await assert.rejects(log.append(next), { code: 'wrong_tile', path: 'tile/entries/001.p/44' });
});

test('an entry of 65,535 bytes fits and one byte more does not', async () => {
  const log = new MemoryLog();
  await log.append([new Uint8Array(65_535)]);
  await assert.rejects(log.append([new Uint8Array(65_536)]), { code: 'out_of_range' });
  assert.equal(log.size, 1n);
});

test('sizes beyond 64 bits are refused', async () => {
  const readTile = async () => undefined;
  await assert.rejects(integrate(nodeCrypto, { size: 2n ** 64n - 1n, readTile }, someEntries(1)), {
    code: 'out_of_range',
  });
  await assert.rejects(rootHash(nodeCrypto, -1n, readTile), { code: 'out_of_range' });
});
