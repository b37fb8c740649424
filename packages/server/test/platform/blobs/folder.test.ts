import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { TickmarkError } from '@tickmark/core';
import { openBlobs } from '../../../src/platform/blobs/index.ts';
import type { BlobFiles } from '../../../src/platform/blobs/index.ts';
import { organizationA } from '../database/rows.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
});
after(async () => rm(folder, { recursive: true, force: true }));

const hello = Buffer.from('hello');
const helloSha = createHash('sha256').update(hello).digest('hex');

async function* bytes(...chunks: Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

function coded(code: string) {
  return (error: unknown) => error instanceof TickmarkError && error.code === code && error.action !== undefined;
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)));
}

/** Notes what reaches the disk in which order; `without` leaves one kind of sync out, as the control arm. */
function watched(root: string, notes: string[], without?: 'file' | 'folder'): BlobFiles {
  return {
    ...nodeFiles,
    open: async (path, flags, mode) => {
      const handle = await nodeFiles.open(path, flags, mode);
      const kind = flags === 'r' ? 'folder' : 'file';
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        if (kind === without) return;
        notes.push(kind === 'file' ? 'sync file' : `sync ${relative(root, String(path)) || '.'}`);
        await sync();
      };
      const write = handle.write.bind(handle) as (
        chunk: Uint8Array,
        offset?: number,
      ) => ReturnType<typeof handle.write>;
      handle.write = ((chunk: Uint8Array, offset?: number) => {
        notes.push('write');
        return write(chunk, offset);
      }) as typeof handle.write;
      return handle;
    },
    rename: async (from, to) => {
      await nodeFiles.rename(from, to);
      notes.push('rename');
    },
  };
}

function durable(notes: string[]): boolean {
  const place = join(organizationA, helloSha.slice(0, 2));
  const wanted = ['write', 'sync file', 'rename', `sync ${place}`, `sync ${organizationA}`, 'sync .'];
  return JSON.stringify(notes) === JSON.stringify(wanted);
}

test('put resolves only after the bytes, the name and the folders are fsynced, in this order', async () => {
  for (const without of [undefined, 'file', 'folder'] as const) {
    const own = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
    const notes: string[] = [];
    await openBlobs(own, watched(own, notes, without)).put(organizationA, bytes(hello));
    assert.equal(durable(notes), without === undefined, notes.join(', '));
    await rm(own, { recursive: true });
  }
});

/** A disk that takes one byte a write and is full after `room` bytes. */
function fullAfter(room: number): BlobFiles {
  return {
    ...nodeFiles,
    open: async (path, flags, mode) => {
      const handle = await nodeFiles.open(path, flags, mode);
      let left = room;
      const write = handle.write.bind(handle) as (
        chunk: Uint8Array,
        at: number,
        n: number,
      ) => ReturnType<typeof handle.write>;
      handle.write = (async (chunk: Uint8Array, at: number) => {
        if (left-- <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        return write(chunk, at, 1);
      }) as typeof handle.write;
      return handle;
    },
  };
}

test('short writes are continued, and a full disk leaves nothing and says so', async () => {
  const own = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
  await assert.rejects(openBlobs(own, fullAfter(4)).put(organizationA, bytes(hello)), coded('cannot_run'));
  assert.deepEqual(await filesBelow(own), []);
  const blobs = openBlobs(own, fullAfter(5));
  await blobs.put(organizationA, bytes(hello));
  assert.deepEqual(await readFile(await blobs.local(organizationA, helloSha)), hello);
  await rm(own, { recursive: true });
});

test('what a killed process left half-written goes after a day, and not before', async () => {
  const own = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
  await openBlobs(own).put(organizationA, bytes(hello));
  const old = join(own, 'incoming', 'old');
  await writeFile(old, 'x');
  await writeFile(join(own, 'incoming', 'young'), 'x');
  await utimes(old, new Date(0), new Date(0));
  openBlobs(own);
  assert.deepEqual(await readdir(join(own, 'incoming')), ['young']);
  await rm(own, { recursive: true });
});

test('EV20 a file that was changed on the disk is never given as a whole', async () => {
  const own = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
  const blobs = openBlobs(own);
  await blobs.put(organizationA, bytes(hello));
  const path = await blobs.local(organizationA, helloSha);
  await nodeFiles.chmod(path, 0o600);
  await nodeFiles.writeFile(path, 'jello');
  const reading = (await blobs.open(organizationA, helloSha)).toArray();
  await assert.rejects(reading, coded('does_not_hold'));
  await rm(own, { recursive: true });
});
