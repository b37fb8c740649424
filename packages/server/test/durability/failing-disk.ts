/**
 * A server on the embedded database whose disk begins to fail. Prints who it is, then each acknowledged upload, each
 * refusal, and in the end what its disk did. usage: failing-disk FOLDER MASTER_KEY sync|log|rows
 */
import { fsyncSync } from 'node:fs';
import { join } from 'node:path';
import { openBlobs } from '../../src/platform/blobs/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { startHouse } from '../engagements/house.ts';

const [dataFolder, masterKey, fault] = process.argv.slice(2);
if (dataFolder === undefined || masterKey === undefined)
  throw new Error('usage: failing-disk FOLDER KEY sync|log|rows');

let failing = false;
const fail = (code: string): never => {
  throw Object.assign(new Error(`${code}: the disk of a test`), { code });
};
const database = await openDatabase(
  { dataFolder },
  {
    disk: {
      sync: (fileDescriptor) => {
        if (failing && fault === 'sync') fail('EIO');
        fsyncSync(fileDescriptor);
      },
      beforeWrite: (path) => {
        if (failing && fault === 'log' && path.includes('/pg_wal/')) fail('ENOSPC');
        if (failing && fault === 'rows' && path.includes('/base/')) fail('ENOSPC');
      },
    },
  },
);
const blobs = openBlobs(join(dataFolder, 'blobs'));
const house = await startHouse(database, dataFolder, { after: { masterKey: Buffer.from(masterKey, 'hex'), blobs } });
const { owner: as } = await house.organization();
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ as });

const upload = async (n: number): Promise<void> => {
  const title = `Minutes ${n} ${'and more '.repeat(15)}`;
  const period = { from: '2025-03-01', to: '2025-03-31' };
  const reply = await house.call('evidence.upload', { title, period, controls: [] }, { as, file: `${n}` });
  if (reply.status === 200) say({ acknowledged: reply.body });
  else say({ refused: reply.error });
};
for (let n = 0; n < 10; n += 1) await upload(n);
failing = true;
for (let n = 10; n < 60; n += 1) await upload(n);
failing = false;
for (let n = 60; n < 70; n += 1) await upload(n);
say({ ended: true });
await house.stop();
await database.close();
