import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { TickmarkError, type ErrorCode, type Upload } from '@tickmark/core';
import { openBlobs, type BlobFiles } from '../../../src/platform/blobs/index.ts';
import {
  createUploads,
  openStaging,
  uploadLimits,
  type Sender,
  type UploadLimits,
} from '../../../src/platform/uploads/index.ts';
import { forEachDatabase } from '../../../../testkit/src/databases/index.ts';
import { addOrganization, organizationA, organizationB, userA, userB } from '../database/rows.ts';

const mine: Sender = { organizationId: organizationA, userId: userA };
const colleague: Sender = { organizationId: organizationA, userId: userB };
const elsewhere: Sender = { organizationId: organizationB, userId: userA };

/** Of each test its own: what was sent of a file before is found again. */
let file = randomBytes(100_000);
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function coded(code: ErrorCode, message?: RegExp) {
  return (error: unknown) =>
    error instanceof TickmarkError &&
    error.code === code &&
    error.action !== undefined &&
    (message === undefined || message.test(error.message));
}

async function* chunks(bytes: Uint8Array, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  if (failure !== undefined) throw failure;
}

forEachDatabase('uploads', (subject) => {
  let time: Date;
  let folder: string;
  let limits: UploadLimits;
  let blobs: ReturnType<typeof openBlobs>;

  before(async () => {
    await addOrganization(subject.database, organizationA);
    await addOrganization(subject.database, organizationB);
  });
  beforeEach(() => {
    file = randomBytes(100_000);
    time = new Date('2026-03-02T09:00:00.000Z');
    folder = join(subject.dataFolder, randomUUID());
    limits = uploadLimits(1_000_000);
    blobs = openBlobs(join(folder, 'blobs'));
  });

  /** As a server is after each start: nothing in memory. */
  function start(files?: BlobFiles) {
    const staging = openStaging(join(folder, 'uploads'), files);
    const uploads = createUploads({ database: subject.database, blobs, staging, clock: { now: () => time }, limits });
    const scoped = <T>(sender: Sender, work: (tx: Parameters<typeof uploads.show>[0]) => Promise<T>): Promise<T> =>
      subject.database.transaction({ role: 'app', ...sender }, work);
    return {
      uploads,
      begin: (sender: Sender, bytes: Uint8Array, sha256 = sha256Of(bytes)): Promise<Upload> =>
        scoped(sender, (tx) =>
          uploads.begin(tx, sender, { id: randomUUID(), name: 'big.csv', size: bytes.length, sha256 }),
        ),
      announce: (sender: Sender, size: number): Promise<Upload> =>
        scoped(sender, (tx) =>
          uploads.begin(tx, sender, { id: randomUUID(), name: 'big.csv', size, sha256: sha256Of(randomBytes(8)) }),
        ),
      show: (sender: Sender, id: string): Promise<Upload> => scoped(sender, (tx) => uploads.show(tx, sender, id)),
      list: (sender: Sender): Promise<Upload[]> => scoped(sender, (tx) => uploads.list(tx, sender)),
      discard: (sender: Sender, id: string): Promise<void> => scoped(sender, (tx) => uploads.discard(tx, sender, id)),
      append: (sender: Sender, id: string, offset: number, bytes: Uint8Array, failure?: Error): Promise<void> =>
        uploads.receive(sender, { id, offset, announcedBytes: 0, bytes: chunks(bytes, failure) }),
    };
  }

  async function staged(): Promise<string[]> {
    const names = await readdir(join(folder, 'uploads'), { recursive: true, withFileTypes: true }).catch(() => []);
    return names.filter((name) => name.isFile()).map((name) => name.name);
  }

  /** Nobody's rows of an earlier test count towards the limits of this one. */
  async function afresh(sender: Sender): Promise<void> {
    const server = start();
    for (const { id } of await server.list(sender)) await server.discard(sender, id);
  }

  test('EV10 a file sent in pieces is taken up whole, and goes from the staging folder into the blob store', async () => {
    await afresh(mine);
    const server = start();
    const begun = await server.begin(mine, file);
    assert.deepEqual([begun.received, begun.state, begun.size], [0, 'receiving', file.length]);
    await server.append(mine, begun.id, 0, file.subarray(0, 30_001));
    await server.append(mine, begun.id, 30_001, file.subarray(30_001));
    assert.equal((await server.show(mine, begun.id)).state, 'complete');
    assert.deepEqual(await staged(), [begun.id]);
    const taken = await server.uploads.take(mine, begun.id);
    assert.deepEqual(taken, {
      sha256: sha256Of(file),
      size: file.length,
      name: 'big.csv',
      mediaType: 'application/octet-stream',
    });
    assert.deepEqual(await readFile(await blobs.local(organizationA, taken.sha256)), file);
    assert.deepEqual(await staged(), []);
    assert.deepEqual(await server.uploads.take(mine, begun.id), taken);
    assert.deepEqual(await server.list(mine), []);
  });

  test('EV11 what came before a connection broke is kept, also over a restart, and the same file goes on there', async () => {
    await afresh(mine);
    const begun = await start().begin(mine, file);
    await assert.rejects(
      start().append(mine, begun.id, 0, file.subarray(0, 40_000), new Error('socket hang up')),
      coded('bad_input', /broke off/),
    );
    const server = start();
    const found = await server.begin(mine, file);
    assert.deepEqual([found.id, found.received, found.state], [begun.id, 40_000, 'receiving']);
    await server.append(mine, found.id, 40_000, file.subarray(40_000));
    await server.uploads.take(mine, found.id);
    assert.deepEqual(await readFile(await blobs.local(organizationA, sha256Of(file))), file);
  });

  test('EV11 bytes that were written but never acknowledged are written over', async () => {
    await afresh(mine);
    const begun = await start().begin(mine, file);
    await start().append(mine, begun.id, 0, file.subarray(0, 10_000));
    const path = join(folder, 'uploads', organizationA, begun.id);
    await writeFile(path, randomBytes(200_000), { flag: 'a' });
    const server = start();
    assert.equal((await server.show(mine, begun.id)).received, 10_000);
    await server.append(mine, begun.id, 10_000, file.subarray(10_000));
    assert.equal((await server.show(mine, begun.id)).state, 'complete');
  });

  test('EV11 where the bytes are gone from the disk, nothing counts as received', async () => {
    await afresh(mine);
    const begun = await start().begin(mine, file);
    await start().append(mine, begun.id, 0, file.subarray(0, 10_000));
    await rm(join(folder, 'uploads'), { recursive: true });
    assert.equal((await start().begin(mine, file)).received, 0);
    await start().append(mine, begun.id, 0, file);
    await rm(join(folder, 'uploads'), { recursive: true });
    await assert.rejects(start().uploads.take(mine, begun.id), coded('not_yet_possible'));
  });

  test('EV11 a new piece of a file takes over from one whose connection hangs', async () => {
    await afresh(mine);
    const server = start();
    const begun = await server.begin(mine, file);
    const hangs = new Promise<void>(() => undefined);
    let wrote: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (wrote = resolve));
    async function* hanging(): AsyncGenerator<Uint8Array> {
      yield file.subarray(0, 20_000);
      wrote();
      await hangs;
    }
    const old = server.uploads.receive(mine, { id: begun.id, offset: 0, announcedBytes: 0, bytes: hanging() });
    const told = assert.rejects(old, coded('conflict', /took over/));
    await written;
    await assert.rejects(server.append(mine, begun.id, 0, file), coded('conflict', /20000 bytes/));
    await told;
    await server.append(mine, begun.id, 20_000, file.subarray(20_000));
    assert.equal((await server.show(mine, begun.id)).state, 'complete');
  });

  test('EV12 an offset is acknowledged only after the bytes and their folders were fsynced', async () => {
    await afresh(mine);
    const syncs: string[] = [];
    const noted: BlobFiles = {
      ...nodeFiles,
      open: async (path, flags, mode) => {
        const handle = await nodeFiles.open(path, flags, mode);
        const sync = handle.sync.bind(handle);
        handle.sync = async () => {
          syncs.push(flags === 'r' ? 'folder' : `file of ${(await nodeFiles.stat(path)).size}`);
          await sync();
        };
        return handle;
      },
    };
    const server = start(noted);
    const begun = await server.begin(mine, file);
    await server.append(mine, begun.id, 0, file.subarray(0, 30_000));
    assert.deepEqual(syncs.splice(0), ['file of 30000', 'folder', 'folder']);
    await server.append(mine, begun.id, 30_000, file.subarray(30_000, 50_000));
    assert.deepEqual(syncs, ['file of 50000']);
  });

  test('EV12 a piece at another offset is refused with the right one, and changes nothing', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file);
    await server.append(mine, id, 0, file.subarray(0, 10_000));
    for (const offset of [0, 9_999, 10_001, file.length]) {
      await assert.rejects(server.append(mine, id, offset, file.subarray(0, 5)), coded('conflict', /10000 bytes/));
    }
    assert.equal((await server.show(mine, id)).received, 10_000);
  });

  test('EV12 more bytes than were announced are refused, and nothing of that piece counts', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file);
    await server.append(mine, id, 0, file.subarray(0, 90_000));
    const more = Buffer.concat([file.subarray(90_000), Buffer.from('x')]);
    await assert.rejects(server.append(mine, id, 90_000, more), coded('too_large'));
    const unread = (async function* (): AsyncGenerator<Uint8Array> {
      yield assert.fail('it is read');
    })();
    const announced = { id, offset: 90_000, announcedBytes: 10_001, bytes: unread };
    await assert.rejects(server.uploads.receive(mine, announced), coded('too_large'));
    assert.equal((await server.show(mine, id)).received, 90_000);
    await server.append(mine, id, 90_000, file.subarray(90_000));
    assert.equal((await server.show(mine, id)).state, 'complete');
  });

  test('EV13 a file whose hash is another than announced is refused and removed', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file, sha256Of(Buffer.from('another')));
    await assert.rejects(server.append(mine, id, 0, file), coded('does_not_hold', new RegExp(sha256Of(file))));
    await assert.rejects(server.show(mine, id), coded('not_found'));
    assert.deepEqual(await staged(), []);
  });

  test('EV13 a file that changed on disk after its hash was compared is not taken up', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file);
    await server.append(mine, id, 0, file);
    await writeFile(join(folder, 'uploads', organizationA, id), randomBytes(file.length));
    await assert.rejects(server.uploads.take(mine, id), coded('does_not_hold'));
    assert.equal(await blobs.has(organizationA, sha256Of(file)), false);
  });

  test('EV14 an upload of a colleague or of another organization is as absent as one that never was', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file);
    const never = randomUUID();
    for (const [sender, asked] of [
      [colleague, id],
      [elsewhere, id],
      [mine, never],
    ] as const) {
      const calls = [
        () => server.show(sender, asked),
        () => server.append(sender, asked, 0, file),
        () => server.discard(sender, asked),
        () => server.uploads.take(sender, asked),
      ];
      for (const call of calls)
        await assert.rejects(call(), coded('not_found', /^There is no such upload of yours\.$/));
      if (sender !== mine) assert.deepEqual(await server.list(sender), []);
    }
    assert.notEqual((await server.begin(colleague, file)).id, id);
    assert.equal((await server.show(mine, id)).received, 0);
    await afresh(colleague);
  });

  test('EV15 a person has at most ten files on their way, with a total size; what is taken up no longer counts', async () => {
    await afresh(mine);
    const server = start();
    await assert.rejects(server.announce(mine, limits.maxFileBytes + 1), coded('too_large'));
    const first = await server.begin(mine, file);
    for (let more = 1; more < limits.maxFiles; more += 1) await server.announce(mine, 1_000);
    await assert.rejects(server.announce(mine, 1_000), coded('too_many_requests', /10 files/));
    assert.equal((await server.announce(colleague, 1_000)).state, 'receiving');
    await server.append(mine, first.id, 0, file);
    await server.uploads.take(mine, first.id);
    await server.announce(mine, 1_000);
    await afresh(mine);
    await server.announce(mine, limits.maxFileBytes);
    await server.announce(mine, limits.maxTotalBytes - limits.maxFileBytes);
    await assert.rejects(server.announce(mine, 1), coded('too_many_requests', /2 MiB/));
    await afresh(colleague);
  });

  test('EV16 an upload expires a day after its last piece, says so, and its bytes are removed', async () => {
    await afresh(mine);
    const server = start();
    const begun = await server.begin(mine, file);
    time = new Date('2026-03-02T21:00:00.000Z');
    await server.append(mine, begun.id, 0, file.subarray(0, 10_000));
    assert.equal((await server.show(mine, begun.id)).expiresAt, '2026-03-03T21:00:00.000Z');
    // The disk knows the real time alone.
    time = new Date(Date.now() + 23 * 3_600_000);
    await server.uploads.removeExpiredHourly((error) => assert.ifError(error))();
    assert.deepEqual(await staged(), [begun.id]);
    time = new Date(Date.now() + 25 * 3_600_000);
    await server.uploads.removeExpiredHourly((error) => assert.ifError(error))();
    assert.deepEqual(await staged(), []);
    assert.equal((await server.show(mine, begun.id)).state, 'expired');
    await assert.rejects(server.append(mine, begun.id, 10_000, file), coded('no_longer_possible', /2026-03-03T21/));
    await assert.rejects(server.uploads.take(mine, begun.id), coded('no_longer_possible'));
    assert.notEqual((await server.begin(mine, file)).id, begun.id);
  });

  test('EV16 a discarded upload leaves no bytes', async () => {
    await afresh(mine);
    const server = start();
    const { id } = await server.begin(mine, file);
    await server.append(mine, id, 0, file.subarray(0, 10_000));
    await server.discard(mine, id);
    assert.deepEqual([await staged(), await server.list(mine)], [[], []]);
  });

  test('EV12 a full disk says so, keeps what was whole before, and the file goes on once there is room', async () => {
    await afresh(mine);
    let room = 25_000;
    const small: BlobFiles = {
      ...nodeFiles,
      open: async (path, flags, mode) => {
        const handle = await nodeFiles.open(path, flags, mode);
        const write = handle.write.bind(handle) as (
          b: Uint8Array,
          at: number,
          n: number,
          to: number,
        ) => Promise<{ bytesWritten: number }>;
        handle.write = (async (bytes: Uint8Array, at: number, n: number, to: number) => {
          if (room === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
          const done = await write(bytes, at, Math.min(n, room), to);
          room -= done.bytesWritten;
          return done;
        }) as typeof handle.write;
        return handle;
      },
    };
    const server = start(small);
    const { id } = await server.begin(mine, file);
    await assert.rejects(server.append(mine, id, 0, file), coded('cannot_run', /disk is full/));
    assert.equal((await server.show(mine, id)).received, 20_000);
    room = Number.MAX_SAFE_INTEGER;
    await server.append(mine, id, 20_000, file.subarray(20_000));
    assert.equal((await server.show(mine, id)).state, 'complete');
  });

  test('EV12 the memory that a file takes does not depend on its size', async () => {
    await afresh(mine);
    limits = uploadLimits(1024 ** 3);
    const block = randomBytes(1024 * 1024);
    const blocks = 256;
    async function* generated(count: number): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < count; n += 1) yield block;
    }
    const hash = createHash('sha256');
    for (let n = 0; n < blocks; n += 1) hash.update(block);
    const server = start();
    const { id } = await subject.database.transaction({ role: 'app', ...mine }, (tx) =>
      server.uploads.begin(tx, mine, {
        id: randomUUID(),
        name: 'big.csv',
        size: blocks * block.length,
        sha256: hash.digest('hex'),
      }),
    );
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 5);
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < blocks; sent += 64) {
      const piece = { id, offset: sent * block.length, announcedBytes: 0, bytes: generated(64) };
      await server.uploads.receive(mine, piece);
    }
    const { size } = await server.uploads.take(mine, id);
    clearInterval(watching);
    assert.equal(size, blocks * block.length);
    assert.ok(most - before < (blocks * block.length) / 2, `${most - before} bytes`);
  });
});
