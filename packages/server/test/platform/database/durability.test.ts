import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fsyncSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { instanceLogId, openDatabase } from '../../../src/platform/database/index.ts';
import { embeddedDatabase } from '../../../../testkit/src/databases/index.ts';
import type { TestDatabase } from '../../../../testkit/src/databases/index.ts';
import { addUser } from './rows.ts';

const script = fileURLToPath(new URL('writer.ts', import.meta.url));
let made: TestDatabase;

before(async () => {
  made = await embeddedDatabase();
  await made.database.close();
});
after(async () => made.close());

const userId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

test('each commit is fsynced to the write-ahead log before it is acknowledged, and a read is not', async () => {
  const synced: string[] = [];
  const database = await openDatabase(
    { dataFolder: made.dataFolder },
    {
      disk: {
        sync: (fd) => {
          synced.push(process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${fd}`) : 'pg_wal');
          fsyncSync(fd);
        },
      },
    },
  );
  for (let n = 0; n < 20; n++) {
    synced.length = 0;
    await addUser(database, userId(n));
    assert.ok(
      synced.some((path) => path.includes('pg_wal')),
      `commit ${n}: ${synced.join()}`,
    );
  }
  synced.length = 0;
  await database.transaction({ role: 'identity', userId: null, organizationId: instanceLogId }, (tx) =>
    tx.selectFrom('users').select('id').execute(),
  );
  assert.deepEqual(synced, []);
  const settings = await database.owner((connection) =>
    connection.query(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('full_page_writes') as pages, current_setting('wal_sync_method') as method`,
      [],
    ),
  );
  assert.deepEqual(settings, [{ fsync: 'on', commit: 'on', pages: 'on', method: 'fsync' }]);
  await database.close();
});

/** strace may be missing, or forbidden in a container; the count in the process above always runs. */
function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', process.execPath, '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('the kernel sees an fsync for each commit; with the plain file system of PGlite it sees none', async (t) => {
  if (!canTrace()) {
    t.diagnostic('strace does not run here: the system calls were not counted, only the calls in the process.');
    return;
  }
  const count = async (mode: 'durable' | 'plain'): Promise<number> => {
    const trace = join(made.dataFolder, `trace-${mode}`);
    const child = spawn(
      'strace',
      [
        '-f',
        '-qq',
        '-e',
        'trace=fsync,fdatasync',
        '-o',
        trace,
        process.execPath,
        script,
        made.dataFolder,
        mode,
        '100',
        '25',
      ],
      { stdio: 'ignore' },
    );
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    return readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => /\bf(data)?sync\(/.test(line)).length;
  };
  const plain = await count('plain');
  const durable = await count('durable');
  t.diagnostic(`25 commits: ${durable} fsyncs, with PGlite's own file system ${plain}`);
  assert.ok(durable >= 25, String(durable));
  assert.equal(plain, 0);
});

test('upkeep moves the checkpoint on while the database stays open, so the log does not grow for ever', async () => {
  const database = await openDatabase({ dataFolder: made.dataFolder }, { upkeepAfter: 10 });
  const checkpoint = async (): Promise<unknown> =>
    database.owner((connection) => connection.query('select redo_lsn::text from pg_control_checkpoint()', []));
  const before = await checkpoint();
  await addUser(database, userId(900_000));
  assert.deepEqual(await checkpoint(), before);
  for (let n = 900_001; n < 900_012; n++) await addUser(database, userId(n));
  assert.notDeepEqual(await checkpoint(), before);
  await database.close();
});

test('upkeep clears away the dead rows of tables that change much, and leaves the others alone', async () => {
  const database = await openDatabase({ dataFolder: made.dataFolder }, { upkeepAfter: 200 });
  const rows = (count: number) => `select n, repeat('a', 500) from generate_series(1, ${count}) as n`;
  await database.owner((connection) =>
    connection.script(`create table public.busy (id integer, kept text); insert into public.busy ${rows(100)};
      create table public.quiet (id integer, kept text); insert into public.quiet ${rows(10)}`),
  );
  for (let n = 0; n < 450; n++)
    await database.owner((connection) =>
      connection.query(`update public.busy set kept = kept || '' where id between $1 and 90`, [n % 10]),
    );
  const found = await database.owner((connection) =>
    connection.query<{ table: string; vacuumed: boolean; pages: number }>(
      `select relname as table, vacuum_count > 0 as vacuumed, pg_relation_size(relid)::integer / 8192 as pages
      from pg_stat_all_tables where schemaname = 'public' order by relname`,
      [],
    ),
  );
  await database.close();
  assert.deepEqual(
    found.map(({ table, vacuumed }) => ({ table, vacuumed })),
    [
      { table: 'busy', vacuumed: true },
      { table: 'quiet', vacuumed: false },
    ],
  );
  // 450 times ninety rows of half a kilobyte would be 2,500 pages.
  assert.ok((found[0]?.pages ?? 0) < 1_800, `${found[0]?.pages} pages`);
});
