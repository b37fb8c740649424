import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Upload } from '@tickmark/core';
import { operationModes } from '../../scripts/operation-modes.ts';
import { createClient } from '../../src/api/client.ts';
import { noAnswer, type ApiError } from '../../src/api/error.ts';
import { hashFile } from '../../src/api/hash-file.ts';
import { replaced, type Sending } from '../../src/api/send-large.ts';

const bytes = randomBytes(20_000_000);
const file = new File([bytes], 'big file.csv');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const id = '8a1f4d7e-52f1-4c0f-9f70-2b8a6d6e0a11';
const input = { title: 'A file', period: { from: '2026-01-01', to: '2026-01-31' } };

/** A server that keeps pieces; `failing` says what goes wrong with which piece, first to last. */
function serverWith(failing: (undefined | 'no answer' | 'bad gateway' | 'full')[] = [], link?: string) {
  const noun = link === undefined ? 'uploads' : 'capture-links';
  let received = 0;
  const seen: string[] = [];
  const steps: Sending[] = [];
  const upload = (): Upload => ({
    id,
    name: 'big file.csv',
    size: bytes.length,
    sha256,
    received,
    state: received === bytes.length ? 'complete' : 'receiving',
    begunAt: '2026-03-02T09:00:00.000Z',
    expiresAt: '2026-03-03T09:00:00.000Z',
  });
  const client = createClient({
    modes: operationModes(),
    organization: () => null,
    ...(link === undefined ? {} : { link }),
    newKey: () => 'key-1',
    fetch: async (url, init) => {
      const name = String(url).split('/').at(-1)?.split('?')[0] ?? '';
      const headers = new Headers(init?.headers);
      seen.push(name);
      assert.equal(headers.get('tickmark-link'), link ?? null);
      if (name === 'uploads.begin') assert.equal(JSON.parse(String(init?.body)).sha256, sha256);
      if (name === 'evidence.upload') {
        assert.equal(headers.get('tickmark-upload'), id);
        assert.equal(headers.get('tickmark-file-name'), 'big%20file.csv');
        assert.equal(init?.body, undefined);
        return Response.json({ sealed: true });
      }
      return Response.json(upload());
    },
    sendFile: async ({ url, headers, bytes: piece, onSent, signal }) => {
      assert.equal(url, `/api/${noun}.append`);
      assert.equal(headers['tickmark-link'], link);
      seen.push('append');
      const { offset } = JSON.parse(decodeURIComponent(headers['tickmark-input'] ?? '')) as { offset: number };
      assert.equal(offset, received);
      const event = failing.shift();
      if (event === 'no answer') throw noAnswer();
      signal?.throwIfAborted();
      if (event === 'bad gateway') return { status: 502, text: '<html>' };
      if (event === 'full')
        return { status: 503, text: JSON.stringify({ error: { code: 'cannot_run', message: 'The disk is full.' } }) };
      assert.deepEqual(Buffer.from(await piece.arrayBuffer()), bytes.subarray(offset, offset + piece.size));
      onSent?.(piece.size);
      received += piece.size;
      return { status: 200, text: JSON.stringify(upload()) };
    },
  });
  const send = (signal?: AbortSignal, react: (sending: Sending) => void = () => undefined): Promise<unknown> =>
    client.upload('evidence.upload', input, file, {
      ...(signal === undefined ? {} : { signal }),
      onChange: (sending) => {
        steps.push(sending);
        react(sending);
      },
    });
  const give = (): Promise<unknown> => client.upload('capture-links.give', { name: 'Greta' }, file);
  return { seen, steps, send, give };
}

test('EV17 the hash of a file is that of its bytes, read a piece at a time and once', async () => {
  const read: number[] = [];
  const fresh = new File([bytes], 'x');
  const { signal } = new AbortController();
  assert.equal(await hashFile(fresh, (done) => read.push(done), signal), sha256);
  assert.deepEqual(read, [4_194_304, 8_388_608, 12_582_912, 16_777_216, 20_000_000]);
  assert.equal(await hashFile(fresh, () => assert.fail('it is read again'), signal), sha256);
});

test('EV17 a large file goes in pieces of 8 MiB, and then by its id; how far it is only grows', async () => {
  const { seen, steps, send } = serverWith();
  assert.deepEqual(await send(), { sealed: true });
  assert.deepEqual(seen, ['uploads.begin', 'append', 'append', 'append', 'evidence.upload']);
  const sending = steps.filter(({ step }) => step === 'sending').map(({ part }) => part);
  assert.deepEqual(sending, sending.toSorted());
  assert.deepEqual(steps.at(-1), { step: 'sent', part: 1 });
});

test('EV48 by a capture link it goes in pieces of that link, and each request shows it', async () => {
  const { seen, give } = serverWith([], 'a-secret');
  await give();
  assert.deepEqual(seen, ['capture-links.begin', 'append', 'append', 'append', 'capture-links.give']);
});

test('EV17 where the network fails it waits, says so, asks how far it is, and goes on', async () => {
  const { seen, steps, send } = serverWith([undefined, 'no answer', 'bad gateway']);
  assert.deepEqual(await send(undefined, (sending) => sending.step === 'waiting' && sending.goOn()), { sealed: true });
  assert.equal(seen.filter((name) => name === 'uploads.show').length, 2);
  assert.equal(steps.filter(({ step }) => step === 'waiting').length, 2);
});

test('EV17 what the server refuses is told at once, and the next try goes on', async () => {
  const { seen, send } = serverWith([undefined, 'full']);
  await assert.rejects(send(), (error: ApiError) => error.message === 'The disk is full.');
  assert.equal(seen.at(-1), 'append');
  assert.deepEqual(await send(), { sealed: true });
});

test('EV17 a cancelled upload is given up on the server too, but not one that another file replaces', async () => {
  for (const reason of [undefined, replaced]) {
    const { seen, send } = serverWith(['no answer']);
    const stop = new AbortController();
    const sent = send(stop.signal, (sending) => sending.step === 'waiting' && stop.abort(reason));
    await assert.rejects(sent, (error: ApiError) => /cancelled/.test(error.message));
    assert.equal(seen.at(-1), reason === undefined ? 'uploads.discard' : 'append');
    assert.ok(!seen.includes('evidence.upload'));
  }
});

test('EV17 a cancelled upload whose connection fails at that moment does not wait for it', async () => {
  const { seen, steps, send } = serverWith(['no answer']);
  const stop = new AbortController();
  const sent = send(stop.signal, (sending) => sending.step === 'sending' && stop.abort());
  await assert.rejects(sent, (error: ApiError) => /cancelled/.test(error.message));
  assert.ok(!steps.some(({ step }) => step === 'waiting'));
  assert.equal(seen.at(-1), 'uploads.discard');
});
