import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StagedFile } from '../../src/platform/handler.ts';
import { startInstance, type Instance, type Person } from './instance.ts';

let instance: Instance;
let owner: Person;
let northwind: string;
let staged: StagedFile | undefined;
let shown = { fileName: 'plain.txt', mediaType: 'text/plain' };
let stored: { sha256: string; size: number };

before(async () => {
  instance = await startInstance(() => ({
    'evidence.upload': async (context) => {
      staged = context.file;
      throw new Error('seen enough');
    },
    'evidence.download': async () => ({ ...stored, ...shown }),
  }));
  owner = await instance.owner();
  northwind = await instance.organization(owner);
});
after(() => instance.stop());
beforeEach(() => {
  staged = undefined;
});

const input = { title: 'A file', period: { from: '2026-01-01', to: '2026-01-31' } };
const upload = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  instance.call('evidence.upload', input, { as: owner, organization: northwind, body, headers });

test('an upload is streamed into the blob store before its handler sees it', async () => {
  const bytes = randomBytes(3_000_000);
  await upload(bytes, { 'tickmark-file-name': encodeURIComponent('../../Prüf bericht.bin') });
  assert.equal(staged?.sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(staged?.size, bytes.length);
  assert.equal(staged?.name, 'Prüf bericht.bin');
});

test('the type of an upload is found from its content, not from its name', async () => {
  const cases: [string | Uint8Array, string][] = [
    ['%PDF-1.7\n', 'application/pdf'],
    [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'image/png'],
    [new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14]), 'application/zip'],
    ['{"a":1}\n', 'application/json'],
    ['id,email\n1,a@b.example\n', 'text/csv'],
    ['id,email\n', 'text/csv'],
    ['Dear auditor, hello.\n', 'text/plain'],
    [new Uint8Array([0x4d, 0x5a, 0x00, 0x01]), 'application/octet-stream'],
    [new Uint8Array([0x69, 0x64, 0x2c, 0xe4, 0x0a]), 'application/octet-stream'],
  ];
  for (const [body, mediaType] of cases) {
    await upload(body as RequestInit['body'], {
      'tickmark-file-name': 'report.pdf',
      'content-type': 'application/pdf',
    });
    assert.equal(staged?.mediaType, mediaType, String(body));
  }
});

test('an upload without bytes, or with an input that does not parse, is refused', async () => {
  assert.equal((await upload('')).body.error?.field, 'file');
  assert.equal((await upload('x', { 'tickmark-input': '%7B%22title%22' })).body.error?.code, 'bad_input');
  assert.equal((await upload('x', { 'tickmark-input': '%E4' })).body.error?.field, 'Tickmark-Input');
  assert.equal((await upload('x', { 'tickmark-input': '%7B%7D' })).body.error?.field, 'title');
  assert.equal(staged, undefined);
});

