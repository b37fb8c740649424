import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  contentOf,
  makeAuthority,
  openssl,
  opensslTakes,
  testPolicy,
  type AuthorityOptions,
  type TestAuthority,
} from '../../testkit/src/timestamps/index.ts';
import {
  readAuthority,
  timestampRequest,
  TimestampError,
  tokenIn,
  verifyTimestamp,
  type Asked,
  type TimestampErrorCode,
} from '../src/index.ts';
import { corrupt } from './corruptions.ts';

const message = Buffer.from('tickmark.local/logs/x\n3\nAAAA\n\n— tickmark.local/logs/x AAAA\n');
const sha256 = createHash('sha256').update(message).digest();
const nonce = Uint8Array.from([0, 0x9f, ...Array.from({ length: 18 }, (_, i) => i)]);
const issuer = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign';

let folder: string;
let made = 0;
let good: TestAuthority;
let goodToken: Uint8Array;
let goodAsked: Asked;
/** Folder of the authority whose root others have as well. */
let root: string;
/** What the good authority signed: without its name, and with it. */
let content: Buffer;
let namedContent: Buffer;
let unnamed: Uint8Array;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-timestamps-'));
  good = await authority({ named: true, between: issuer });
  root = join(folder, '1');
  goodToken = await tokenOf(good);
  goodAsked = { message, nonce, authority: readAuthority(good.root) };
  const other = await authority({ rootOf: root });
  content = await contentOf(folder, await tokenOf(other));
  unnamed = await other.sign(content, { named: false });
  // The name within is that of no certificate of another signer.
  namedContent = Buffer.from(
    (await contentOf(folder, goodToken)).toString('latin1').replace('Tests T', 'Tests X'),
    'latin1',
  );
});
after(() => rm(folder, { recursive: true, force: true }));

function authority(options: AuthorityOptions = {}): Promise<TestAuthority> {
  made += 1;
  return makeAuthority(join(folder, String(made)), { key: 'P-256', ...options });
}

async function tokenOf({ reply }: TestAuthority, policy: string | null = null): Promise<Uint8Array> {
  return tokenIn(await reply(timestampRequest({ sha256, nonce, policy })));
}

const takes = (token: Uint8Array, rootFile: string, at?: Date) =>
  opensslTakes(folder, { token, message, rootFile, ...(at === undefined ? {} : { at }) });

function refused(work: () => unknown, code: TimestampErrorCode, words: RegExp): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof TimestampError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, words);
    return true;
  });
}

test('EL112 a stamp of each kind of key that is taken holds, and openssl takes it too', async () => {
  for (const options of [
    { key: 'rsa:2048' },
    { key: 'P-384', signerHash: 'sha384', rootKey: 'rsa-pss' },
    { rootKey: 'ed25519', usage: 'critical,digitalSignature,nonRepudiation' },
    // Signer named by SHA-1, as some authorities still do: it only picks among certificates.
    { namedBy: 'sha1' },
  ] satisfies AuthorityOptions[]) {
    const each = await authority(options);
    const token = await tokenOf(each);
    const found = verifyTimestamp(token, { message, nonce, authority: readAuthority(each.root), policy: testPolicy });
    assert.ok(Math.abs(found.at.getTime() - Date.now()) < 60_000);
    assert.deepEqual(
      { ...found, at: null, serial: null },
      {
        at: null,
        accuracyMs: 1501,
        policy: testPolicy,
        serial: null,
        signer: 'Tests Timestamp Signer',
        root: 'Tests Root',
      },
    );
    assert.ok(await takes(token, each.rootFile));
  }
});

test('EL111 a stamp of something else, of another request or under another policy is refused', async () => {
  assert.equal(verifyTimestamp(goodToken, goodAsked).root, 'Tests Root');
  assert.ok(await takes(goodToken, good.rootFile));
  refused(
    () => verifyTimestamp(goodToken, { ...goodAsked, message: Buffer.from('other') }),
    'wrong_message',
    /something else/,
  );
  refused(() => verifyTimestamp(goodToken, { ...goodAsked, nonce: randomBytes(20) }), 'wrong_nonce', /another request/);
  const other = await tokenOf(good, '1.3.6.1.4.1.13762.4');
  assert.equal(verifyTimestamp(other, { ...goodAsked, policy: '1.3.6.1.4.1.13762.4' }).policy, '1.3.6.1.4.1.13762.4');
  refused(() => verifyTimestamp(other, { ...goodAsked, policy: testPolicy }), 'wrong_policy', /13762\.4, not/);
  await assert.rejects(tokenOf(good, '1.2.3.4'), (error) => {
    assert.ok(error instanceof TimestampError);
    assert.equal(error.code, 'not_granted');
    assert.match(error.message, /status 2.*it does not give stamps under the policy/);
    return true;
  });
});

