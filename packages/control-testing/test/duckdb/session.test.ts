import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDuckDb, type Session } from '../../src/duckdb/index.ts';
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

test('work is done for each of a list, two at once, and answered in its order', async () => {
  const session = await openDuckDb(dir);
  await session.run('CREATE OR REPLACE TABLE shared AS SELECT i AS n FROM range(9) AS r(i)');
  let [now, most] = [0, 0];
  const answers = await session.each([5, 4, 3, 2, 1], 9, async (own, n, index) => {
    most = Math.max(most, (now += 1));
    const [row] = await own.rows(`SELECT count(*)::INTEGER AS under FROM shared WHERE n < ${n}`);
    now -= 1;
    return [index, row?.under];
  });
  assert.deepEqual(
    answers,
    [5, 4, 3, 2, 1].map((n, index) => [index, n]),
  );
  assert.equal(most, 2);
  assert.deepEqual(await session.each([], 9, async () => 1), []);
  assert.deepEqual(await session.rows(`SELECT current_setting('threads') AS threads`), [{ threads: 2n }]);
  await session.run('DROP TABLE shared');
  session.close();
});

test('when work fails for one of a list no other is begun, and those begun have ended', async () => {
  const session = await openDuckDb(dir);
  const ended: number[] = [];
  const work = session.each([1, 2, 3, 4], 1, async (own, n) => {
    if (n === 1) throw new Error('the first fails');
    await own.rows('SELECT sum(hash(i)) FROM range(20000000) AS r(i)');
    ended.push(n);
  });
  await assert.rejects(work, /the first fails/);
  assert.deepEqual(ended, [2]);
  assert.deepEqual(await session.rows(`SELECT current_setting('threads') AS threads`), [{ threads: 2n }]);
  session.close();
});

test('the time limit of a session ends all that it works at', async () => {
  const session = await openDuckDb(dir, { timeLimit: 100 });
  const outcomes: unknown[] = [];
  const work = session.each([1, 2, 3], 1, (own) =>
    own.rows('SELECT sum(hash(i)) FROM range(100000000000) AS r(i)').catch((error: unknown) => {
      outcomes.push(error);
      throw error;
    }),
  );
  await assert.rejects(work, { code: 'too_large' });
  assert.deepEqual(
    outcomes.map((error) => (error as { code: string }).code),
    ['too_large', 'too_large'],
  );
  session.close();
});

test('work is done within less memory, and what comes after it has that of the session again', async () => {
  const session = await openDuckDb(dir);
  const work = session.within('256MB', async () => {
    assert.equal(await limitOf(session), '244.1 MiB');
    throw new Error('it fails');
  });
  await assert.rejects(work, /it fails/);
  assert.equal(await limitOf(session), '858.3 MiB');
  session.close();
});

test('a folder that is not there is told when a session opens, not when memory runs out', async () => {
  await assert.rejects(openDuckDb(join(dir, 'missing')), /no folder .*missing to spill below/);
});

async function limitOf(session: Session): Promise<unknown> {
  const [row] = await session.rows(`SELECT current_setting('memory_limit') AS limit`);
  return row?.limit;
}
