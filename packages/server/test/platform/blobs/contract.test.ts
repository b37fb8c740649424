import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { TickmarkError, type ErrorCode } from '@tickmark/core';
import { openBlobs, type Blobs } from '../../../src/platform/blobs/index.ts';
import { openS3Blobs } from '../../../src/platform/blobs/s3.ts';
import { organizationA, organizationB } from '../database/rows.ts';
import { startS3 } from './s3-server.ts';

interface Subject {
  blobs: Blobs;
  /** Hashes under which anything is kept for good. */
  kept(): Promise<string[]>;
  /** Drafts that are left of what failed. */
  drafts(): Promise<string[]>;
  stop(): Promise<void>;
}

async function folderStore(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
  return {
    blobs: openBlobs(folder),
    kept: async () => (await filesBelow(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name)),
    drafts: () => filesBelow(join(folder, 'incoming')),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function s3Store(): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-blobs-'));
  const s3 = await startS3();
  return {
    blobs: await openS3Blobs(s3.place, folder),
    kept: async () => {
      const names = (await filesBelow(s3.directory)).map((name) => /[0-9a-f]{64}/.exec(name)?.[0]);
      return [...new Set(names.filter((name) => name !== undefined))];
    },
    drafts: () => filesBelow(join(folder, 'incoming')),
    stop: async () => {
      await s3.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const hello = Buffer.from('hello');
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const helloSha = sha256Of(hello);

async function* bytes(...chunks: Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}

function coded(code: ErrorCode) {
  return (error: unknown) => error instanceof TickmarkError && error.code === code && error.action !== undefined;
}

for (const [name, open] of [
  ['a folder', folderStore],
  ['an S3-compatible store', s3Store],
] as const) {
  describe(`blobs in ${name}`, () => {
    let subject: Subject;
    before(async () => {
      subject = await open();
    });
    after(() => subject.stop());

    test('EV20 bytes are found again under their hash, by their organization alone', async () => {
      const { blobs } = subject;
      const stored = await blobs.put(organizationA, bytes(hello.subarray(0, 2), hello.subarray(2)));
      assert.deepEqual(stored, { sha256: helloSha, size: 5 });
      assert.deepEqual(await blobs.put(organizationA, bytes(hello)), stored);
      assert.deepEqual(Buffer.concat(await (await blobs.open(organizationA, helloSha)).toArray()), hello);
      assert.deepEqual(await readFile(await blobs.local(organizationA, helloSha)), hello);
      assert.equal(await blobs.has(organizationA, helloSha), true);
      assert.equal(await blobs.has(organizationB, helloSha), false);
      const absent = sha256Of(Buffer.from('absent'));
      for (const [organization, sha256] of [
        [organizationB, helloSha],
        [organizationA, absent],
      ] as const) {
        await assert.rejects(
          blobs.open(organization, sha256).then((stream) => stream.toArray()),
          coded('not_found'),
        );
        await assert.rejects(blobs.local(organization, sha256), coded('not_found'));
      }
    });

    test('EV20 a file is stored as it is, also an empty one and one of many parts', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tickmark-file-'));
      for (const content of [Buffer.alloc(0), randomBytes(40_000_000)]) {
        const path = join(folder, 'file');
        await writeFile(path, content);
        const stored = await subject.blobs.putFile(organizationB, path);
        assert.deepEqual(stored, { sha256: sha256Of(content), size: content.length });
        const back = Buffer.concat(await (await subject.blobs.open(organizationB, stored.sha256)).toArray());
        assert.ok(back.equals(content));
      }
      await rm(folder, { recursive: true });
    });

    test('EV20 beyond maxBytes the bytes are refused and nothing is left; exactly maxBytes is accepted', async () => {
      const ten = Buffer.from('0123456789');
      await assert.rejects(subject.blobs.put(organizationA, bytes(ten), { maxBytes: 9 }), coded('too_large'));
      assert.ok(!(await subject.kept()).includes(sha256Of(ten)));
      await subject.blobs.put(organizationA, bytes(ten), { maxBytes: 10 });
      assert.ok((await subject.kept()).includes(sha256Of(ten)));
      assert.deepEqual(await subject.drafts(), []);
    });

    test('EV20 bytes with another hash than expected are refused and nothing is left', async () => {
      const other = Buffer.from('another text');
      await assert.rejects(
        subject.blobs.put(organizationA, bytes(other), { sha256: helloSha }),
        coded('does_not_hold'),
      );
      assert.ok(!(await subject.kept()).includes(sha256Of(other)));
      await subject.blobs.put(organizationA, bytes(other), { sha256: sha256Of(other) });
      assert.deepEqual(await subject.drafts(), []);
    });

    test('EV51 bytes that are removed are gone with the copies on this machine, for their organization alone, and may come again', async () => {
      const { blobs } = subject;
      const text = Buffer.from('to be removed');
      const sha256 = sha256Of(text);
      for (const organization of [organizationA, organizationB]) await blobs.put(organization, bytes(text));
      await blobs.local(organizationA, sha256);
      await blobs.remove(organizationA, sha256);
      await blobs.remove(organizationA, sha256);
      assert.deepEqual([await blobs.has(organizationA, sha256), await blobs.has(organizationB, sha256)], [false, true]);
      for (const read of [blobs.local(organizationA, sha256), blobs.held(organizationA, sha256)])
        await assert.rejects(read, coded('not_found'));
      await blobs.put(organizationA, bytes(text));
      assert.equal(await blobs.has(organizationA, sha256), true);
    });

    test('EV20 no id leads out of the place of its organization', async () => {
      const ids = [
        '..',
        '../..',
        '',
        'incoming',
        `${organizationA}/..`,
        `${organizationA}\0`,
        organizationA.toUpperCase(),
      ];
      for (const id of ids) {
        await assert.rejects(subject.blobs.put(id, bytes(hello)), TypeError);
        await assert.rejects(subject.blobs.has(id, helloSha), TypeError);
      }
      for (const sha of ['', '..', '../../../etc/passwd', helloSha.toUpperCase(), `${helloSha}/`, helloSha.slice(1)]) {
        await assert.rejects(subject.blobs.open(organizationA, sha), TypeError);
        await assert.rejects(subject.blobs.local(organizationA, sha), TypeError);
      }
    });

    test('EV20 a source that fails half-way leaves nothing', async () => {
      const half = Buffer.from('the first half');
      async function* broken(): AsyncIterable<Uint8Array> {
        yield half;
        throw new Error('connection lost');
      }
      await assert.rejects(subject.blobs.put(organizationA, broken()), /connection lost/);
      assert.ok(!(await subject.kept()).includes(sha256Of(half)));
      assert.deepEqual(await subject.drafts(), []);
    });
  });
}
