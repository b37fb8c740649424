import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sql } from 'kysely';
import { instanceLogId } from '../../../src/platform/database/index.ts';
import type { Scope, Tx } from '../../../src/platform/database/index.ts';
import { forEachDatabase } from '../../../../testkit/src/databases/index.ts';
import { addUser, organizationA, organizationB, userA, userB } from './rows.ts';

const identity: Scope = { role: 'identity', userId: null, organizationId: instanceLogId };
const inA: Scope = { role: 'app', organizationId: organizationA, userId: userA };
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const at = new Date('2026-01-01T00:00:00Z');

const insertUser = (tx: Tx, id: string) =>
  tx
    .insertInto('users')
    .values({ id, name: 'N', email: `${id}@x`, createdAt: at, updatedAt: at })
    .execute();

forEachDatabase('transactions', (subject) => {
  const names = () =>
    subject.database.transaction(identity, (tx) => tx.selectFrom('users').select('id').orderBy('id').execute());

  test('what work does is kept together, or not at all when it throws', async () => {
    await assert.rejects(
      subject.database.transaction(identity, async (tx) => {
        await insertUser(tx, userA);
        throw new Error('changed my mind');
      }),
      /changed my mind/,
    );
    assert.deepEqual(await names(), []);
    await addUser(subject.database, userA);
    assert.deepEqual(await names(), [{ id: userA }]);
  });

  test('what was answered is kept by nobody', async () => {
    const used = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const answers = (times: number) =>
      subject.database.transaction(identity, async (tx) => {
        for (let n = 0; n < times; n++) {
          await sql`select repeat('a', 1000) as x from generate_series(1, 100) where ${n}::integer >= 0`.execute(tx);
        }
      });
    await answers(20);
    const before = used();
    await answers(400);
    const grown = used() - before;
    // The answers alone have 40 MB.
    assert.ok(grown < 10_000_000, `${grown} bytes more`);
  });

  test('a failed statement that work swallows is not taken for a commit', async () => {
    await assert.rejects(
      subject.database.transaction(identity, async (tx) => {
        await insertUser(tx, userB);
        await insertUser(tx, userB).catch(() => undefined);
      }),
      (error: unknown) => error instanceof Error && error.name === 'AbortedTransactionError',
    );
    assert.deepEqual(await names(), [{ id: userA }]);
  });

  test('a transaction inside a transaction throws at once, and the outer one can go on', async () => {
    const answer = await subject.database.transaction(identity, async () => {
      await assert.rejects(
        subject.database.transaction(identity, async () => undefined),
        /inside a transaction/,
      );
      await assert.rejects(
        subject.database.owner(async () => undefined),
        /inside a transaction/,
      );
      return 'still here';
    });
    assert.equal(answer, 'still here');
  });

  test('work left running after its transaction may open one of its own', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let go = (): void => undefined;
    await subject.database.transaction(identity, async () => {
      later = new Promise<void>((resolve) => {
        go = resolve;
      }).then(() => names());
    });
    go();
    assert.deepEqual(await later, [{ id: userA }]);
  });

  test('many at once are all served, each under its own role and tenant', async () => {
    const scopes: Scope[] = Array.from({ length: 60 }, (_, i) =>
      i % 3 === 0
        ? identity
        : { role: 'app', userId: null, organizationId: i % 3 === 1 ? organizationA : organizationB },
    );
    const seen = await Promise.all(
      scopes.map((scope) =>
        subject.database.transaction(scope, async (tx) => {
          const one = await sql<{ role: string; tenant: string }>`
            select current_user as role, tickmark.organization_id() as tenant`.execute(tx);
          await sql`select pg_sleep(0.001)`.execute(tx);
          const two = await sql<{ role: string; tenant: string }>`
            select current_user as role, tickmark.organization_id() as tenant`.execute(tx);
          assert.deepEqual(one.rows, two.rows);
          return one.rows[0];
        }),
      ),
    );
    assert.deepEqual(
      seen,
      scopes.map((scope) => ({ role: `tickmark_${scope.role}`, tenant: scope.organizationId })),
    );
  });

  test('a session plans no more statements than it has room for', async () => {
    const planned = await subject.database.transaction(identity, async (tx) => {
      for (let n = 0; n < 150; n += 1) {
        const text = sql.raw(`statement_${n}`);
        for (let time = 0; time < 5; time += 1) {
          const { rows } = await sql<{ n: number }>`select ${n}::integer as n /* ${text} */`.execute(tx);
          assert.deepEqual(rows, [{ n }]);
        }
      }
      const { rows } = await sql<{ count: number }>`select count(*) from pg_prepared_statements`.execute(tx);
      return rows[0]?.count;
    });
    assert.equal(planned, 128);
  });

  test('role and tenant end with the transaction', async () => {
    await subject.database.transaction(inA, async () => undefined);
    const rows = await subject.database.owner((connection) =>
      connection.query<{ role: string; tenant: string | null }>(
        `select current_user as role, nullif(current_setting('tickmark.organization_id', true), '') as tenant`,
        [],
      ),
    );
    assert.equal(rows[0]?.tenant, null);
    assert.doesNotMatch(String(rows[0]?.role), /tickmark_(app|identity)/);
  });

  test('a script of the owner that fails half-way leaves nothing to the next one', async () => {
    await assert.rejects(
      subject.database.owner((connection) => connection.script('begin; create table public.half (); select 1 / 0')),
      /division by zero/,
    );
    assert.deepEqual(await names(), [{ id: userA }]);
    const left = await subject.database.owner((connection) =>
      connection.query(`select 1 from pg_class where relname = 'half'`, []),
    );
    assert.deepEqual(left, []);
  });

  test('an id that is no UUID never reaches the database', async () => {
    for (const id of ['', "x', true), set_config('role', 'postgres', true) --", organizationA.toUpperCase()]) {
      await assert.rejects(
        subject.database.transaction({ role: 'app', organizationId: id, userId: null }, async () => undefined),
        TypeError,
      );
    }
  });
});
