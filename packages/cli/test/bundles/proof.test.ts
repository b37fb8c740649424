import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  consistencyProof,
  cosign,
  formatAddCheckpoint,
  formatCheckpoint,
  formatLogProof,
  inclusionProof,
  integrate,
  parseLogProof,
  signNote,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { verifyGrowth } from '../../src/bundles/growth.ts';
import { verifyProof } from '../../src/bundles/proof.ts';
import { renderProof } from '../../src/bundles/render-log.ts';
import { runLine } from '../run-line.ts';
import { canonical, keyOf, witnessOf } from './builder.ts';

const origin = 'log.example/heron';
const seed = new Uint8Array(32).fill(5);
const key = keyOf(seed, origin);
const anna = witnessOf('anna.example', 61);

const folder = mkdtempSync(join(tmpdir(), 'verify-proof-'));
after(() => rmSync(folder, { recursive: true }));
let written = 0;
async function file(content: string | Uint8Array, name = `${(written += 1)}.txt`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const entries = Array.from({ length: 9 }, (_, i) =>
  canonical({ v: 1, op: 'notes.add', at: '2026-03-02T09:00:00.000Z', by: null, facts: { number: i } }),
);
/** The log at some of its entries: its checkpoint, and its tiles. */
async function logOf(size: number, of: readonly Uint8Array[] = entries, signer = { name: origin, seed }) {
  const { root, tiles } = await integrate(
    nodeCrypto,
    { size: 0n, readTile: () => Promise.resolve(undefined) },
    of.slice(0, size),
  );
  const checkpoint = signNote(nodeCrypto, formatCheckpoint({ origin, size: BigInt(size), root }), signer);
  return { checkpoint, readTile: (path: string) => Promise.resolve(tiles.get(path)) };
}

let proof = '';
let checkpoint = '';
let entry = '';
before(async () => {
  const log = await logOf(9);
  checkpoint = log.checkpoint;
  const hashes = await inclusionProof(nodeCrypto, 9n, 4n, log.readTile);
  proof = formatLogProof({ index: 4n, hashes, checkpoint });
  entry = await file(entries[4] ?? '', 'entry-4.json');
});

const withProof = (text: string | Uint8Array) => file(text, `${(written += 1)}.tlog-proof`);

test('EL109 a proof alone is verified offline: it says which entry of which log, and exits with 0', async () => {
  const path = await file(proof, 'entry-4.tlog-proof');
  const answer = await verifyProof(path, { keys: [key] });
  assert.deepEqual([answer.holds, answer.failure, answer.index], [true, null, '4']);
  assert.deepEqual([answer.checkpoint?.origin, answer.checkpoint?.size, answer.keyTrusted], [origin, 9, true]);
  assert.deepEqual([answer.entry?.file, answer.entry?.op], [entry, 'notes.add'], 'the entry beside it is taken');
  const { code, stdout } = await runLine('verify', path, '--key', key);
  assert.equal(code, 0);
  assert.match(stdout, /^The proof holds\.\n/);
  assert.match(stdout, /Log entry +4\n/);
  assert.match(stdout, /It says +notes\.add, 2026-03-02/);
  assert.match(stdout, /does not show\nthat what the entry says is true/);
});

test('EL109 what does not hold names the rule, and exits with 1', async () => {
  const other = await file(entries[5] ?? '');
  const stranger = { name: origin, seed: new Uint8Array(32).fill(6) };
  const { hashes } = parseLogProof(proof);
  const of = (note: string, index = 4n) => withProof(formatLogProof({ index, hashes, checkpoint: note }));
  const forged = (await logOf(9, entries, stranger)).checkpoint;
  const ofAnother = cosign(nodeCrypto, (await logOf(8)).checkpoint, anna, 1_800_000_000n);
  const misplaced = checkpoint + ofAnother.slice(ofAnother.lastIndexOf('—'));
  const own = `log ${key}`;
  const asksAnna = Buffer.from(`${own}\nwitness anna ${anna.vkey}\nquorum anna\n`);
  const namesOther = Buffer.from(`log ${keyOf(stranger.seed, origin)}\nquorum none\n`);
  const keys = [key];
  for (const [rule, path, options] of [
    ['EL33', await withProof(proof.replace('index 4', 'index 04')), { keys, entry }],
    ['EL33', await withProof(Buffer.from([0xff, 0xfe])), { keys, entry }],
    ['EL33', await withProof('These are notes.\n'), { keys, entry }],
    ['EL34', await withProof(proof), { keys, entry: other }],
    ['EL34', await of(checkpoint, 5n), { keys, entry }],
    ['EL34', await of(forged), { keys, entry }],
    ['EL34', await withProof(proof), { keys: [keyOf(seed, 'log.example/other')], entry }],
    ['EL34', await withProof(proof), { keys, policy: namesOther, entry }],
    ['EL38', await withProof(proof), { policy: asksAnna, entry }],
    ['EL32', await of(misplaced), { policy: asksAnna, entry }],
  ] as const) {
    const answer = await verifyProof(path, options);
    assert.deepEqual([answer.failure?.rule, answer.holds], [rule, false], `${rule} ${JSON.stringify(answer)}`);
    const said = new RegExp(`^The proof does not hold\\.\n\n.+\n +Rule +${rule} \\(docs/spec/evidence-log\\.md\\)`);
    assert.match(renderProof(answer), said);
  }
  const { code, stdout } = await runLine('verify', await withProof(proof), '--key', key, '--entry', other, '--json');
  assert.deepEqual([code, (JSON.parse(stdout) as { failure: { rule: string } }).failure.rule], [1, 'EL34']);
});

test('EL109 a policy names the log and the witnesses, each told with its time; extra data is told to prove nothing', async () => {
  const { hashes } = parseLogProof(proof);
  const cosigned = cosign(nodeCrypto, checkpoint, anna, 1_800_000_000n);
  const extra = Buffer.from('look at me');
  const path = await withProof(formatLogProof({ index: 4n, hashes, checkpoint: cosigned, extra }));
  const policy = Buffer.from(`log ${key}\nwitness auditor ${anna.vkey}\nquorum auditor\n`);
  const answer = await verifyProof(path, { policy, entry });
  assert.deepEqual([answer.holds, answer.cosignatures], [true, [{ name: 'auditor', time: '1800000000' }]]);
  assert.match(answer.warnings[0] ?? '', /10 bytes of extra data, which nobody has signed/);
  assert.match(renderProof(answer), /Witnesses +auditor, as of 2027-01-15T08:00:00Z/);
});

test('EL109 whose log is trusted and which entry is meant has to be said: anything else is bad input', async () => {
  const path = await withProof(proof);
  const keys = [key];
  for (const [field, named, options] of [
    ['--key', path, { entry }],
    ['--entry', path, { keys }],
    ['--entry', path, { keys, entry: `${entry}.missing` }],
    ['--key', path, { keys: ['nonsense'], entry }],
    ['--key', path, { policy: Buffer.from(`witness anna ${anna.vkey}\nquorum anna\n`), entry }],
    ['--policy', path, { policy: Buffer.from('notes'), entry }],
    ['file', `${path}.missing`, { keys, entry }],
  ] as const)
    await assert.rejects(verifyProof(named, options), { code: 'bad_input', field });
  assert.equal((await runLine('verify', `${path}.missing.tlog-proof`, '--key', key)).code, 2);
});

test('EL106 a consistency proof that was taken home shows offline that the log only grew', async () => {
  const [old, now] = [await logOf(4), await logOf(9)];
  const kept = await file(old.checkpoint);
  const hashes = await consistencyProof(nodeCrypto, 4n, 9n, now.readTile);
  const growth = formatAddCheckpoint({ oldSize: 4n, proof: hashes, checkpoint: now.checkpoint });
  const path = await file(growth);
  const keys = [key];
  const answer = await verifyGrowth(path, { since: kept, keys });
  assert.deepEqual([answer.holds, answer.earlier?.size, answer.checkpoint?.size], [true, 4, 9]);
  const { code, stdout } = await runLine('verify', path, '--since', kept, '--key', key);
  assert.equal(code, 0);
  assert.match(stdout, /^The log only grew\.\n/);

  const rewritten = [...entries.slice(0, 2), Buffer.from('{}'), ...entries.slice(3)];
  const stranger = { name: origin, seed: new Uint8Array(32).fill(6) };
  for (const [rule, growthFile, since] of [
    ['EL106', path, (await logOf(4, rewritten)).checkpoint],
    ['EL106', path, (await logOf(3)).checkpoint],
    ['EL34', path, (await logOf(4, entries, stranger)).checkpoint],
    ['EL50', await file(growth.replace('old 4\n', 'old 4\nold 4\n')), old.checkpoint],
  ] as const) {
    const broken = await verifyGrowth(growthFile, { since: await file(since), keys });
    assert.deepEqual([broken.holds, broken.failure?.rule], [false, rule], JSON.stringify(broken));
  }
  for (const [field, options] of [
    ['--since', { keys }],
    ['--key', { since: kept }],
    ['--since', { keys, since: `${kept}.missing` }],
  ] as const)
    await assert.rejects(verifyGrowth(path, options), { code: 'bad_input', field });
});
