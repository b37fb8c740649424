import assert from 'node:assert/strict';
import { open, rm } from 'node:fs/promises';
import { test } from 'node:test';
import { archiveHeader } from '@tickmark/core';
import { verifyBundle } from '../../src/bundles/index.ts';
import { pack, tarOf } from './builder.ts';
import { evidencePath, exampleDraft } from './example.ts';
import { assertBreaks, verifyTar, writeTar } from './folder.ts';

test('the example bundle holds', async () => {
  const verification = await verifyTar(tarOf((await pack(exampleDraft())).files));
  assert.deepEqual(verification.failure, null);
  assert.equal(verification.holds, true);
  assert.deepEqual(verification.checked, {
    bytes: verification.checked.bytes,
    files: 16,
    entries: 10,
    populations: 2,
    reconciliations: 0,
    definitions: 1,
    results: 1,
    samples: 1,
    evidence: 1,
    decisions: 0,
  });
});

/**
 * Every byte of key and checkpoint, and every eleventh of the rest, which meets each field of each
 * header and each kind of content, padding and end.
 */
function flips(tar: Buffer): number[] {
  const signed = tar.indexOf('log/checkpoint');
  const signedEnd = tar.indexOf('log/tile');
  return Array.from(tar.keys()).filter(
    (at) => at % 11 === 5 || (at > signed && at < signed + 900) || (at > signedEnd && at < signedEnd + 512),
  );
}

test('EL1 any one flipped byte of a bundle is found', async () => {
  const tar = tarOf((await pack(exampleDraft())).files);
  const file = await writeTar(tar);
  const handle = await open(file, 'r+');
  const rules = new Map<string, number>();
  const missed: number[] = [];
  for (const at of flips(tar)) {
    const bit = 1 << ((at * 7) % 8);
    await handle.write(Uint8Array.of((tar[at] ?? 0) ^ bit), 0, 1, at);
    const { holds, failure } = await verifyBundle(file);
    if (holds) missed.push(at);
    else rules.set(failure?.rule ?? 'none', (rules.get(failure?.rule ?? 'none') ?? 0) + 1);
    await handle.write(Uint8Array.of(tar[at] ?? 0), 0, 1, at);
  }
  assert.equal((await verifyBundle(file)).holds, true, 'the control arm: without a flip it holds');
  await handle.close();
  await rm(file);
  assert.deepEqual(missed, []);
  assert.deepEqual([...rules.keys()].sort(), ['EL1', 'EL11', 'EL2', 'EL3', 'EL5', 'EL7']);
});

test('EL1 a bundle that is cut off anywhere is found, and says where', async () => {
  const tar = tarOf((await pack(exampleDraft())).files);
  for (let length = 0; length < tar.length; length += 97)
    assertBreaks(await verifyTar(tar.subarray(0, length)), 'EL1', { message: /cut off/ });
  assertBreaks(await verifyTar(tar.subarray(0, tar.length - 1)), 'EL1', { message: /cut off/ });
});

test('EL1 bytes after the end are found, zeros included', async () => {
  const tar = tarOf((await pack(exampleDraft())).files);
  for (const more of [Buffer.alloc(1), Buffer.alloc(512), Buffer.alloc(9216), Buffer.from('x'), tar]) {
    assertBreaks(await verifyTar(Buffer.concat([tar, more])), 'EL1', { message: /after the end/ });
  }
});

test('EL1 files out of order, and a file that is there twice, are found', async () => {
  const { files } = await pack(exampleDraft());
  assertBreaks(await verifyTar(tarOf(files, (a, b) => (a < b ? 1 : -1))), 'EL1', { message: /order/ });
  assertBreaks(await verifyTar(tarOf([...files, [evidencePath, files.get(evidencePath) ?? Buffer.alloc(0)]])), 'EL1', {
    path: evidencePath,
    message: /twice/,
  });
});

test('EL1 the same files in another form of tar are refused', async () => {
  const tar = tarOf((await pack(exampleDraft())).files);
  const header = archiveHeader({ path: 'bundle.json', size: Number.parseInt(tar.toString('latin1', 124, 135), 8) });
  assert.deepEqual(new Uint8Array(tar.subarray(0, 512)), header);
  const owned = Buffer.from(header);
  owned.write('root', 265, 'latin1');
  owned.write('        ', 148, 'latin1');
  owned.write(
    `${owned
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
  assertBreaks(await verifyTar(Buffer.concat([owned, tar.subarray(512)])), 'EL1', { message: /begin/ });
  assertBreaks(await verifyTar(Buffer.from('%PDF-1.7 not a tar file at all'.padEnd(2048, '.'))), 'EL1');
  assertBreaks(await verifyTar(Buffer.alloc(0)), 'EL1');
});
