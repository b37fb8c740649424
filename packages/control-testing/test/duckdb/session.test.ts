import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDuckDb, text, type Session } from '../../src/duckdb/index.ts';
import { folder } from '../builders.ts';

const dir = await folder();

test('a session sees nothing of those before it, nor of those beside it', async () => {
  const first = await openDuckDb(dir);
  await first.run('CREATE TEMP TABLE mine AS SELECT 1 AS n');
  const beside = await openDuckDb(dir);
  await assert.rejects(beside.rows('SELECT * FROM mine'), /mine does not exist/);
  beside.close();
  first.close();
  const next = await openDuckDb(dir);
  await assert.rejects(next.rows('SELECT * FROM mine'), /mine does not exist/);
  next.close();
});

test('each session has its own limits, whatever the one before it had', async () => {
  const small = await openDuckDb(dir, { memory: '256MB' });
  assert.equal(await limitOf(small), '244.1 MiB');
  small.close();
  const usual = await openDuckDb(dir);
  assert.equal(await limitOf(usual), '858.3 MiB');
  usual.close();
  const late = await openDuckDb(dir, { timeLimit: 50 });
  await assert.rejects(late.rows('SELECT sum(hash(i)) FROM range(100000000000) AS r(i)'), { code: 'too_large' });
  late.close();
  const after = await openDuckDb(dir);
  assert.deepEqual(await after.rows('SELECT 1 AS n'), [{ n: 1 }]);
  after.close();
});

test('a database file that a session attached is free again after it', async () => {
  const file = join(dir, 'kept.duckdb');
  for (const n of [1, 2]) {
    const session = await openDuckDb(dir, { attaches: true });
    await session.run(`ATTACH ${text(file)} AS kept`);
    await session.run('CREATE TABLE IF NOT EXISTS kept.numbers (n INTEGER)');
    await session.run(`INSERT INTO kept.numbers VALUES (${n})`);
    assert.equal((await session.rows('SELECT * FROM kept.numbers')).length, n);
    session.close();
  }
});

test('what does not fit into memory is spilled below the folder, by each session apart, and gone after it', async () => {
  const own = join(dir, 'spilled');
  await mkdir(own);
  const sessions = await Promise.all([1, 2].map(() => openDuckDb(own, { memory: '100MB' })));
  for (const session of sessions) {
    await session.run('CREATE TEMP TABLE large AS SELECT hash(i) AS h, hash(i + 1) AS k FROM range(12000000) AS r(i)');
  }
  assert.equal((await readdir(own)).length, 2);
  for (const session of sessions) {
    assert.deepEqual(await session.rows('SELECT count(DISTINCT h % 1000)::INTEGER AS n FROM large'), [{ n: 1000 }]);
    session.close();
  }
  assert.deepEqual(await readdir(own), []);
});

test('a folder that is not there is told when a session opens, not when memory runs out', async () => {
  await assert.rejects(openDuckDb(join(dir, 'missing')), /no folder .*missing to spill below/);
});

async function limitOf(session: Session): Promise<unknown> {
  const [row] = await session.rows(`SELECT current_setting('memory_limit') AS limit`);
  return row?.limit;
}
