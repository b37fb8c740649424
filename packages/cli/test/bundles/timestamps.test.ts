import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatCheckpoint, integrate, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { timestampRequest, tokenIn } from '@tickmark/timestamps';
import { makeAuthority, opensslTakes, testPolicy, type TestAuthority } from '../../../testkit/src/timestamps/index.ts';
import { compareAnswers } from '../../../verify-page/test/agreement.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity, type Integrity } from '../../../verify-page/src/verify/verify.ts';
import { renderVerification, type Verification, type VerifyOptions } from '../../src/bundles/index.ts';
import { id, pack, rotation, sha256, signerOf, tarOf, type Draft, type Packed } from './builder.ts';
import { exampleDraft } from './example.ts';
import { assertBreaks, verifyTar } from './folder.ts';

let folder: string;
let authority: TestAuthority;
let other: TestAuthority;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-stamps-'));
  const between = 'basicConstraints=critical,CA:TRUE';
  authority = await makeAuthority(join(folder, 'a'), { key: 'P-256', between });
  other = await makeAuthority(join(folder, 'b'), { key: 'P-256' });
});
after(() => rm(folder, { recursive: true, force: true }));

const stampTo = ({ root }: TestAuthority): string => sha256(root);

/** The entry that names an authority. */
function named(each: TestAuthority, n: number, policy?: string): Draft['entries'][number] {
  const facts = { authorityId: id(n), certificatesSha256: stampTo(each), ...(policy === undefined ? {} : { policy }) };
  return { key: `authority ${n}`, op: 'timestamps.add-authority', facts };
}

/** The example with the entry that names an authority before all that is stamped. */
function draftWith(...entries: Draft['entries']): Draft {
  const draft = exampleDraft();
  draft.entries.splice(1, 0, ...entries);
  return draft;
}

/** The checkpoint of a log at a size, as it signed it: from the entries in the bundle. */
async function checkpointAt(draft: Draft, { files }: Packed, { log, size }: { log: number; size?: number }) {
  const at = files.has(`earlier-logs/${log}/vkey`) ? `earlier-logs/${log}/` : 'log/';
  const [, tile = Buffer.alloc(0)] = [...files].find(([path]) => path.startsWith(`${at}tile/entries/`)) ?? [];
  const statements: Uint8Array[] = [];
  for (let from = 0; from < tile.length;) {
    const end = from + 2 + Buffer.from(tile).readUInt16BE(from);
    statements.push(tile.subarray(from + 2, end));
    from = end;
  }
  const some = statements.slice(0, size ?? statements.length);
  const grown = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, some);
  const signer = signerOf(draft, log);
  const text = formatCheckpoint({ origin: signer.name, size: grown.size, root: grown.root });
  return { note: Buffer.from(signNote(nodeCrypto, text, signer)), size: Number(grown.size) };
}

async function tokenOf(each: TestAuthority, message: Uint8Array, policy: string | null = null): Promise<Uint8Array> {
  const imprint = createHash('sha256').update(message).digest();
  return tokenIn(await each.reply(timestampRequest({ sha256: imprint, nonce: Buffer.of(1), policy })));
}

/** Puts a stamp of one checkpoint into a bundle. */
async function stamp(
  draft: Draft,
  packed: Packed,
  { by = authority, log, size }: { by?: TestAuthority; log: number; size?: number },
): Promise<string> {
  const checkpoint = await checkpointAt(draft, packed, { log, ...(size === undefined ? {} : { size }) });
  const at = `timestamps/${log}/${checkpoint.size}`;
  packed.files.set(`${at}/checkpoint`, checkpoint.note);
  packed.files.set(`${at}/${stampTo(by)}.tst`, await tokenOf(by, checkpoint.note));
  packed.files.set(`timestamps/certificates/${stampTo(by)}.pem`, Buffer.from(by.root));
  return `${at}/${stampTo(by)}.tst`;
}

/** Both verifiers, which have to agree. */
async function both(files: Map<string, Uint8Array>, options?: VerifyOptions): Promise<[Verification, Integrity]> {
  const tar = tarOf(files);
  const answers: [Verification, Integrity] = [await verifyTar(tar, options), await verifyIntegrity(sourceOf(tar))];
  return answers;
}

