import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { TickmarkError } from '@tickmark/core';
import { postgresUrl } from '../../../../testkit/src/databases/index.ts';
import { openDatabase } from '../../../src/platform/database/index.ts';

async function failure(url: string): Promise<TickmarkError> {
  const error: unknown = await openDatabase({ url }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TickmarkError, String(error));
  assert.equal(error.code, 'cannot_run');
  assert.ok(error.action);
  return error;
}

test('a server that does not answer is told in one sentence, without the password', async () => {
  const { message } = await failure('postgres://someone:secret-word@127.0.0.1:1/tickmark');
  assert.match(message, /did not answer/);
  assert.doesNotMatch(message, /secret-word/);
});

/** One message of the PostgreSQL protocol: type, length, body. */
function message(type: string, ...body: Buffer[]): Buffer {
  const bytes = Buffer.concat(body);
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int16 = (value: number): Buffer => int32(value).subarray(2);

/** Speaks just enough of the protocol to answer any query with one row. */
async function fakeServer(row: { number: string; text: string }): Promise<{ url: string; close(): void }> {
  const ready = message('Z', Buffer.from('I'));
  const column = (name: string, type: number) =>
    Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
  const cell = (text: string) => Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)]);
  const answer = Buffer.concat([
    message('T', int16(2), column('number', 23), column('text', 25)),
    message('D', int16(2), cell(row.number), cell(row.text)),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]));
      socket.on('data', (bytes) => {
        if (bytes[0] === 'Q'.charCodeAt(0)) socket.write(answer);
        else socket.end();
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://u@127.0.0.1:${port}/d`, close: () => server.close() };
}

test('a server older than PostgreSQL 15 is refused with its version', async () => {
  const old = await fakeServer({ number: '140012', text: '14.12' });
  const error = await failure(old.url);
  old.close();
  assert.match(error.message, /PostgreSQL 14\.12, which is too old/);
  assert.match(String(error.action), /15 or newer/);
});

test('a server that acknowledges what its disk has not got is refused, and one that waits for the disk is not', async () => {
  const { message, action } = await failure(await postgresUrl());
  assert.match(message, /fsync and synchronous_commit off: a power cut could take writes that were acknowledged/);
  assert.match(String(action), /Set fsync and synchronous_commit to on/);
  await (await openDatabase({ url: await postgresUrl({ durability: 'durable' }) })).close();
});
