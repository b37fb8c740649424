import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { TickmarkError, type ErrorCode } from '@tickmark/core';
import { openBlobStore, readBlobsElsewhere, s3PlaceOf } from '../../../src/platform/blobs/index.ts';
import { openS3Blobs } from '../../../src/platform/blobs/s3.ts';
import { organizationA } from '../database/rows.ts';
import { bucket, startS3 } from './s3-server.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
let folder: string;

before(async () => {
  s3 = await startS3();
});
after(() => s3.stop());
beforeEach(async () => {
  s3.faults.between = undefined;
  folder = await mkdtemp(join(tmpdir(), 'tickmark-s3-cache-'));
});

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const keyOf = (sha256: string): string => `/${bucket}/tickmark/${organizationA}/${sha256.slice(0, 2)}/${sha256}`;

async function* from(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}

function coded(code: ErrorCode, message: RegExp) {
  return (error: unknown) =>
    error instanceof TickmarkError && error.code === code && message.test(error.message) && error.action !== undefined;
}

async function cached(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.map((name) => name.split('/').at(-1) ?? '').filter((name) => /^[0-9a-f]{64}$/.test(name));
}

test('EV21 the key is prefix, organization, two digits and hash; a large file goes in parts, and put looks after it', async () => {
  const blobs = await openS3Blobs(s3.place, folder);
  s3.requests.length = 0;
  const small = randomBytes(1_000);
  await blobs.put(organizationA, from(small));
  assert.deepEqual(s3.requests, [`PUT ${keyOf(sha256Of(small))}`, `HEAD ${keyOf(sha256Of(small))}`]);
  s3.requests.length = 0;
  const large = randomBytes(40_000_000);
  await blobs.put(organizationA, from(large));
  const parts = s3.requests.filter((line) => /^PUT .*partNumber=\d&uploadId=/.test(line));
  assert.equal(parts.length, 3, s3.requests.join('\n'));
  assert.equal(s3.requests.at(-1), `HEAD ${keyOf(sha256Of(large))}`);
});

test('EV21 a store that took fewer bytes than were sent is found, and nothing is acknowledged', async () => {
  const blobs = await openS3Blobs(s3.place, folder);
  s3.faults.between = ({ method }, response) => {
    if (method !== 'HEAD') return false;
    response.writeHead(200, { 'content-length': '7', 'last-modified': new Date().toUTCString(), etag: '"x"' }).end();
    return true;
  };
  const content = randomBytes(1_000);
  await assert.rejects(blobs.put(organizationA, from(content)), coded('cannot_run', /7 of 1000 bytes/));
  assert.deepEqual(await cached(), []);
});

test('EV22 a part that is cut off, or refused, fails the whole put, and the file is not there', async () => {
  const blobs = await openS3Blobs(s3.place, folder);
  for (const cut of [true, false]) {
    const content = randomBytes(40_000_000);
    s3.faults.between = ({ url }, response) => {
      if (!/partNumber=2/.test(url ?? '')) return false;
      if (cut) response.destroy();
      else response.writeHead(500).end('<Error><Code>InternalError</Code><Message>secret</Message></Error>');
      return true;
    };
    const failure = cut ? /does not answer/ : /answered 500 InternalError/;
    await assert.rejects(blobs.put(organizationA, from(content)), coded('cannot_run', failure));
    s3.faults.between = undefined;
    assert.equal(await blobs.has(organizationA, sha256Of(content)), false);
    assert.deepEqual(await cached(), []);
    assert.deepEqual(await readdir(join(folder, 'incoming')), []);
  }
});

