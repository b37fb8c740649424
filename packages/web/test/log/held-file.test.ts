import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveEnd, archiveHeader, archivePadding } from '@tickmark/core';
import { heldTree, heldText } from '../../src/pages/log/changes/held-file.ts';

const checkpoint = `log.example\n12\n${'A'.repeat(43)}=\n\n— log.example AAAA\n`;

function tar(files: Record<string, string>): Blob {
  const parts = Object.entries(files).flatMap(([path, text]) => {
    const bytes = new TextEncoder().encode(text);
    return [archiveHeader({ path, size: bytes.length }), bytes, archivePadding(bytes.length)];
  });
  return new Blob([...parts, archiveEnd()].map((part) => new Uint8Array(part)));
}

test('the checkpoint is taken out of a bundle, and texts as they are', async () => {
  const bundle = tar({
    'bundle.json': '{}',
    'evidence/1': 'x'.repeat(2000),
    'log/checkpoint': checkpoint,
    'log/vkey': 'k',
  });
  assert.equal(await heldText(bundle), checkpoint);
  assert.equal(await heldText(new Blob([checkpoint])), checkpoint);
  assert.deepEqual(heldTree(checkpoint), { origin: 'log.example', size: 12 });
  assert.deepEqual(heldTree(`c2sp.org/tlog-proof@v1\nindex 4\n\n${checkpoint}`), { origin: 'log.example', size: 12 });
  assert.equal(heldTree('notes'), undefined);
});

test('a file that is neither is told as such', async () => {
  await assert.rejects(heldText(tar({ 'bundle.json': '{}' })), /without a checkpoint/);
  const whole = tar({ 'bundle.json': '{}', 'log/checkpoint': checkpoint });
  await assert.rejects(heldText(whole.slice(0, 1600)), /cut off/);
  await assert.rejects(heldText(new Blob(['x'.repeat(70_000)])), /too long for a checkpoint/);
});
