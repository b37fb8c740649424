import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import type { Scope, Tx } from '../../../src/platform/database/index.ts';
import { JobQueue } from '../../../src/platform/jobs/queue.ts';
import { forEachDatabase } from '../../../../testkit/src/databases/index.ts';
import { catalogFaults } from './catalog-faults.ts';
import { fillTenant, tenantTables } from './fill-tenant.ts';
import { organizationA, organizationB, userA, userB } from './rows.ts';

const inA: Scope = { role: 'app', organizationId: organizationA, userId: userA };
const inB: Scope = { role: 'app', organizationId: organizationB, userId: userB };

/** Faults planted one at a time, as the owner; the word each is found by. */
const planted: [string, RegExp][] = [
  ['alter table tickmark.controls disable row level security', /controls has no forced/],
  ['alter table tickmark.controls no force row level security', /controls has no forced/],
  ['create table tickmark.planted (organization_id uuid)', /planted has no forced/],
  [
    'create table tickmark.planted (id uuid); grant select on tickmark.planted to tickmark_app',
    /planted has no forced/,
  ],
  ['create policy open on tickmark.controls to tickmark_app using (true)', /policy open on/],
  [
    'create view tickmark.planted as select * from tickmark.controls; grant select on tickmark.planted to tickmark_app',
    /reachable v/,
  ],
  [
    'create materialized view tickmark.planted as select 1 as one; grant select on tickmark.planted to tickmark_app',
    /reachable m/,
  ],
  [
    `create table tickmark.planted (organization_id uuid) partition by list (organization_id);
     alter table tickmark.planted enable row level security, force row level security;
     create table tickmark.part partition of tickmark.planted default; grant select on tickmark.part to tickmark_app`,
    /reachable r .*part/,
  ],
  ['create sequence tickmark.planted; grant usage on sequence tickmark.planted to tickmark_identity', /reachable S/],
  [`create function tickmark.planted() returns int language sql security definer as 'select 1'`, /definer function/],
  ['grant create on schema tickmark to tickmark_app', /schema tickmark is writable/],
  [
    'grant usage on schema pgboss to tickmark_app; grant select on pgboss.job_common to tickmark_app',
    /job_common has no forced/,
  ],
  [
    `alter table tickmark.evidence add unique (id);
     alter table tickmark.evidence_controls add constraint planted foreign key (evidence_id) references tickmark.evidence (id)`,
    /foreign key planted/,
  ],
];