test('EL111 a certificate that is not for timestamps alone, or leads to no named root, is refused', async () => {
  const asked = { message, nonce, authority: readAuthority(good.root) };
  // The control arm: what openssl cms signs is a stamp as well where the certificate is for it.
  const fit = await (await authority({ rootOf: root })).sign(content);
  assert.equal(verifyTimestamp(fit, asked).policy, testPolicy);
  assert.ok(await takes(fit, good.rootFile));
  for (const [options, words] of [
    [{ purpose: 'timeStamping' }, /critical extension/],
    [{ purpose: 'critical,timeStamping,codeSigning' }, /for timestamps alone/],
    [{ purpose: 'critical,codeSigning' }, /for timestamps alone/],
    [{ usage: 'critical,digitalSignature,keyAgreement' }, /other uses/],
  ] satisfies [AuthorityOptions, RegExp][]) {
    const token = await (await authority({ ...options, rootOf: root })).sign(content);
    refused(() => verifyTimestamp(token, asked), 'certificate', words);
    assert.ok(!(await takes(token, good.rootFile)));
  }
  const stranger = await authority();
  const trusted = readAuthority(stranger.root);
  refused(() => verifyTimestamp(goodToken, { ...goodAsked, authority: trusted }), 'untrusted', /lead to a root/);
  assert.ok(!(await takes(goodToken, stranger.rootFile)), 'of the same name, and another key');
});

