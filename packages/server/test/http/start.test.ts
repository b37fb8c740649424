import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillDataFolder } from '../../../testkit/src/databases/index.ts';
import { shortLived } from '../../../testkit/src/processes/index.ts';
import { startTickmark } from '../../src/index.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-start-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function run(...args: string[]): {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  firstLine: Promise<string>;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, [...shortLived, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve(out);
    });
    child.on('exit', () => reject(new Error(`ended before it printed a line: ${err}`)));
  });
  firstLine.catch(() => undefined);
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, out: () => out, err: () => err, firstLine, ended };
}

test('EL114 how often a log is stamped is refused by its option where it is no time', async () => {
  for (const stampEveryMinutes of [0, -1, Number.NaN, 20_000])
    await assert.rejects(startTickmark({ data: join(folder, 'none'), stampEveryMinutes }), {
      code: 'bad_input',
      field: '--stamp-every',
    });
});

test('the server prints one line with the claim, refuses a second start, and stops when it is told to', async () => {
  const data = join(folder, 'data');
  const first = run('--data', data, '--port', '0');
  const line = await first.firstLine;
  const [, url, claim] = /^Tickmark runs at (http:\/\/127\.0\.0\.1:\d+)\/claim#([\w-]{43})\n$/.exec(line) ?? [];
  assert.ok(url && claim, line);
  assert.deepEqual(await (await fetch(`${url}/api/instance.status`)).json(), { claimed: false, version: '0.1.0' });
  assert.equal((await stat(data)).mode & 0o777, 0o700);

  const second = run('--data', data, '--port', '0');
  assert.equal(await second.ended, 3);
  assert.match(second.err(), new RegExp(`^error: .*process ${first.child.pid}.* What to do: .*--data.*\\n$`));
  assert.equal(second.out(), '');

  first.child.kill('SIGTERM');
  assert.equal(await first.ended, 0);
  assert.equal(first.out(), line, 'one line and no more');
  assert.equal(first.err(), '');
});

test('a signal that arrives twice, as Ctrl+C under npm start does, lets the server close in order', async () => {
  const data = join(folder, 'twice');
  await fillDataFolder(data);
  const server = run('--data', data, '--port', '0');
  await server.firstLine;
  server.child.kill('SIGINT');
  await setTimeout(10);
  server.child.kill('SIGINT');
  assert.equal(await server.ended, 0);
});

