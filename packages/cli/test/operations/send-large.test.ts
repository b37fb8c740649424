import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { operations, type OperationName, type TickmarkError, type Upload } from '@tickmark/core';
import { startTickmark, type Running } from '@tickmark/server';
import { fillDataFolder } from '@tickmark/testkit';
import { callOperation } from '../../src/operations/client.ts';
import { memorySessions } from '../../src/operations/session.ts';

let folder: string;
let running: Running;
const sessions = memorySessions();
/** One name for a server that comes and goes behind it, so that the session is found again. */
let line: Awaited<ReturnType<typeof openLine>>;

/** A line to the server that can be cut after so many bytes of what the client sends. */
async function openLine() {
  const state = { port: 0, carried: 0, pieces: 0, cutAfter: Number.POSITIVE_INFINITY };
  const server = createServer((client) => {
    const onward = connect(state.port, '127.0.0.1');
    const end = (): void => {
      client.destroy();
      onward.destroy();
    };
    client.on('data', (chunk) => {
      state.carried += chunk.length;
      if (chunk.includes('POST /api/uploads.append')) state.pieces += 1;
      if (state.carried > state.cutAfter) end();
      else onward.write(chunk);
    });
    onward.on('data', (chunk) => client.write(chunk));
    for (const socket of [client, onward]) socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server });
}

async function start(): Promise<void> {
  running = await startTickmark({ data: join(folder, 'data'), port: 0, publicUrl: line.url });
  line.port = Number(new URL(running.url).port);
}

const call = (name: OperationName, input: Record<string, unknown>, transfer: { file?: string; out?: string } = {}) =>
  callOperation({
    server: line.url,
    sessions,
    operation: operations.find((found) => found.name === name) as (typeof operations)[number],
    input,
    ...transfer,
  });

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-send-'));
  line = await openLine();
  await fillDataFolder(join(folder, 'data'));
  await start();
  const claim = running.claimUrl?.split('#')[1];
  const email = 'olga@northwind.example';
  await call('instance.claim', { claim, name: 'Olga Owner', email, password: 'four words make a password' });
  await call('organizations.create', {
    name: 'Northwind',
    service: 'Keeps the books of small shops.',
    categories: ['security'],
    terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
    timeZone: 'Europe/Berlin',
  });
});
after(async () => {
  await running.close();
  line.server.close();
  await rm(folder, { recursive: true, force: true });
});

const input = { title: 'A big file', period: { from: '2026-01-01', to: '2026-01-31' } };

async function uploads(): Promise<Upload[]> {
  return ((await call('uploads.list', {})) as { items: Upload[] }).items;
}

test('EV18 a large file goes in pieces and arrives as it is; a small one goes in one request', async () => {
  const small = join(folder, 'small.bin');
  await writeFile(small, randomBytes(1_000));
  await call('evidence.upload', input, { file: small });
  assert.equal(line.pieces, 0);
  const path = join(folder, 'big file.bin');
  await writeFile(path, randomBytes(19_000_000));
  const sealed = (await call('evidence.upload', input, { file: path })) as { id: string; fileName: string };
  assert.equal(sealed.fileName, 'big file.bin');
  assert.equal(line.pieces, 3);
  const out = join(folder, 'back.bin');
  await call('evidence.download', { id: sealed.id }, { out });
  assert.ok((await readFile(out)).equals(await readFile(path)));
});

test('EV48 by a capture link a large file goes in pieces too, without a session', async () => {
  const path = join(folder, 'given.bin');
  await writeFile(path, randomBytes(9_000_000));
  const { secret: link } = (await call('capture-links.create', { ...input, forWhom: 'A vendor' })) as {
    secret: string;
  };
  const operation = operations.find(({ name }) => name === 'capture-links.give');
  if (operation === undefined) throw new Error('There is no such operation.');
  const given = { server: line.url, sessions: memorySessions(), link, operation, input: { name: 'Vera' }, file: path };
  const { size } = (await callOperation(given)) as { size: number };
  assert.equal(size, 9_000_000);
  await assert.rejects(callOperation(given), { code: 'no_longer_possible' });
});

test('EV18 a line that is cut in the middle is taken up again by the same command', async () => {
  const path = join(folder, 'cut.bin');
  await writeFile(path, randomBytes(19_000_000));
  line.cutAfter = line.carried + 12_000_000;
  const sent = call('evidence.upload', input, { file: path });
  while (line.carried < line.cutAfter) await new Promise((resolve) => setTimeout(resolve, 20));
  const atCut = line.carried;
  line.cutAfter = Number.POSITIVE_INFINITY;
  assert.equal(((await sent) as { size: number }).size, 19_000_000);
  assert.ok(line.carried - atCut < 12_000_000, `${line.carried - atCut} bytes went after the cut`);
});

test('EV18 after a restart of the server in the middle, the same file goes on where it stopped', async () => {
  const path = join(folder, 'restart.bin');
  await writeFile(path, randomBytes(25_000_000));
  // The answer to the second piece never comes, and the server stops.
  line.cutAfter = line.carried + 12_000_000;
  const sent = call('evidence.upload', input, { file: path });
  while (line.carried < line.cutAfter) await new Promise((resolve) => setTimeout(resolve, 20));
  await running.close();
  await start();
  line.cutAfter = Number.POSITIVE_INFINITY;
  const before = (await uploads()).find(({ name }) => name === 'restart.bin');
  assert.ok((before?.received ?? 0) >= 8 * 1024 * 1024, JSON.stringify(before));
  assert.equal(((await sent) as { size: number }).size, 25_000_000);
  assert.deepEqual(await uploads(), []);
});

test('EV18 a file that no server could take ends with what the server says', async () => {
  const path = join(folder, 'refused.bin');
  await writeFile(path, randomBytes(9_000_000));
  await assert.rejects(
    call('evidence.upload', { ...input, controls: ['ABC-99'] }, { file: path }),
    (error: TickmarkError) => error.code === 'not_found' && /ABC-99/.test(error.message),
  );
  const before = line.carried;
  await call('evidence.upload', input, { file: path });
  assert.ok(line.carried - before < 1_000_000, 'its bytes are not sent again');
});
