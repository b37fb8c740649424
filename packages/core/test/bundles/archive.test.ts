import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  archiveBlockBytes,
  archiveEnd,
  archiveHeader,
  archivePadding,
  archiveSize,
  compareArchivePaths,
  isArchiveEnd,
  parseArchiveHeader,
} from '../../src/index.ts';

const longPath = `${'a/'.repeat(60)}${'b'.repeat(90)}`;

test('an ordinary tar program unpacks what the headers describe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  try {
    const files = [
      { path: longPath, bytes: Buffer.from('long') },
      { path: 'bundle.json', bytes: Buffer.from('{}') },
      { path: 'log/tile/0/000.p/5', bytes: Buffer.alloc(512, 7) },
      { path: 'report/report.pdf', bytes: Buffer.alloc(0) },
    ];
    const parts = files.flatMap(({ path, bytes }) => [
      archiveHeader({ path, size: bytes.length }),
      bytes,
      archivePadding(bytes.length),
    ]);
    const tar = Buffer.concat([...parts, archiveEnd()]);
    assert.equal(tar.length, archiveSize(files.map(({ path, bytes }) => ({ path, size: bytes.length }))));
    await writeFile(join(folder, 'x.tar'), tar);
    execFileSync('tar', ['-xf', 'x.tar'], { cwd: folder });
    for (const { path, bytes } of files) assert.deepEqual(await readFile(join(folder, path)), bytes);
  } finally {
    await rm(folder, { recursive: true });
  }
});

const part = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019._-'), minLength: 1, maxLength: 60 })
  .filter((name) => !/^\.{1,2}$/.test(name));
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

test('a header reads back as what it was made from', () => {
  fc.assert(
    fc.property(path, fc.integer({ min: 0, max: 8 ** 11 - 1 }), (path, size) => {
      fc.pre(path.length <= 100 || path.indexOf('/', path.length - 101) >= 0);
      fc.pre(path.length <= 200);
      assert.deepEqual(parseArchiveHeader(archiveHeader({ path, size })), { path, size });
    }),
  );
});

test('every flipped bit of a header is refused', () => {
  for (const file of [
    { path: 'populations/p.parquet', size: 70_000 },
    { path: longPath, size: 1 },
  ]) {
    const header = archiveHeader(file);
    for (let bit = 0; bit < archiveBlockBytes * 8; bit += 1) {
      const flipped = header.with(bit >> 3, (header[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
      assert.throws(() => parseArchiveHeader(flipped), { name: 'TickmarkError', code: 'does_not_hold' }, `bit ${bit}`);
    }
  }
});

test('a block that is not 512 bytes long, or all zeros, is no header', () => {
  const header = archiveHeader({ path: 'a', size: 1 });
  assert.throws(() => parseArchiveHeader(header.subarray(0, 511)), { code: 'does_not_hold' });
  assert.throws(() => parseArchiveHeader(new Uint8Array(512)), { code: 'does_not_hold' });
  assert.equal(isArchiveEnd(new Uint8Array(512)), true);
  assert.equal(isArchiveEnd(header), false);
});

test('paths that would leave the folder, and names no header holds, are refused', () => {
  for (const path of [
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    './a',
    'a//b',
    'a/',
    'naïve',
    'a b',
    'a\nb',
    'x'.repeat(101),
    `${'p/'.repeat(90)}${'n'.repeat(90)}`,
  ]) {
    assert.throws(() => archiveHeader({ path, size: 0 }), { code: 'bad_input' }, path);
  }
  for (const size of [-1, 1.5, 8 ** 11, Number.NaN])
    assert.throws(() => archiveHeader({ path: 'a', size }), { code: 'bad_input' });
});

test('padding fills to whole blocks', () => {
  assert.deepEqual(
    [0, 1, 511, 512, 513].map((size) => archivePadding(size).length),
    [0, 511, 1, 0, 511],
  );
});

test('files are ordered by character code, not by language', () => {
  assert.deepEqual(['b', 'a/b', 'B', 'a.b', 'a'].sort(compareArchivePaths), ['B', 'a', 'a.b', 'a/b', 'b']);
});