test('EL116 EL117 EL119 stamps of the checkpoint and of earlier ones are verified, over all logs of a chain, and openssl takes each', async () => {
  const draft = draftWith(named(authority, 70), ...rotation(1), named(other, 71));
  const packed = await pack(draft);
  const path = await stamp(draft, packed, { log: 1 });
  await stamp(draft, packed, { log: 2, size: 3 });
  await stamp(draft, packed, { log: 2, by: other });
  const last = await stamp(draft, packed, { log: 2 });
  const [full, page] = await both(packed.files);
  assert.equal(compareAnswers(full, page), 'both hold');
  assert.deepEqual(
    full.timestamps.map(({ log, size, entry, name, signer, trusted }) => ({ log, size, entry, name, signer, trusted })),
    [
      [1, 3],
      [2, 3],
      [2, full.checkpoint?.size],
      [2, full.checkpoint?.size],
    ].map(([log = 0, size = 0]) => ({
      log,
      size,
      entry: (log === 1 ? 0 : 3) + size - 1,
      name: 'Tests Root',
      signer: 'Tests Timestamp Signer',
      trusted: false,
    })),
  );
  assert.deepEqual(page.stamps, { count: 4, upTo: full.checked.entries - 1 });
  for (const each of [path, last]) {
    const message = packed.files.get(each.replace(/[^/]*$/, 'checkpoint')) ?? Buffer.alloc(0);
    const token = packed.files.get(each) ?? Buffer.alloc(0);
    const rootFile = join(folder, 'a', 'root.pem');
    assert.ok(await opensslTakes(folder, { token, message, rootFile }));
    assert.ok(!(await opensslTakes(folder, { token, message: Buffer.concat([message, Buffer.of(0)]), rootFile })));
  }
  const said = renderVerification(full);
  assert.match(said, /Stamped +up to entry \d+ \(log 2\) at 20\S+Z by Tests Root, which the log names; not compared/);
  assert.match(said, /3 stamps, the first up to entry 2 \(log 1\)/);
});

test('EL116 EL119 a file too few or too many among the stamps is found by both verifiers, at the same file', async () => {
  const draft = draftWith(named(authority, 70));
  const packed = await pack(draft);
  const path = await stamp(draft, packed, { log: 1 });
  await stamp(draft, packed, { log: 1, size: 4 });
  const total = (await checkpointAt(draft, packed, { log: 1 })).size;
  const certificates = `timestamps/certificates/${stampTo(authority)}.pem`;
  const stray = Buffer.from('x');
  for (const [change, at] of [
    [(files) => files.delete('timestamps/1/4/checkpoint'), path.replace(String(total), '4')],
    [(files) => files.delete(certificates), path],
    [(files) => files.delete(path), `timestamps/1/${total}/checkpoint`],
    [(files) => files.set('timestamps/notes.txt', stray), 'timestamps/notes.txt'],
    [(files) => files.set('timestamps/1/checkpoint', stray), 'timestamps/1/checkpoint'],
    [(files) => files.set(`timestamps/1/${total + 1}/checkpoint`, stray), `timestamps/1/${total + 1}/checkpoint`],
    [(files) => files.set(`timestamps/2/1/checkpoint`, stray), 'timestamps/2/1/checkpoint'],
    [(files) => files.set('timestamps/1/04/checkpoint', stray), 'timestamps/1/04/checkpoint'],
    [(files) => files.set('timestamps/1/3/checkpoint', stray), 'timestamps/1/3/checkpoint'],
    [
      (files) => files.set(`timestamps/certificates/${'0'.repeat(64)}.pem`, stray),
      `timestamps/certificates/${'0'.repeat(64)}.pem`,
    ],
    [(files) => files.set(certificates, Buffer.from(other.root)), certificates],
  ] satisfies [(files: Map<string, Uint8Array>) => unknown, string][]) {
    const files = new Map(packed.files);
    change(files);
    const [full, page] = await both(files);
    assertBreaks(full, 'EL116', { path: at });
    assert.equal(compareAnswers(full, page), 'same rule');
  }
  const unnamed = await pack(draftWith(named(other, 71)));
  await stamp(draftWith(named(other, 71)), unnamed, { log: 1 });
  const [full, page] = await both(unnamed.files);
  assertBreaks(full, 'EL116', { path: certificates, message: /No entry/ });
  assert.equal(compareAnswers(full, page), 'same rule');
});