test('EL111 the chain is held against the time of the stamp, and against what each certificate may do', async () => {
  const asked = { message, nonce, authority: readAuthority(good.root) };
  for (const [options, words] of [
    [{ valid: { from: '20200101000000Z', to: '20210101000000Z' } }, /had expired at the time of the stamp/],
    [{ valid: { from: '20900101000000Z', to: '20910101000000Z' } }, /was not valid yet/],
  ] satisfies [AuthorityOptions, RegExp][]) {
    const token = await (await authority({ ...options, rootOf: root })).sign(content);
    refused(() => verifyTimestamp(token, asked), 'untrusted', words);
  }
  for (const [between, words] of [
    ['basicConstraints=critical,CA:FALSE', /not that of a certificate authority/],
    ['basicConstraints=critical,CA:TRUE\nkeyUsage=critical,cRLSign', /lead to a root/],
    [`${issuer}\nextendedKeyUsage=codeSigning`, /may issue none for timestamps/],
    [`${issuer}\nnameConstraints=critical,permitted;DNS:a.example`, /is not read here/],
  ] satisfies [string, RegExp][]) {
    const each = await authority({ between, rootOf: root });
    const token = await each.sign(content);
    const beside = good.root + (await readFile(join(folder, String(made), 'between.pem'), 'utf8'));
    assert.throws(() => verifyTimestamp(token, { ...asked, helpers: readAuthority(beside) }), words);
  }
  // A certificate that expires later leaves the stamp as good as it was.
  const soon = new Date(Date.now() + 60_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const short = await authority({ valid: { from: '20200101000000Z', to: soon }, rootOf: root });
  const token = await short.sign(content);
  const { at } = verifyTimestamp(token, asked);
  assert.ok(await takes(token, good.rootFile, at));
  assert.ok(!(await takes(token, good.rootFile, new Date(at.getTime() + 3_600_000))));
});

test('EL112 SHA-1 under a stamp, as its imprint or under a certificate is refused, and a short key', async () => {
  const asked = { message, nonce, authority: readAuthority(good.root) };
  const query = join(folder, 'sha1.tsq');
  const data = join(folder, 'message');
  await writeFile(data, message);
  assert.ok((await openssl(['ts', '-query', '-data', data, '-sha1', '-cert', '-no_nonce', '-out', query])).ok);
  const imprinted = tokenIn(await good.reply(await readFile(query)));
  refused(() => verifyTimestamp(imprinted, { ...goodAsked, nonce: undefined }), 'algorithm', /imprint.*SHA-1/);
  assert.ok(await takes(imprinted, good.rootFile), 'openssl still takes it');
  for (const [options, words] of [
    [{ signerHash: 'sha1' }, /SHA-1/],
    [{ certificateHash: 'sha1' }, /SHA-1 with ECDSA/],
    [{ key: 'rsa:1024' }, /kind or length/],
  ] satisfies [AuthorityOptions, RegExp][]) {
    const token = await (await authority({ ...options, rootOf: root })).sign(content);
    refused(() => verifyTimestamp(token, asked), 'algorithm', words);
  }
});

test('EL111 what an authority signs is read in its one form, and has to name the certificate and itself', async () => {
  const asked = { message, nonce, authority: readAuthority(good.root) };
  const signer = await authority({ rootOf: root });
  refused(() => verifyTimestamp(unnamed, asked), 'malformed', /which certificate/);
  const plain = content.toString('latin1');
  const changed = (from: RegExp | string, to: string) => Buffer.from(plain.replace(from, to), 'latin1');
  for (const [bytes, code, words] of [
    [changed(/20\d{12}Z/, '20261301000000Z'), 'malformed', /prescribes/],
    [changed(/20\d{12}Z/, '20260631000000Z'), 'malformed', /prescribes/],
    [changed('\u0002\u0001\u0001', '\u0002\u0001\u0002'), 'malformed', /prescribes/],
    [Buffer.from('hello'), 'malformed', /prescribes/],
    [namedContent, 'certificate', /names another authority/],
  ] satisfies [Uint8Array, TimestampErrorCode, RegExp][]) {
    const token = await signer.sign(bytes);
    refused(() => verifyTimestamp(token, asked), code, words);
  }
});

test('EL111 without the certificate of the signer, in another form than DER, or with anything beside it, it is refused', async () => {
  const query = join(folder, 'bare.tsq');
  await writeFile(join(folder, 'message'), message);
  const args = ['ts', '-query', '-data', join(folder, 'message'), '-sha256', '-no_nonce', '-out', query];
  assert.ok((await openssl(args)).ok);
  const bare = tokenIn(await good.reply(await readFile(query)));
  refused(() => verifyTimestamp(bare, { ...goodAsked, nonce: undefined }), 'malformed', /certificate of its signer/);
  refused(() => verifyTimestamp(bare, goodAsked), 'malformed', /certificate of its signer/);
  // The same value in BER, its outermost length indefinite.
  const [, first = 0] = goodToken;
  const content = goodToken.subarray(2 + (first & 0x7f));
  const ber = Buffer.concat([Buffer.of(0x30, 0x80), content, Buffer.of(0, 0)]);
  for (const bytes of [
    ber,
    Buffer.concat([goodToken, Buffer.of(0)]),
    Buffer.from('<html></html>'),
    new Uint8Array(),
    new Uint8Array(60_000).fill(0x30),
    Buffer.from('30030201', 'hex'),
  ]) {
    refused(() => verifyTimestamp(bytes, goodAsked), 'malformed', /in the form|is no/);
    refused(() => tokenIn(bytes), 'malformed', /in the form/);
  }
});

test('EL110 an authority is named by certificates that OpenSSL reads, with a root among them', async () => {
  const { pem, roots, between } = readAuthority(`Some words\n${good.root}\n${good.root.replaceAll('\n', '\r\n')}`);
  assert.deepEqual([roots.map(({ name }) => name), between], [['Tests Root'], []]);
  await writeFile(join(folder, 'named.pem'), pem);
  assert.equal(pem, good.root.slice(good.root.indexOf('-----BEGIN')), 'twice the same is once');
  assert.ok(await takes(goodToken, join(folder, 'named.pem')));
  const middle = await readFile(join(folder, '1', 'between.pem'), 'utf8');
  const key = await readFile(join(folder, '1', 'root.key'), 'utf8');
  assert.equal(readAuthority(middle + good.root).between.length, 1);
  refused(() => readAuthority(middle), 'certificate', /is a root/);
  refused(() => readAuthority(good.root + key), 'malformed', /private key/);
  refused(() => readAuthority('x'), 'malformed', /no certificate/);
  refused(() => readAuthority(good.root.repeat(21)), 'malformed', /more than 20/);
  refused(() => readAuthority(good.root.replace(/\n.{64}\n/, '\n')), 'malformed', /can’t be read/);
});

test('EL112 of corrupted stamps none is taken that openssl refuses', async () => {
  // What is corrupted in a certificate that no chain needs is still taken, so there is something to judge.
  const crowded = await authority({ rootOf: root, rootBeside: true });
  const token = await tokenOf(crowded);
  let judged = 0;
  const judge = (changed: Uint8Array): Promise<boolean> => {
    judged += 1;
    return takes(changed, good.rootFile);
  };
  const found = await corrupt(token, goodAsked, { seed: 1, count: 200, judge });
  assert.deepEqual(found.wrongly, []);
  assert.ok(judged > 0);
  const strict = await corrupt(token, goodAsked, { seed: 1, count: 200, judge: async () => false });
  assert.equal(strict.wrongly.length, judged, 'what a judge refuses is told');
});