test('an upload that announces more than 512 MiB is refused before it is read, with what to do', async () => {
  const { request } = await import('node:http');
  const refused = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(`${instance.url}/api/evidence.upload`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.token}`,
        'tickmark-input': encodeURIComponent(JSON.stringify(input)),
        'content-length': 512 * 1024 * 1024 + 1,
      },
    });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.flushHeaders();
  });
  assert.equal(refused.statusCode, 413);
  const { error } = JSON.parse(await text(refused));
  assert.deepEqual([error.code, error.field], ['too_large', 'file']);
  assert.match(error.action, /Parquet/);
  refused.destroy();
});

test('EV19 a connection that ends in the middle of a body is no error of the server, and leaves no bytes', async () => {
  const { request } = await import('node:http');
  const before = instance.logged.length;
  for (const [name, type] of [
    ['evidence.upload', 'application/octet-stream'],
    ['notes.add', 'application/json'],
  ] as const) {
    const cut = request(`${instance.url}/api/${name}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.token}`,
        'tickmark-organization': northwind,
        'tickmark-input': encodeURIComponent(JSON.stringify(input)),
        'content-type': type,
        'content-length': 1_000_000,
      },
    });
    cut.on('error', () => undefined);
    cut.write(randomBytes(500_000));
    await sleep(300);
    cut.destroy();
  }
  // Whatever is told of them is told before they were answered.
  await sleep(500);
  await upload('the next');
  assert.equal(staged?.size, 8);
  const told = instance.logged.slice(before).filter((line) => line.includes('internal error'));
  assert.deepEqual(
    told.filter((line) => !line.includes('seen enough')),
    [],
  );
  const folders = await readdir(join(instance.folder, 'blobs'), { recursive: true });
  assert.ok(!folders.some((path) => path.startsWith('incoming/')), folders.join());
});

test('an upload of someone without the permission leaves no bytes', async () => {
  const reader = await instance.member(owner, northwind, 'reader');
  const reply = await instance.call('evidence.upload', input, { as: reader, body: randomBytes(100_000) });
  assert.equal(reply.body.error?.code, 'not_permitted');
  const folders = await readdir(join(instance.folder, 'blobs'), { recursive: true });
  assert.ok(!folders.some((path) => path.startsWith('incoming/')), folders.join());
});

test('a download comes as an attachment with its length, its hash, and a name in any script', async () => {
  const bytes = randomBytes(500_000);
  await upload(bytes);
  stored = { sha256: staged?.sha256 ?? '', size: bytes.length };
  shown = { fileName: 'Bericht "März" 報告.html', mediaType: 'text/html' };
  const url = `${instance.url}/api/evidence.download?id=${crypto.randomUUID()}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${owner.token}` } });
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
  assert.equal(response.headers.get('content-length'), String(bytes.length));
  assert.equal(response.headers.get('etag'), `"${stored.sha256}"`);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.equal(
    response.headers.get('content-disposition'),
    `attachment; filename="Bericht _M_rz_ __.html"; filename*=UTF-8''Bericht%20%22M%C3%A4rz%22%20%E5%A0%B1%E5%91%8A.html`,
  );
  shown = { fileName: 'invoice_\u202egpj.exe', mediaType: 'application/octet-stream' };
  const turned = await fetch(url, { headers: { authorization: `Bearer ${owner.token}` } });
  assert.match(
    turned.headers.get('content-disposition') ?? '',
    /filename="invoice__gpj\.exe"; filename\*=UTF-8''invoice__gpj\.exe$/,
  );
  await turned.body?.cancel();
  const again = await fetch(url, {
    headers: { authorization: `Bearer ${owner.token}`, 'if-none-match': `"${stored.sha256}"` },
  });
  assert.equal(again.status, 304);
});

/** A download with headers of its own. */
async function ask(headers: Record<string, string>) {
  const url = `${instance.url}/api/evidence.download?id=${crypto.randomUUID()}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${owner.token}`, ...headers } });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

test('EV60 a download gives the one range that is asked for, and the whole where that is not what was meant', async () => {
  const bytes = randomBytes(300_000);
  await upload(bytes);
  stored = { sha256: staged?.sha256 ?? '', size: bytes.length };
  const etag = `"${stored.sha256}"`;
  const part = (range: string, more: Record<string, string> = {}) => ask({ range, ...more });

  assert.equal((await ask({})).headers.get('accept-ranges'), 'bytes');
  for (const [range, first, last] of [
    ['bytes=0-99', 0, 99],
    ['bytes=1000-', 1000, 299_999],
    ['bytes=-10', 299_990, 299_999],
    ['bytes=-999999', 0, 299_999],
    ['bytes=299999-400000', 299_999, 299_999],
  ] as const) {
    const got = await part(range);
    assert.equal(got.status, 206, range);
    assert.equal(got.headers.get('content-range'), `bytes ${first}-${last}/300000`);
    assert.equal(got.headers.get('content-length'), String(last - first + 1));
    assert.match(got.headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    assert.deepEqual(got.bytes, bytes.subarray(first, last + 1), range);
  }
  for (const range of ['bytes=300000-', 'bytes=-0']) {
    const got = await part(range);
    assert.deepEqual([got.status, got.headers.get('content-range')], [416, 'bytes */300000'], range);
  }
  for (const range of ['bytes=0-1,4-5', 'bytes=9-3', 'bytes=a-b', 'bytes=-', 'lines=0-9']) {
    const got = await part(range);
    assert.deepEqual([got.status, got.bytes.length], [200, 300_000], range);
  }
  assert.equal((await part('bytes=0-9', { 'if-range': etag })).status, 206);
  for (const other of [`"${'0'.repeat(64)}"`, `W/${etag}`, 'Sun, 29 Nov 2026 10:00:00 GMT']) {
    assert.equal((await part('bytes=0-9', { 'if-range': other })).status, 200, other);
  }
  assert.equal((await part('bytes=0-9', { 'if-none-match': etag })).status, 304);
});

test('EV60 no range is given of bytes that are not the ones that were sealed, also when they change later', async () => {
  const bytes = randomBytes(200_000);
  await upload(bytes);
  stored = { sha256: staged?.sha256 ?? '', size: bytes.length };
  const beginning = { range: 'bytes=0-9' };
  assert.deepEqual((await ask(beginning)).bytes, bytes.subarray(0, 10));
  const folders = await readdir(join(instance.folder, 'blobs'), { recursive: true });
  const path = join(instance.folder, 'blobs', folders.find((name) => name.endsWith(stored.sha256)) ?? '');
  const changed = await readFile(path);
  changed[150_000] = (changed[150_000] ?? 0) ^ 1;
  await chmod(path, 0o600);
  await writeFile(path, changed);
  const refused = await ask(beginning);
  assert.equal(refused.status, 422);
  assert.equal(JSON.parse(refused.bytes.toString()).error.code, 'does_not_hold');
  await writeFile(path, bytes);
  assert.deepEqual((await ask(beginning)).bytes, bytes.subarray(0, 10));
});
