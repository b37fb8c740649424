/**
 * A server on the embedded database whose disk fails as it is told to. Prints who it is, then of each upload what became
 * of it, and in the end that it ended by itself. usage: failing-disk FOLDER MASTER_KEY PLAN, see `DiskPlan`
 */
import { fsyncSync } from 'node:fs';
import * as nodeFiles from 'node:fs/promises';
import { join } from 'node:path';
import { openBlobs, type BlobFiles } from '../../src/platform/blobs/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { startHouse } from '../engagements/house.ts';
import type { DiskPlan, DiskFaultKind } from './failing-disks.ts';

const [dataFolder, masterKey, told] = process.argv.slice(2);
if (dataFolder === undefined || masterKey === undefined || told === undefined)
  throw new Error('usage: failing-disk FOLDER KEY PLAN');
const plan = JSON.parse(told) as DiskPlan;

/** What fails now, and how many operations of its kind still go well. */
let failing: { kind: DiskFaultKind; left: number; met: number } | undefined;

/** Whether this operation is one of those that fail. */
function fails(...kinds: DiskFaultKind[]): boolean {
  if (failing === undefined || !kinds.includes(failing.kind)) return false;
  if (failing.left > 0) {
    failing.left -= 1;
    return false;
  }
  failing.met += 1;
  return true;
}
const fail = (code: string): never => {
  throw Object.assign(new Error(`${code}: the disk of a test`), { code });
};

const takes = (path: string, bytes: number): number => {
  const ofLog = path.includes('/pg_wal/');
  if (ofLog && fails('log')) fail('ENOSPC');
  if (path.includes('/base/') && fails('rows')) fail('ENOSPC');
  return bytes > 1 && fails(ofLog ? 'log-short' : 'rows-short') ? Math.floor(bytes / 2) : bytes;
};
const files: BlobFiles = {
  ...nodeFiles,
  open: async (path, flags, mode) => {
    const handle = await nodeFiles.open(path, flags, mode);
    const [write, sync] = [handle.write.bind(handle), handle.sync.bind(handle)];
    handle.write = (async (chunk: Uint8Array, at: number, length: number) => {
      if (fails('file-full')) fail('ENOSPC');
      if (fails('file-broken')) fail('EIO');
      return write(chunk, at, fails('file-short') ? 1 : length);
    }) as typeof handle.write;
    handle.sync = async () => {
      if (fails('file-sync')) fail('EIO');
      await sync();
    };
    return handle;
  },
};
const sync = (fileDescriptor: number): void => {
  if (fails('sync')) fail('EIO');
  fsyncSync(fileDescriptor);
};
const database = await openDatabase({ dataFolder }, { disk: { sync, takes } });
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
  failing = { kind, left: after, met: 0 };
  await uploads(count, place);
  say({ fault: place, met: failing.met });
  failing = undefined;
  await uploads(plan.between, null);
}
say({ ended: true });
await house.stop();
await database.close();