forEachDatabase('second fence', (subject) => {
  before(async () => {
    await JobQueue.open(subject.database, () => undefined).then((queue) => queue.stop(1_000));
    await fillTenant(subject.database, organizationA, userA);
    await fillTenant(subject.database, organizationB, userB);
  });

  test('the catalog shows no way around row-level security', async () => {
    assert.deepEqual(await catalogFaults(subject.database), []);
  });

  test('each planted fault is found by the same queries', async () => {
    for (const [statement, word] of planted) {
      const faults = await catalogFaults(subject.database, statement);
      assert.ok(
        faults.some((fault) => word.test(fault)),
        `${statement}\n${faults.join('\n')}`,
      );
    }
  });

  const rowsOf = async (tx: Tx, table: string): Promise<string[]> => {
    const answer = await sql<{ organizationId: string }>`select organization_id from ${sql.id(table)}`.execute(tx);
    return [...new Set(answer.rows.map((row) => row.organizationId))];
  };

  test('a tenant finds its own rows in every table and no others', async () => {
    const tables = await tenantTables(subject.database);
    assert.ok(tables.length >= 18, String(tables.length));
    for (const table of tables) {
      assert.deepEqual(await subject.database.transaction(inA, (tx) => rowsOf(tx, table)), [organizationA], table);
      assert.deepEqual(await subject.database.transaction(inB, (tx) => rowsOf(tx, table)), [organizationB], table);
    }
  });

  test('a statement that is planned once is held by the fence of each transaction that asks it', async () => {
    const asked = (tx: Tx) =>
      sql<{ organizationId: string }>`
        select distinct organization_id from controls where ${'planned once'}::text <> ''`.execute(tx);
    const ask = (scope: Scope) =>
      subject.database.transaction(scope, async (tx) => {
        const found = await asked(tx);
        const planned = await sql<{ name: string }>`
          select name from pg_prepared_statements where statement like '%from controls where $1::text%'`.execute(tx);
        return { found: found.rows.map((row) => row.organizationId), planned: planned.rows.length };
      });
    const nobody: Scope = { role: 'app', organizationId: '00000000-0000-4000-8000-000000000009', userId: null };
    const plans: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const scope: Scope = [inA, inB, nobody][round % 3] ?? inA;
      const { found, planned } = await ask(scope);
      assert.deepEqual(found, scope === nobody ? [] : [scope.organizationId]);
      plans.push(planned);
    }
    assert.equal(plans[0], 0);
    assert.equal(plans.at(-1), 1);
    await assert.rejects(subject.database.transaction({ ...inA, role: 'identity' }, asked), /permission denied/);
  });

  test('an unset or empty tenant matches no row', async () => {
    for (const table of await tenantTables(subject.database)) {
      const found: string[] = await subject.database.transaction(inA, async (tx) => {
        await sql`select set_config('tickmark.organization_id', '', true)`.execute(tx);
        return rowsOf(tx, table);
      });
      assert.deepEqual(found, [], table);
    }
  });

  test("another tenant's rows can be neither changed, nor deleted, nor added", async () => {
    for (const table of await tenantTables(subject.database)) {
      const attempt = (statement: ReturnType<typeof sql>) =>
        subject.database
          .transaction(inB, async (tx) => (await statement.execute(tx)).numAffectedRows ?? 0n)
          .then(
            (changed) => Number(changed),
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          );
      const id = sql.id(table);
      const refused = /permission denied|row-level security/;
      for (const outcome of [
        await attempt(sql`update ${id} set organization_id = organization_id where organization_id = ${organizationA}`),
        await attempt(sql`delete from ${id} where organization_id = ${organizationA}`),
      ]) {
        assert.ok(outcome === 0 || refused.test(String(outcome)), `${table}: ${outcome}`);
      }
      const moved = await attempt(sql`update ${id} set organization_id = ${organizationA}`);
      assert.match(String(moved), refused, table);
      const added = await attempt(
        sql`insert into ${id} select (jsonb_populate_record(t, ${JSON.stringify({ organization_id: organizationA })}::jsonb)).* from ${id} t`,
      );
      assert.match(String(added), refused, table);
    }
  });

  test('control arm: without row-level security the same read finds the other tenant', async () => {
    await subject.database.owner((connection) =>
      connection.script('alter table tickmark.controls disable row level security'),
    );
    const found = await subject.database.transaction(inB, (tx) => rowsOf(tx, 'controls'));
    await subject.database.owner((connection) =>
      connection.script('alter table tickmark.controls enable row level security'),
    );
    assert.deepEqual(found.sort(), [organizationA, organizationB]);
  });

  test('the roles of the second fence cannot read each other: no passwords for a tenant, no evidence for identity', async () => {
    const denied = (scope: Scope, table: string) =>
      assert.rejects(
        subject.database.transaction(scope, (tx) => sql`select 1 from ${sql.id(table)}`.execute(tx)),
        /permission denied/,
      );
    for (const table of ['accounts', 'sessions', 'verifications', 'instance', 'migrations']) await denied(inA, table);
    const identity: Scope = { role: 'identity', organizationId: organizationA, userId: userA };
    for (const table of ['evidence', 'populations', 'results', 'job_runs', 'migrations']) await denied(identity, table);
    await assert.rejects(
      subject.database.transaction(inA, (tx) => sql`select 1 from pgboss.job_common`.execute(tx)),
      /permission denied/,
    );
  });
});
