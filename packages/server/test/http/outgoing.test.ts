import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';

let respond: RequestListener = (_, response) => response.end('hello');
let hits = 0;
const example = 'https://witness.example/add-checkpoint';
const inner = createServer((request, response) => {
  hits += 1;
  respond(request, response);
});
let port = 0;
before(async () => {
  inner.listen(0, '127.0.0.1');
  await once(inner, 'listening');
  ({ port } = inner.address() as AddressInfo);
});
after(() => {
  inner.closeAllConnections();
  inner.close();
});

const guarded = createOutgoing({ allowLoopback: false });
const open = createOutgoing({ allowLoopback: true });
const signal = new AbortController().signal;

test('EL51 an address that is none, is not https, or means a machine inside is refused before it is kept', () => {
  for (const address of [
    '',
    'witness.example/add-checkpoint',
    'http://witness.example/add-checkpoint',
    'ftp://witness.example/',
    'file:///etc/passwd',
    'https://user:secret@witness.example/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://①②⑦.⓪.⓪.①/',
    'http://127.0.0.1/add-checkpoint',
  ])
    assert.throws(() => guarded.admit(address, 'url', example), { code: 'bad_input', field: 'url' }, address);
  assert.equal(guarded.admit('https://Witness.example/a', 'url', example).href, 'https://witness.example/a');
  assert.equal(open.admit('http://127.0.0.1:99/a', 'url', example).port, '99');
  assert.throws(() => open.admit('http://10.0.0.1/a', 'url', example), { code: 'bad_input' });
});

test('EL51 what was admitted under one name and means a machine inside by the time of the call is not called', async () => {
  const before = hits;
  for (const host of [
    'localhost',
    '127.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fc00::1]',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.1.1',
    '0x7f.1',
    '2130706433',
  ])
    for (const scheme of ['http', 'https']) {
      const url = new URL(`${scheme}://${host}:${port}/add-checkpoint`);
      await assert.rejects(guarded.post(url, 'x', { signal }), { name: 'NoAnswer', message: /private network/ }, host);
    }
  assert.equal(hits, before);
  const elsewhere = open.post(new URL('http://10.1.2.3/'), 'x', { signal });
  await assert.rejects(elsewhere, { message: /private network/ });
});

test('EL51 redirects are answers like others, and are not followed', async () => {
  const before = hits;
  respond = (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
  assert.equal((await open.post(new URL(`http://127.0.0.1:${port}/`), 'x', { signal })).status, 302);
  assert.equal(hits, before + 1);
});

test('EL51 an answer is read up to its end, and one that is too long or no text is none', async () => {
  const url = new URL(`http://127.0.0.1:${port}/`);
  respond = (request, response) => {
    response.setHeader('content-type', 'Text/X.tlog.size; charset=utf-8');
    request.pipe(response.writeHead(409));
  };
  assert.deepEqual(await open.post(url, '12\n', { signal }), {
    status: 409,
    mediaType: 'text/x.tlog.size',
    text: '12\n',
  });
  respond = (_, response) => response.end(Buffer.alloc(65 * 1024, 'x'));
  await assert.rejects(open.post(url, 'x', { signal }), { name: 'NoAnswer', message: /longer than 64 KiB/ });
  respond = (_, response) => response.end(Uint8Array.of(0xff));
  await assert.rejects(open.post(url, 'x', { signal }), { name: 'NoAnswer', message: /not UTF-8/ });
  respond = (request) => request.socket.destroy();
  await assert.rejects(open.post(url, 'x', { signal }), { name: 'NoAnswer', message: /ECONNRESET/ });
});

test('EL51 whoever waits can stop waiting', async () => {
  respond = () => undefined;
  const stop = new AbortController();
  const answer = open.post(new URL(`http://127.0.0.1:${port}/`), 'x', { signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await assert.rejects(answer, { name: 'NoAnswer', message: /aborted/ });
});
