import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { secured } from '../../src/platform/http/security-headers.ts';
import { standalonePage } from '../../src/platform/http/standalone-page.ts';
import { openWebApp, type WebApp } from '../../src/platform/http/web-app.ts';

let folder: string;
let webApp: WebApp;
const script = `console.log(${JSON.stringify('tick '.repeat(500))});`;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-web-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Tickmark</title>');
  await writeFile(join(folder, 'dist', 'assets', 'app-abc123.js'), script);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  webApp = await openWebApp(join(folder, 'dist'));
});
after(() => rm(folder, { recursive: true, force: true }));

const get = (path: string, headers: Record<string, string> = {}) =>
  webApp(new Request(`http://localhost${path}`, { headers }));

test('a path of the app answers with the page, which is asked for anew each time', async () => {
  for (const path of ['/', '/claim', '/engagements/3f/populations']) {
    const response = await get(path);
    assert.match((await response?.text()) ?? '', /Tickmark/);
    assert.equal(response?.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(response?.headers.get('cache-control'), 'no-cache');
  }
});

test('a file with a hash in its name is kept for good', async () => {
  const response = await get('/assets/app-abc123.js');
  assert.equal(response?.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.match(response?.headers.get('cache-control') ?? '', /immutable/);
  assert.equal(await response?.text(), script);
});

test('files go out compressed as the browser accepts', async () => {
  for (const [accepted, unpack] of [
    ['gzip, br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const response = await get('/assets/app-abc123.js', { 'accept-encoding': accepted });
    const bytes = Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer());
    assert.ok(bytes.length < script.length / 4);
    assert.equal(unpack(bytes).toString(), script);
    assert.equal(response?.headers.get('vary'), 'accept-encoding');
  }
});

test('no path leads out of the folder, and a missing file is no page', async () => {
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/gone.js',
    '/x.php',
  ]) {
    const response = await get(path);
    assert.ok(response === undefined || !(await response.text()).includes('secret'), path);
  }
  assert.equal(await get('/assets/gone.js'), undefined);
});

test('without a build the page says how to make one', async () => {
  const unbuilt = await openWebApp(join(folder, 'nothing'));
  const response = await unbuilt(new Request('http://localhost/'));
  assert.equal(response?.status, 503);
  assert.match((await response?.text()) ?? '', /npm run build/);
});

test('EL108 a page that stands alone runs in a sandbox under its own policy, and is the same to look at and to keep', async () => {
  const root = join(folder, 'dist');
  const text = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-x'" />`;
  await writeFile(join(root, 'verify.html'), text);
  const page = standalonePage(root, 'verify.html');
  for (const as of ['inline', 'attachment'] as const) {
    const response = secured(await page(as), { secure: true });
    assert.equal(
      response.headers.get('content-security-policy'),
      "sandbox allow-scripts; frame-ancestors 'none'; default-src 'none'; script-src 'sha256-x'",
    );
    assert.equal(response.headers.get('content-disposition'), `${as}; filename="verify.html"`);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(await response.text(), text);
  }
  const app = secured(new Response('x'), { secure: false });
  assert.match(app.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  const unbuilt = await standalonePage(join(folder, 'nothing'), 'verify.html')('inline');
  assert.equal(unbuilt.status, 503);
  assert.match(await unbuilt.text(), /npm run build/);
  await writeFile(join(root, 'verify.html'), '<p>without a policy</p>');
  await assert.rejects(page('inline'), /states no policy/);
});