test('EV22 a missing bucket, wrong credentials and no answer are each told at the start, without any secret', async () => {
  const { place } = s3;
  const cases: [typeof place, RegExp][] = [
    [{ ...place, bucket: 'absent' }, /no bucket absent at http/],
    [{ ...place, credentials: { accessKey: 'S3RVER', secretKey: 'wrong-secret' } }, /refused the credentials .*\(403/],
    [{ ...place, credentials: { accessKey: 'wrong-key', secretKey: 'wrong-secret' } }, /refused the credentials/],
    [{ ...place, endpoint: 'http://127.0.0.1:9' }, /http:\/\/127\.0\.0\.1:9 does not answer/],
  ];
  for (const [wrong, message] of cases) {
    await assert.rejects(openS3Blobs(wrong, folder), (error: unknown) => {
      assert.ok(error instanceof TickmarkError);
      assert.equal(error.code, 'cannot_run');
      assert.match(error.message, message);
      assert.doesNotMatch(JSON.stringify(error), /wrong-secret|wrong-key/);
      return error.action !== undefined;
    });
  }
});

test('EV22 a store that ends in the middle of an answer fails the read', async () => {
  const content = randomBytes(100_000);
  await (await openS3Blobs(s3.place, folder)).put(organizationA, from(content));
  await rm(folder, { recursive: true });
  const blobs = await openS3Blobs(s3.place, folder);
  s3.faults.between = ({ method }, response) => {
    if (method !== 'GET') return false;
    response.writeHead(200, { 'content-length': '100000' });
    response.write(content.subarray(0, 50_000), () => response.destroy());
    return true;
  };
  await assert.rejects(blobs.local(organizationA, sha256Of(content)), coded('cannot_run', /does not answer/));
  const stream = await blobs.open(organizationA, sha256Of(content));
  await assert.rejects(stream.toArray(), coded('cannot_run', /does not answer/));
  assert.deepEqual(await cached(), []);
});

test('EV23 bytes that changed in the store are not given out as the file', async () => {
  const content = randomBytes(100_000);
  const sha256 = sha256Of(content);
  await (await openS3Blobs(s3.place, folder)).put(organizationA, from(content));
  await rm(folder, { recursive: true });
  const blobs = await openS3Blobs(s3.place, folder);
  s3.faults.between = ({ method }, response) => {
    if (method !== 'GET') return false;
    response.writeHead(200, { 'content-length': '100000' }).end(randomBytes(100_000));
    return true;
  };
  await assert.rejects(blobs.local(organizationA, sha256), coded('does_not_hold', new RegExp(sha256)));
  await assert.rejects((await blobs.open(organizationA, sha256)).toArray(), coded('does_not_hold', new RegExp(sha256)));
  assert.deepEqual(await cached(), []);
});

test('EV23 bytes are fetched once, also for two who ask together, and then read from this machine', async () => {
  const content = randomBytes(100_000);
  const sha256 = sha256Of(content);
  await (await openS3Blobs(s3.place, folder)).put(organizationA, from(content));
  await rm(folder, { recursive: true });
  const blobs = await openS3Blobs(s3.place, folder);
  s3.requests.length = 0;
  const [one, two] = await Promise.all([blobs.local(organizationA, sha256), blobs.local(organizationA, sha256)]);
  assert.equal(one, two);
  assert.deepEqual(await readFile(one), content);
  await blobs.local(organizationA, sha256);
  await (await blobs.open(organizationA, sha256)).toArray();
  assert.deepEqual(s3.requests, [`GET ${keyOf(sha256)}`]);
});

test('EV23 beyond its size the copies used longest ago go, but none that was used lately', async () => {
  const blobs = await openS3Blobs(s3.place, folder, { maxBytes: 250_000, keptForMs: 60_000 });
  const shas: string[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { sha256 } = await blobs.put(organizationA, from(randomBytes(100_000)));
    shas.push(sha256);
  }
  assert.deepEqual((await cached()).toSorted(), shas.toSorted(), 'all four were used within a minute');
  const [first = '', second = '', third = '', fourth = ''] = shas;
  for (const [sha256, minutes] of [
    [first, 9],
    [second, 10],
    [third, 8],
  ] as const) {
    const at = new Date(Date.now() - minutes * 60_000);
    await utimes(join(folder, organizationA, sha256.slice(0, 2), sha256), at, at);
  }
  await blobs.local(organizationA, second);
  const { sha256: fifth } = await blobs.put(organizationA, from(randomBytes(100_000)));
  assert.deepEqual((await cached()).toSorted(), [second, fourth, fifth].toSorted());
  assert.equal((await readFile(await blobs.local(organizationA, first))).length, 100_000);
});

test('EV24 the place comes from options, its credentials from the environment alone', () => {
  const environment = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
  const options = { endpoint: 'https://s3.example', bucket: 'b', region: 'r' };
  assert.equal(
    s3PlaceOf({ endpoint: undefined, bucket: undefined, region: undefined, prefix: undefined }, environment),
    undefined,
  );
  assert.deepEqual(s3PlaceOf({ ...options, prefix: 'a/b' }, environment), {
    ...options,
    prefix: 'a/b/',
    credentials: { accessKey: 'key', secretKey: 'secret' },
  });
  const session = s3PlaceOf(options, { ...environment, AWS_SESSION_TOKEN: 'token' });
  assert.equal(session?.credentials.sessionToken, 'token');
  const refused: [Parameters<typeof s3PlaceOf>[0], NodeJS.ProcessEnv, string][] = [
    [{ bucket: 'b', region: 'r' }, environment, '--s3-endpoint'],
    [{ endpoint: 'https://s3.example', region: 'r' }, environment, '--s3-bucket'],
    [{ endpoint: 'https://s3.example', bucket: 'b' }, environment, '--s3-region'],
    [{ ...options, endpoint: 's3.example' }, environment, '--s3-endpoint'],
    [{ ...options, prefix: '../x' }, environment, '--s3-prefix'],
    [{ ...options, prefix: '/x' }, environment, '--s3-prefix'],
    [options, { AWS_SECRET_ACCESS_KEY: 'secret' }, 'AWS_ACCESS_KEY_ID'],
    [options, { AWS_ACCESS_KEY_ID: 'key' }, 'AWS_SECRET_ACCESS_KEY'],
  ];
  for (const [given, env, field] of refused) {
    assert.throws(
      () => s3PlaceOf(given, env),
      (error: TickmarkError) => error.code === 'bad_input' && error.field === field && error.action !== undefined,
    );
  }
});

test('EV24 a data folder whose blobs are in S3 does not start without them, or with another place', async () => {
  await openBlobStore(folder, s3.place);
  const noted = await readBlobsElsewhere(folder);
  assert.deepEqual(noted, { endpoint: s3.place.endpoint, bucket, prefix: 'tickmark/' });
  await openBlobStore(folder, s3.place);
  await assert.rejects(
    openBlobStore(folder, undefined),
    coded('bad_input', /evidence\/tickmark\/ at http.*no --s3-bucket/),
  );
  await assert.rejects(
    openBlobStore(folder, { ...s3.place, prefix: '' }),
    coded('bad_input', /and not in evidence at/),
  );
});

test('EV24 a data folder with blobs of its own does not start on an S3 store, and says how to move them', async () => {
  const blobs = await openBlobStore(folder, undefined);
  await blobs.put(organizationA, from(Buffer.from('hello')));
  await assert.rejects(openBlobStore(folder, s3.place), coded('bad_input', /blobs of its own/));
  assert.equal(await readBlobsElsewhere(folder), undefined);
  await writeFile(join(folder, 'note'), '');
  assert.ok(await blobs.has(organizationA, sha256Of(Buffer.from('hello'))));
});