test('EL117 EL119 a stamp of something else, changed, of another history or policy is found, and the page says that it does not look', async () => {
  const draft = draftWith(named(authority, 70), named(other, 71, '1.2.3'));
  const packed = await pack(draft);
  const path = await stamp(draft, packed, { log: 1 });
  const earlier = await stamp(draft, packed, { log: 1, size: 4 });
  const token = packed.files.get(path) ?? Buffer.alloc(0);
  const note = `timestamps/1/4/checkpoint`;
  const changed = Buffer.from(token);
  changed.writeUInt8(changed.readUInt8(changed.length - 5) ^ 1, changed.length - 5);
  const signer = signerOf(draft);
  const rewritten = formatCheckpoint({ origin: signer.name, size: 4n, root: new Uint8Array(32) });
  const forged = Buffer.from(signNote(nodeCrypto, rewritten, signer));
  const forgedToken = await tokenOf(authority, forged);
  const signed = packed.files.get(note) ?? Buffer.alloc(0);
  for (const [change, at, words] of [
    [(files) => files.set(path, changed), path, /signature|does not fit|form/],
    [(files) => files.set(path, packed.files.get(earlier) ?? token), path, /something else/],
    [(files) => files.set(note, forged).set(earlier, forgedToken), note, /not the checkpoint of the first 4/],
    [(files) => files.set(note, Buffer.concat([signed, Buffer.from('x')])), note, /not the checkpoint/],
    [(files) => files.set(note, Buffer.concat([signed, Buffer.of(0xff)])), note, /UTF-8/],
  ] satisfies [(files: Map<string, Uint8Array>) => unknown, string, RegExp][]) {
    const files = new Map(packed.files);
    change(files);
    const [full, page] = await both(files);
    assertBreaks(full, 'EL117', { path: at, message: words });
    assert.equal(compareAnswers(full, page), 'full verification knows more');
    assert.equal(page.holds, true);
  }
  const underAnother = await stamp(draft, packed, { log: 1, by: other });
  const [full] = await both(packed.files);
  assertBreaks(full, 'EL117', {
    path: underAnother,
    message: new RegExp(`policy ${testPolicy}, which no entry names`),
  });
});

test('EL118 who names a timestamp authority is told whether it stamped the bundle, and no other serves', async () => {
  const draft = draftWith(named(authority, 70), named(other, 71));
  const packed = await pack(draft);
  await stamp(draft, packed, { log: 1, size: 5 });
  await stamp(draft, packed, { log: 1, by: other });
  const trusting = (each: TestAuthority): VerifyOptions => ({ timestampCa: Buffer.from(each.root) });
  const [partly] = await both(packed.files, trusting(authority));
  assertBreaks(partly, 'EL118', { path: 'log/checkpoint', message: /up to entry 4, at 20/ });
  await stamp(draft, packed, { log: 1 });
  const [full] = await both(packed.files, trusting(authority));
  assert.equal(full.holds, true);
  assert.deepEqual(
    full.timestamps.map(({ trusted }) => trusted),
    full.timestamps.map(({ certificatesSha256 }) => certificatesSha256 === stampTo(authority)),
  );
  assert.match(renderVerification(full), /by Tests Root, one that you named/);
  const stranger = await makeAuthority(join(folder, 'c'), { key: 'P-256' });
  const [none] = await both(packed.files, trusting(stranger));
  assertBreaks(none, 'EL118', { message: /No stamp in the bundle leads to/ });
  const [bare] = await both((await pack(draft)).files, trusting(authority));
  assertBreaks(bare, 'EL118', { message: /No stamp/ });
  await assert.rejects(both(packed.files, { timestampCa: Buffer.from('x') }), {
    code: 'bad_input',
    field: '--timestamp-ca',
  });
});

test('EL117 an entry that says it is later than its stamp is told of, for one of two clocks is wrong', async () => {
  const draft = { ...draftWith(named(authority, 70)), sealedAt: '2090-01-01T00:00:00.000Z' };
  const packed = await pack(draft);
  await stamp(draft, packed, { log: 1 });
  const [warned] = await both(packed.files);
  assert.equal(warned.holds, true);
  assert.equal(warned.warnings.filter((warning) => /written at 2090.* had stamped it at 20/.test(warning)).length, 1);
});
