import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { exampleDraft, reportPath } from '../../cli/test/bundles/example.ts';
import { inlinePage } from '../scripts/inline.ts';
import { rules } from '../src/rules.ts';
import { sourceOf } from '../src/verify/source.ts';
import { verifyIntegrity } from '../src/verify/verify.ts';
import { baseOf } from './bundles.ts';

const source = fileURLToPath(new URL('../src/', import.meta.url));

async function sources(): Promise<string> {
  const files = await Array.fromAsync(glob('**/*.ts', { cwd: source }));
  return (await Promise.all(files.map((file) => readFile(`${source}${file}`, 'utf8')))).join('\n');
}

test('EL40 the page is one file whose policy allows its own script and style by hash', async () => {
  const page = await inlinePage();
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
  for (const [name, directive] of [
    ['script', 'script-src'],
    ['style', 'style-src'],
  ] as const) {
    const [, text = ''] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page) ?? [];
    assert.ok(text.length > 1000);
    const hash = createHash('sha256').update(text).digest('base64');
    assert.ok(policy.includes(`${directive} 'sha256-${hash}';`), directive);
  }
  assert.ok(policy.startsWith("default-src 'none';"));
  assert.doesNotMatch(policy, /unsafe|http|\*/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, / (src|action|srcset)=/);
  assert.equal(await inlinePage(), page, 'made again it is the same file');
});

test('EL40 no text is made into markup or code, and nothing is fetched', async () => {
  const found =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|\bfetch\b|XMLHttpRequest|WebSocket/;
  assert.doesNotMatch(await sources(), found);
});

test('EL40 every rule that the page names is told in words', async () => {
  for (const [, rule = ''] of (await sources()).matchAll(/'(EL\d+)'/g)) assert.ok(rule in rules, rule);
});

test('EL45 a large file is read in pieces, and how far it is is told', async () => {
  const { tar } = await baseOf(() => {
    const draft = exampleDraft();
    draft.files.set(reportPath, Buffer.alloc(11_000_000, 'pdf'));
    return draft;
  });
  const asked: number[] = [];
  const told: number[] = [];
  const { size, read } = sourceOf(tar);
  const counted = {
    size,
    read: (from: number, to: number) => {
      assert.ok(from >= 0 && to <= size);
      asked.push(to - from);
      return read(from, to);
    },
  };
  const { broken } = await verifyIntegrity(counted, { onProgress: (_, done) => told.push(done) });
  // The entry of the report seals another one: every byte was read before that is found.
  assert.equal(broken?.rule, 'EL12');
  assert.ok(Math.max(...asked) <= 4 << 20, `${Math.max(...asked)} bytes at once`);
  assert.ok(asked.length < 30, `${asked.length} reads`);
  assert.ok(new Set(told).size > 10);
});

test('EL46 a source that can’t be read is no answer', async () => {
  const read = (): Promise<Uint8Array> => Promise.reject(new Error('gone'));
  await assert.rejects(verifyIntegrity({ size: 4096, read }), /gone/);
});
