import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../src/main.ts';
import { renderVerification, type Verification } from '../../src/bundles/index.ts';
import { pack, tarOf } from './builder.ts';
import { evidencePath, exampleDraft } from './example.ts';
import { verifyPacked, writeTar } from './folder.ts';

async function tickmark(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const ran = { out: '', err: '', code: -1 };
  await runCommandLine(args, {
    stdout: (text) => void (ran.out += text),
    stderr: (text) => void (ran.err += text),
    exit: (code) => void (ran.code = code),
  });
  return ran;
}

test('EL26 without a key of the verifier, the answer says that the key came with the bundle', async () => {
  const packed = await pack(exampleDraft());
  const own = await tickmark('verify', await writeTar(tarOf(packed.files)));
  assert.equal(own.code, 0);
  assert.match(own.out, /^The bundle holds\.\n/);
  assert.match(own.out, /Key +the bundle's own; it was not compared with one you trust/);
  const named = await tickmark('verify', await writeTar(tarOf(packed.files)), '--key', packed.vkey);
  assert.match(named.out, /Key +one that you named/);
  assert.equal(named.code, 0);
});

test('a bundle that holds exits with 0 and a bundle that does not with 1, naming rule, entry and file', async () => {
  const packed = await pack(exampleDraft());
  const files = new Map(packed.files).set(evidencePath, Buffer.from('minutes of the meetimg'));
  const { out, err, code } = await tickmark('verify', await writeTar(tarOf(files)));
  assert.equal(code, 1);
  assert.equal(err, '');
  assert.match(out, /^The bundle does not hold\.\n\n.*has changed/);
  assert.match(out, /Rule +EL11/);
  assert.match(out, new RegExp(`File +${evidencePath}`));
  assert.doesNotMatch(out, /Re-performed|Integrity/);
});

test('--json prints exactly one document, which is the verification', async () => {
  const packed = await pack(exampleDraft());
  const file = await writeTar(tarOf(packed.files));
  const { out, code } = await tickmark('verify', file, '--json');
  assert.equal(code, 0);
  const printed = JSON.parse(out) as Verification;
  assert.deepEqual(printed, await verifyPacked(packed));
  assert.equal(printed.checkpoint?.size, 10);
  const broken = await tickmark('verify', await writeTar(tarOf(packed.files).subarray(0, 1000)), '--json');
  assert.equal(broken.code, 1);
  assert.equal((JSON.parse(broken.out) as Verification).failure?.rule, 'EL1');
});

test('input that cannot be read exits with 2 and says what to do', async () => {
  const file = await writeTar(tarOf((await pack(exampleDraft())).files));
  for (const args of [
    ['verify'],
    ['verify', `${file}.missing`],
    ['verify', '/tmp'],
    ['verify', file, '--key', 'nonsense'],
    ['verify', file, '--policy', `${file}.missing`],
    ['verify', file, '--policy', file],
    ['verify', file, '--unknown'],
  ]) {
    const { out, err, code } = await tickmark(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /^error: .+/);
    assert.equal(out, '');
  }
});

test('what could not be known before the failure is not shown', async () => {
  const packed = await pack(exampleDraft());
  const text = renderVerification(
    await verifyPacked({ ...packed, files: new Map([...packed.files].filter(([path]) => path !== 'log/vkey')) }),
  );
  assert.doesNotMatch(text, /Organization|Root hash|Key /);
  assert.match(text, /Rule +EL2/);
});