test('a server whose web app follows listens when it is there, and ends when it will not come', async (t) => {
  const data = join(folder, 'follows');
  await fillDataFolder(data);
  const args = [main, '--data', data, '--port', '0', '--web-app-follows'];
  const begin = () => {
    const child = spawn(process.execPath, [...shortLived, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    t.after(() => child.kill('SIGKILL'));
    assert.ok(child.stdout && child.stderr);
    return { child, out: child.stdout, err: child.stderr };
  };
  const left = begin();
  const ended = once(left.child, 'exit');
  left.child.disconnect();
  left.out.once('data', (line: Buffer) => left.child.kill() && assert.fail(`It listens: ${line}`));
  assert.equal(
    await text(left.err),
    'error: What was to build the web app ended. What to do: Start again with npm start.\n',
  );
  assert.deepEqual(await ended, [3, null]);
  const served = begin();
  served.child.send('it is there');
  const [line] = (await once(served.out, 'data')) as [Buffer];
  assert.match(line.toString(), /^Tickmark runs at http/);
  served.child.kill('SIGTERM');
  assert.deepEqual(await once(served.child, 'exit'), [0, null]);
});

test('a taken port is named, with the process that has it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const data = join(folder, 'other');
  await fillDataFolder(data);
  const blocked = run('--data', data, '--port', String(port));
  assert.equal(await blocked.ended, 3);
  const holder = process.platform === 'linux' ? `process ${process.pid} ` : '';
  assert.match(blocked.err(), new RegExp(`^error: Port ${port} is taken by .*${holder}.* What to do: .*--port`));
  taken.close();
});

test('wrong options end with code 2 and a line that says what to do', async () => {
  const unknown = run('--prot', '1');
  assert.equal(await unknown.ended, 2);
  assert.match(unknown.err(), /^error: .*--prot.* What to do: .*--port.*\n$/);
  await assert.rejects(startTickmark({ data: join(folder, 'none'), port: Number('many') }), {
    code: 'bad_input',
    field: '--port',
  });
});

test('what was claimed stays claimed after a restart; EV34 EV57 evidence that nobody has read is read, and a file that was to go goes, after the first visit; EV56 what is due goes within an hour', async (t) => {
  const data = join(folder, 'kept');
  await fillDataFolder(data);
  const first = await startTickmark({ data, port: 0 });
  const claim = first.claimUrl?.split('#')[1];
  const body = JSON.stringify({
    claim,
    name: 'Olga',
    email: 'olga@northwind.example',
    password: 'four words make a password',
  });
  const claimed = await fetch(`${first.url}/api/instance.claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  assert.equal(claimed.status, 200, await claimed.text());
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { url } = first;
  const call = async (server: string, name: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
    const headers = { cookie, origin: server, 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${server}/api/${name}`, { ...init, headers });
    assert.equal(response.status, 200, name);
    return (await response.json()) as Record<string, unknown>;
  };
  const questions = {
    name: 'Northwind',
    service: 'Books',
    categories: ['security'],
    terms: { type: 'type1', asOf: '2026-01-31' },
    timeZone: 'Europe/Berlin',
  };
  const made = await call(url, 'organizations.create', { method: 'POST', body: JSON.stringify(questions) });
  const { id: organizationId } = made['organization'] as { id: string };
  const input = { title: 'Minutes', period: { from: '2026-01-01', to: '2026-01-31' } };
  const headers = { 'tickmark-input': encodeURIComponent(JSON.stringify(input)), 'tickmark-file-name': 'a.txt' };
  await call(url, 'evidence.upload', { method: 'POST', body: 'redshank', headers });
  const deleted = await call(url, 'evidence.upload', { method: 'POST', body: 'spoonbill', headers });
  const { id, sha256 } = deleted as { id: string; sha256: string };
  const file = join(data, 'blobs', organizationId, sha256.slice(0, 2), sha256);
  assert.equal(await readFile(file, 'utf8'), 'spoonbill');
  const deletion = { id, reason: 'wrong-file', words: 'It belongs to another company.' };
  await call(url, 'retention.delete', { method: 'POST', body: JSON.stringify(deletion) });
  const found = async (server: string): Promise<unknown> =>
    (await call(server, 'evidence.list?search=redshank'))['total'];
  while ((await found(url)) !== 1) await setTimeout(20);
  while (existsSync(file)) await setTimeout(20);
  // What a stop before either leaves behind.
  await writeFile(file, 'spoonbill');
  await first.database.transaction({ role: 'app', organizationId, userId: null }, async (tx) => {
    await tx.deleteFrom('evidenceContents').execute();
    await tx.insertInto('fileRemovals').values({ organizationId, evidenceId: id, sha256 }).execute();
  });
  assert.equal(await found(url), 0);
  await first.close();
  t.mock.timers.enable({ apis: ['setInterval'] });
  const second = await startTickmark({ data, port: 0 });
  assert.equal(second.claimUrl, null);
  while ((await found(second.url)) !== 1) await setTimeout(20);
  while (existsSync(file)) await setTimeout(20);
  const old = { title: 'Old minutes', period: { from: '2010-01-01', to: '2010-01-31' } };
  await call(second.url, 'evidence.upload', {
    method: 'POST',
    body: 'bittern',
    headers: { ...headers, 'tickmark-input': encodeURIComponent(JSON.stringify(old)) },
  });
  const schedule = { years: 7, supersededYears: null, automatic: true };
  await call(second.url, 'retention.set-schedule', { method: 'POST', body: JSON.stringify({ schedule }) });
  const gone = async (): Promise<unknown> => (await call(second.url, 'evidence.list?deleted=only'))['total'];
  assert.equal(await gone(), 1);
  t.mock.timers.tick(3_600_000);
  while ((await gone()) !== 2) await setTimeout(20);
  assert.deepEqual(await (await fetch(`${second.url}/api/instance.status`)).json(), {
    claimed: true,
    version: '0.1.0',
  });
  await second.close();
});
