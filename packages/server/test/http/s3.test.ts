import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { startTickmark, type Running } from '../../src/index.ts';
import { fillDataFolder } from '../../../testkit/src/databases/index.ts';
import { credentials, startS3 } from '../platform/blobs/s3-server.ts';
import { questions } from './instance.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
let folder: string;
let running: Running;
let token = '';
const logged: string[] = [];

before(async () => {
  s3 = await startS3();
  folder = await mkdtemp(join(tmpdir(), 'tickmark-s3-server-'));
  await fillDataFolder(folder);
  process.env['AWS_ACCESS_KEY_ID'] = credentials.accessKey;
  process.env['AWS_SECRET_ACCESS_KEY'] = credentials.secretKey;
  running = await start();
});
after(async () => {
  await running.close();
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(): Promise<Running> {
  const { endpoint, bucket, region, prefix } = s3.place;
  const log = pino({}, { write: (line: string) => logged.push(line) });
  return startTickmark({ data: folder, port: 0, s3: { endpoint, bucket, region, prefix }, log });
}

async function post(
  name: string,
  input: object,
  body?: Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
): Promise<Response> {
  const headers: Record<string, string> = { ...more };
  if (token !== '') headers['authorization'] = `Bearer ${token}`;
  if (body === undefined && more['tickmark-upload'] === undefined) headers['content-type'] = 'application/json';
  else headers['tickmark-input'] = encodeURIComponent(JSON.stringify(input));
  const sent = headers['tickmark-input'] === undefined ? JSON.stringify(input) : (body ?? null);
  return fetch(`${running.url}/api/${name}`, { method: 'POST', headers, body: sent });
}

const evidence = { title: 'A file', period: { from: '2026-01-01', to: '2026-01-31' } };

test('EV21 evidence goes into the bucket, in one request and in pieces, and comes back on a machine without copies', async () => {
  const claim = running.claimUrl?.split('#')[1];
  const claimed = await post('instance.claim', {
    claim,
    name: 'Olga',
    email: 'olga@northwind.example',
    password: 'four words make a password',
  });
  token = /tickmark_session=([\w-]+)/.exec(claimed.headers.get('set-cookie') ?? '')?.[1] ?? '';
  assert.equal((await post('organizations.create', questions)).status, 200);

  const small = randomBytes(1_000);
  const sealed = [(await (await post('evidence.upload', evidence, small)).json()) as { id: string }];
  const large = randomBytes(20_000_000);
  const sha256 = createHash('sha256').update(large).digest('hex');
  const begun = await (await post('uploads.begin', { name: 'large', size: large.length, sha256 })).json();
  const { id } = begun as { id: string };
  await post('uploads.append', { id, offset: 0 }, large);
  const taken = await post('evidence.upload', evidence, undefined, { 'tickmark-upload': id });
  assert.equal(taken.status, 200);
  sealed.push((await taken.json()) as { id: string });

  await running.close();
  await rm(join(folder, 'blob-cache'), { recursive: true });
  running = await start();
  for (const [at, content] of [small, large].entries()) {
    const response = await fetch(`${running.url}/api/evidence.download?id=${sealed[at]?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(content));
  }
  assert.ok(!(await readdir(folder)).includes('blobs'));
});

test('EV22 while the store does not answer, nothing is sealed and the sender is told', async () => {
  const count = async (): Promise<unknown> => {
    const list = await fetch(`${running.url}/api/evidence.list`, { headers: { authorization: `Bearer ${token}` } });
    return ((await list.json()) as { total: number }).total;
  };
  const before = await count();
  s3.faults.between = (_request, response) => {
    response.destroy();
    return true;
  };
  const refused = await post('evidence.upload', evidence, randomBytes(1_000));
  s3.faults.between = undefined;
  const { error } = (await refused.json()) as { error: { code: string; message: string } };
  assert.deepEqual([refused.status, error.code], [503, 'cannot_run']);
  assert.match(error.message, /does not answer/);
  assert.equal(await count(), before);
  assert.doesNotMatch(logged.join(''), new RegExp(credentials.secretKey));
});
