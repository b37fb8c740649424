/** Adds users one commit at a time and prints the number of each once it is acknowledged. */
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openDatabase } from '../../../src/platform/database/index.ts';
import { addUser } from './rows.ts';

const [dataFolder, mode, from, count] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('usage: writer FOLDER durable|plain FROM COUNT');
const numbers = Array.from({ length: Number(count) }, (_, i) => Number(from) + i);

if (mode === 'plain') {
  // As PGlite comes, but asked to sync: the control arm.
  const pglite = await PGlite.create(join(dataFolder, 'database'), {
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      '-c',
      'wal_sync_method=fsync',
    ],
  });
  await pglite.exec('create table if not exists public.control_arm (n integer)');
  for (const n of numbers) await pglite.query('insert into public.control_arm values ($1)', [n]);
  await pglite.exec('drop table public.control_arm');
  await pglite.close();
} else {
  const database = await openDatabase({ dataFolder });
  for (const n of numbers) {
    await addUser(database, `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    process.stdout.write(`${n}\n`);
  }
  await database.close();
}
