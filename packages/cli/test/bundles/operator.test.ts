import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatCheckpoint, formatLogProof, inclusionProof, integrate, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { compareAnswers } from '../../../verify-page/test/agreement.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity, type Integrity } from '../../../verify-page/src/verify/verify.ts';
import { renderVerification, type Verification, type VerifyOptions } from '../../src/bundles/index.ts';
import { runLine } from '../run-line.ts';
import { canonical, keyOf, pack, rotation, tarOf, type Packed } from './builder.ts';
import { exampleDraft } from './example.ts';
import { assertBreaks, verifyTar, writeTar } from './folder.ts';

const operator = { name: 'operator.example/log', seed: new Uint8Array(32).fill(9) };
const operatorKey = keyOf(operator.seed, operator.name);
const salt = Buffer.alloc(32, 7);
const at = '2026-03-02T09:00:00.000Z';
const textOf = (checkpoint: Buffer): Buffer => checkpoint.subarray(0, checkpoint.indexOf('\n\n') + 1);

interface Given {
  /** The noted checkpoint; that of the bundle without one. */
  checkpoint?: Uint8Array;
  op?: string;
  commitment?: string;
}

/** Puts a note into a bundle: the operator's log has two entries, and the second is it. */
async function note({ files }: Packed, given: Given = {}): Promise<void> {
  const checkpoint = Buffer.from(given.checkpoint ?? files.get('log/checkpoint') ?? []);
  const sha256 = createHash('sha256').update(salt).update(textOf(checkpoint)).digest('hex');
  const facts = { commitment: given.commitment ?? sha256 };
  const entry = canonical({ v: 1, op: given.op ?? 'log.note-checkpoint', at, by: null, facts });
  const entries = [canonical({ v: 1, op: 'sessions.sign-in', at, by: null, facts: {} }), entry];
  const { root, tiles } = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, entries);
  const text = formatCheckpoint({ origin: operator.name, size: 2n, root });
  const hashes = await inclusionProof(nodeCrypto, 2n, 1n, async (path) => tiles.get(path));
  const proof = formatLogProof({ index: 1n, hashes, checkpoint: signNote(nodeCrypto, text, operator) });
  files.set('operator/checkpoint', checkpoint);
  files.set('operator/entry.json', entry);
  files.set('operator/entry.tlog-proof', Buffer.from(proof));
  files.set('operator/salt', Buffer.from(`${salt.toString('hex')}\n`));
  files.set('operator/vkey', Buffer.from(`${operatorKey}\n`));
}

async function noted(given: Given = {}, draft = exampleDraft()): Promise<Packed> {
  const packed = await pack(draft);
  await note(packed, given);
  return packed;
}

/** Both verifiers, which have to agree. */
async function both({ files }: Packed, options?: VerifyOptions): Promise<[Verification, Integrity]> {
  const tar = tarOf(files);
  const answers: [Verification, Integrity] = [await verifyTar(tar, options), await verifyIntegrity(sourceOf(tar))];
  if (options === undefined) compareAnswers(...answers);
  return answers;
}

test('EL128 the note of the checkpoint of the bundle holds, and its key is told as the bundle’s own until the verifier names it', async () => {
  const packed = await noted();
  const [full, page] = await both(packed);
  const entries = full.checked.entries;
  const told = { operator: operator.name, operatorEntry: '1', log: 1, size: entries, entry: entries - 1, at };
  assert.deepEqual(full.noted, { ...told, trusted: false });
  assert.equal(page.noted, true);
  assert.match(
    renderVerification(full),
    /Noted +up to entry \d+ at 2026-03-02T09:00:00Z, by entry 1 of operator\.example\/log; its key was not compared/,
  );
  const { code, stdout } = await runLine('verify', await writeTar(tarOf(packed.files)), '--operator-key', operatorKey);
  assert.equal(code, 0);
  assert.match(stdout, /Noted .* whose key you named/);
});

test('EL128 the end of an earlier log may be what was noted; EL129 where the verifier asks for it, the bundle itself has to be', async () => {
  const draft = exampleDraft();
  draft.entries.splice(1, 0, ...rotation(1));
  const packed = await pack(draft);
  const end = packed.files.get('earlier-logs/1/checkpoint') ?? Buffer.alloc(0);
  await note(packed, { checkpoint: end });
  const [full] = await both(packed);
  assert.deepEqual([full.holds, full.noted?.log, full.noted?.entry], [true, 1, 1]);
  const [asked] = await both(packed, { operatorKey });
  assertBreaks(asked, 'EL129', { path: 'operator/checkpoint' });
});

test('EL129 another key, or no note at all, is refused where the verifier names the operator’s log', async () => {
  const other = keyOf(new Uint8Array(32).fill(8), operator.name);
  assertBreaks((await both(await noted(), { operatorKey: other }))[0], 'EL129', { path: 'operator/vkey' });
  const [without] = await both(await pack(exampleDraft()), { operatorKey });
  assertBreaks(without, 'EL129', { message: /Nothing in the bundle says/ });
  const { code, stderr } = await runLine('verify', await writeTar(Buffer.alloc(0)), '--operator-key', 'nothing');
  assert.equal(code, 2);
  assert.match(stderr, /--operator-key/);
});

test('EL127 the five files of a note are there together and with no other, or not at all', async () => {
  for (const name of ['checkpoint', 'entry.json', 'entry.tlog-proof', 'salt', 'vkey']) {
    const packed = await noted();
    packed.files.delete(`operator/${name}`);
    assertBreaks((await both(packed))[0], 'EL127', { path: `operator/${name}` });
  }
  const packed = await noted();
  packed.files.set('operator/notes', Buffer.from('x'));
  assertBreaks((await both(packed))[0], 'EL127', { path: 'operator/notes' });
});

test('EL128 a note that was changed, is of another log or checkpoint, or commits to something else does not hold', async () => {
  const broken = async (path: string, packed: Packed): Promise<void> =>
    assertBreaks((await both(packed))[0], 'EL128', { path: `operator/${path}` });
  const changed = async (path: string, change: (text: string) => string, told = path): Promise<void> => {
    const packed = await noted();
    const text = Buffer.from(packed.files.get(`operator/${path}`) ?? []).toString();
    assert.notEqual(change(text), text);
    packed.files.set(`operator/${path}`, Buffer.from(change(text)));
    await broken(told, packed);
  };
  await changed('salt', (text) => text.replace('07', '08'), 'entry.json');
  await changed('salt', (text) => text.toUpperCase().replaceAll('0', 'A'));
  await changed('salt', (text) => text.trim());
  await changed('vkey', (text) => text.replace('operator', 'operators'));
  await changed('entry.tlog-proof', (text) => text.replace('index 1', 'index 0'));
  await changed('checkpoint', (text) => `${text}— nobody.example AAAAAAAA\n`);
  await broken(
    'entry.tlog-proof',
    await (async () => {
      const packed = await noted();
      packed.files.set('operator/entry.json', canonical({ v: 1, op: 'log.note-checkpoint', at, by: null, facts: {} }));
      return packed;
    })(),
  );
  await broken('entry.json', await noted({ op: 'notes.add' }));
  await broken('entry.json', await noted({ commitment: 'x' }));
  await broken('entry.json', await noted({ commitment: '0'.repeat(64) }));
  const text = formatCheckpoint({ origin: 'log.example/other', size: 1n, root: new Uint8Array(32) });
  const elsewhere = signNote(nodeCrypto, text, { name: 'log.example/other', seed: operator.seed });
  await broken('checkpoint', await noted({ checkpoint: Buffer.from(elsewhere) }));
});
