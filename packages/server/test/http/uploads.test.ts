import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StagedFile } from '../../src/platform/handler.ts';
import { startInstance, type CallOptions, type Instance, type Person, type Reply } from './instance.ts';

let instance: Instance;
let owner: Person;
let colleague: Person;
let northwind: string;
let southwind: string;
let staged: StagedFile | undefined;
let sealed = 0;

before(async () => {
  instance = await startInstance(({ 'evidence.upload': upload }) => ({
    'evidence.upload': async (context, input) => {
      staged = context.file;
      sealed += 1;
      return upload(context, input);
    },
  }));
  owner = await instance.owner();
  northwind = await instance.organization(owner);
  southwind = await instance.organization(owner, 'Southwind');
  colleague = await instance.member(owner, northwind, 'compliance-manager');
});
after(() => instance.stop());

const input = { title: 'A file', period: { from: '2026-01-01', to: '2026-01-31' } };
const announced = (bytes: Uint8Array) => ({
  name: 'big.csv',
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const asOwner = (options: CallOptions = {}): CallOptions => ({ as: owner, organization: northwind, ...options });

async function begin(bytes: Uint8Array): Promise<string> {
  const reply = await instance.call('uploads.begin', announced(bytes), asOwner());
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return String(reply.body['id']);
}

const append = (id: string, offset: number, body: RequestInit['body'], options: CallOptions = {}): Promise<Reply> =>
  instance.call('uploads.append', { id, offset }, asOwner({ body, ...options }));

const seal = (id: string, headers: Record<string, string> = {}, options: CallOptions = {}): Promise<Reply> =>
  instance.call('evidence.upload', input, asOwner({ headers: { 'tickmark-upload': id, ...headers }, ...options }));

test('EV10 an operation that takes a file takes one that was sent in pieces, by its id, under the name it gives', async () => {
  const bytes = Buffer.from('id,email\n1,a@b.example\n'.repeat(1_000));
  const id = await begin(bytes);
  const early = await seal(id);
  assert.deepEqual([early.body.error?.code, early.body.error?.field], ['not_yet_possible', 'Tickmark-Upload']);
  const half = await append(id, 0, bytes.subarray(0, 9_000));
  assert.deepEqual([half.body['received'], half.body['state']], [9_000, 'receiving']);
  assert.equal((await append(id, 9_000, bytes.subarray(9_000))).body['state'], 'complete');
  const key = randomUUID();
  const first = await seal(id, { 'tickmark-file-name': encodeURIComponent('März.csv'), 'idempotency-key': key });
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.deepEqual(staged, {
    sha256: announced(bytes).sha256,
    size: bytes.length,
    name: 'März.csv',
    mediaType: 'text/csv',
  });
  assert.deepEqual([first.body['fileName'], first.body['size']], ['März.csv', bytes.length]);
  const before = sealed;
  const again = await seal(id, { 'tickmark-file-name': encodeURIComponent('März.csv'), 'idempotency-key': key });
  assert.deepEqual(again.body, first.body);
  assert.equal(sealed, before);
});

test('EV10 sending a file leaves no log entry until an operation takes it up', async () => {
  const count = async (): Promise<unknown> =>
    (await instance.rows('select count(*) from tickmark.log_entries where organization_id = $1', [northwind]))[0]?.[
      'count'
    ];
  const before = await count();
  const bytes = randomBytes(1_000);
  const id = await begin(bytes);
  await append(id, 0, bytes);
  await instance.call('uploads.discard', { id }, asOwner());
  assert.deepEqual(await count(), before);
});

test('EV11 a connection that is cut in the middle of a piece loses nothing that had come', async () => {
  const bytes = randomBytes(3_000_000);
  const id = await begin(bytes);
  const cut = request(`${instance.url}/api/uploads.append`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${owner.token}`,
      'tickmark-organization': northwind,
      'tickmark-input': encodeURIComponent(JSON.stringify({ id, offset: 0 })),
      'content-length': bytes.length,
    },
  });
  cut.on('error', () => undefined);
  cut.write(bytes.subarray(0, 1_000_000));
  await sleep(300);
  cut.destroy();
  let received = 0;
  for (let tries = 0; tries < 50 && received === 0; tries += 1) {
    await sleep(100);
    received = Number((await instance.call('uploads.show', { id }, asOwner())).body['received']);
  }
  assert.ok(received > 0 && received <= 1_000_000, String(received));
  assert.equal((await append(id, received, bytes.subarray(received))).body['state'], 'complete');
  assert.equal(instance.logged.filter((line) => line.includes('internal error')).length, 0, instance.logged.join(''));
});

test('EV12 a piece at the wrong offset, or with more than is missing, is told so, whatever of it is still to come', async () => {
  const bytes = randomBytes(5_000_000);
  const id = await begin(bytes);
  const wrong = await append(id, 5, bytes);
  assert.deepEqual([wrong.status, wrong.body.error?.code, wrong.body.error?.field], [409, 'conflict', 'offset']);
  const more = await append(id, 0, Buffer.concat([bytes, bytes]));
  assert.deepEqual([more.status, more.body.error?.code], [413, 'too_large']);
  assert.match(more.body.error?.action ?? '', /at most 5000000 bytes from byte 0/);
  await instance.call('uploads.discard', { id }, asOwner());
});

test('EV13 a hash that does not fit is told with the last piece', async () => {
  const bytes = randomBytes(1_000);
  const id = await begin(bytes);
  const reply = await append(id, 0, randomBytes(1_000));
  assert.deepEqual([reply.status, reply.body.error?.code, reply.body.error?.field], [422, 'does_not_hold', 'sha256']);
});

test('EV14 an upload is reached by its sender alone, in its organization alone; all others get the same 404', async () => {
  const bytes = randomBytes(1_000);
  const id = await begin(bytes);
  await append(id, 0, bytes.subarray(0, 500));
  const never = randomUUID();
  for (const options of [
    { as: colleague, organization: northwind },
    { as: owner, organization: southwind },
  ]) {
    for (const call of [
      (asked: string) => append(asked, 500, bytes.subarray(500), options),
      (asked: string) => seal(asked, {}, options),
      (asked: string) => instance.call('uploads.show', { id: asked }, options),
      (asked: string) => instance.call('uploads.discard', { id: asked }, options),
    ]) {
      const foreign = await call(id);
      assert.equal(foreign.status, 404, JSON.stringify(foreign.body));
      assert.deepEqual(foreign.body, (await call(never)).body);
    }
    assert.deepEqual((await instance.call('uploads.list', {}, options)).body, { items: [] });
  }
  assert.equal((await append(id, 500, bytes.subarray(500))).body['state'], 'complete');
});

test('EV14 a cookie that comes from another site neither begins nor sends nor discards', async () => {
  const bytes = randomBytes(1_000);
  const id = await begin(bytes);
  const headers = { authorization: '', cookie: `tickmark_session=${owner.token}`, 'sec-fetch-site': 'cross-site' };
  for (const reply of [
    await instance.call('uploads.begin', announced(bytes), { organization: northwind, headers }),
    await instance.call('uploads.append', { id, offset: 0 }, { organization: northwind, headers, body: bytes }),
    await instance.call('uploads.discard', { id }, { organization: northwind, headers }),
  ]) {
    assert.deepEqual([reply.status, reply.body.error?.code], [403, 'not_permitted']);
  }
  assert.equal((await instance.call('uploads.show', { id }, asOwner())).body['received'], 0);
});

test('EV14 an id that is none is refused before anything is looked up', async () => {
  for (const id of ['../../etc/passwd', 'x', `${randomUUID()}/..`]) {
    assert.equal((await append(id, 0, 'x')).body.error?.field, 'id');
    assert.equal((await seal(id)).body.error?.field, 'Tickmark-Upload');
  }
});
