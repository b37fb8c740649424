/**
 * A server whose disk fails as it is told to, that of its database as well. Prints who it is, then of each upload what
 * became of it, and in the end that it ended by itself. usage: failing-disk FOLDER MASTER_KEY PLAN, see `DiskPlan`
 */
import { once } from 'node:events';
import { fsyncSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { postgresFiles } from '../../../testkit/src/databases/index.ts';
import { openBlobs, type BlobFiles } from '../../src/platform/blobs/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { startHouse } from '../engagements/house.ts';
import { Failing } from './failing.ts';
import type { DiskPlan } from './failing-disks.ts';
import type { FailingPostgres } from './failing-postgres.ts';

const [dataFolder, masterKey, told, postgresFolder] = process.argv.slice(2);
if (dataFolder === undefined || masterKey === undefined || told === undefined)
  throw new Error('usage: failing-disk FOLDER KEY PLAN [FOLDER_OF_POSTGRESQL]');
const plan = JSON.parse(told) as DiskPlan;
const failing = new Failing();
const fail = (code: string): never => {
  throw Object.assign(new Error(`${code}: the disk of a test`), { code });
};

const files: BlobFiles = {
  ...nodeFiles,
  open: async (path, flags, mode) => {
    const handle = await nodeFiles.open(path, flags, mode);
    const [write, sync] = [handle.write.bind(handle), handle.sync.bind(handle)];
    handle.write = (async (chunk: Uint8Array, at: number, length: number) => {
      if (failing.fails('file-full')) fail('ENOSPC');
      if (failing.fails('file-broken')) fail('EIO');
      return write(chunk, at, failing.fails('file-short') ? 1 : length);
    }) as typeof handle.write;
    handle.sync = async () => {
      if (failing.fails('file-sync')) fail('EIO');
      await sync();
    };
    return handle;
  },
};

async function embedded() {
  const takes = (path: string, bytes: number): number => {
    const ofLog = path.includes('/pg_wal/');
    if (ofLog && failing.fails('log')) fail('ENOSPC');
    if (path.includes('/base/') && failing.fails('rows')) fail('ENOSPC');
    return bytes > 1 && failing.fails(ofLog ? 'log-short' : 'rows-short') ? Math.floor(bytes / 2) : bytes;
  };
  const sync = (fileDescriptor: number): void => {
    if (failing.fails('sync')) fail('EIO');
    fsyncSync(fileDescriptor);
  };
  const database = await openDatabase({ dataFolder: String(dataFolder) }, { disk: { sync, takes } });
  return { database, well: async () => undefined, end: async () => undefined };
}

async function server(folder: string) {
  const postgres = await postgresFiles(folder);
  const over = new Int32Array(new SharedArrayBuffer(4));
  const workerData: FailingPostgres = { program: postgres.program, told: failing.told, over };
  const worker = new Worker(new URL('failing-postgres.ts', import.meta.url), { workerData });
  const ended = once(worker, 'exit');
  await postgres.answers();
  const end = async () => {
    Atomics.store(over, 0, 1);
    await postgres.end();
    await ended;
  };
  return { database: await openDatabase(postgres), well: postgres.answers, end };
}

const { database, well, end } = await (postgresFolder === undefined ? embedded() : server(postgresFolder));
const blobs = openBlobs(join(dataFolder, 'blobs'), files);
const house = await startHouse(database, dataFolder, { after: { masterKey: Buffer.from(masterKey, 'hex'), blobs } });
const { owner: as } = await house.organization();
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ as });

let number = 0;
async function uploads(count: number, fault: number | null): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const title = `Minutes ${number} ${'and more '.repeat(15)}`;
    const period = { from: '2025-03-01', to: '2025-03-31' };
    const file = `${number} ${plan.text}`;
    const reply = await house.call('evidence.upload', { title, period, controls: [] }, { as, file });
    number += 1;
    say({ fault, ...(reply.status === 200 ? { acknowledged: reply.body } : { refused: reply.error }) });
  }
}
await uploads(plan.before, null);
for (const [place, { kind, after, uploads: count }] of plan.faults.entries()) {
  failing.begin(kind, after);
  await uploads(count, place);
  say({ fault: place, met: failing.end() });
  await well();
  await uploads(plan.between, null);
}
say({ ended: true });
await house.stop();
await database.close();
await end();
