import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { embeddedDatabase, onPostgres, type TestDatabase } from '../../../testkit/src/databases/index.ts';
import { exportLogs } from '../../src/log/index.ts';
import { withCosignatures } from '../../src/witnesses/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const accounts = [
  'id,account,email,system,mfa,admin,status,created_at,disabled_at,observed_at',
  'a1,ann,ann@northwind.example,mail,true,false,active,2024-01-01T00:00:00Z,,2026-02-27T08:00:00Z',
].join('\n');

/** Northwind keeps a log, and the firm of its auditors cosigns it, each on a server of its own. */
onPostgres('two instances', (subject) => {
  let elsewhere: TestDatabase;
  let [northwind, firm]: [House | undefined, House | undefined] = [undefined, undefined];
  let client: House;
  let auditors: House;
  let owner: Person;
  let auditor: Person;
  let engagementId: string;
  let folder: string;
  let policy: Buffer;
  let witnessKey: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickmark-two-'));
    elsewhere = await embeddedDatabase();
    client = northwind = await startHouse(subject.database, subject.dataFolder);
    auditors = firm = await startHouse(elsewhere.database, elsewhere.dataFolder);
    ({ owner, engagementId } = await client.organization());
    ({ owner: auditor } = await auditors.organization('Auditors'));
  });
  after(async () => {
    await northwind?.stop();
    await firm?.stop();
    await elsewhere.close();
    await rm(folder, { recursive: true, force: true });
  });

  const until = async <T>(what: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await what();
      if (holds(found)) return found;
      await sleep(25);
    }
    throw new Error(`It did not come to it: ${JSON.stringify(await what())}`);
  };
  const signed = () =>
    until(
      async () =>
        (await client.call('log.checkpoint', {}, { as: owner })).body as {
          pending?: number;
          size: number;
          verifierKey: string;
        },
      ({ pending }) => pending === 0,
    );
  const vouched = async () => (await client.ok('witnesses.vouched', {}, { as: owner })).items[0];
  const watched = async () => (await auditors.ok('watched-logs.list', {}, { as: auditor })).items[0];
  const bundle = async () => {
    const job = await client.run('bundles.create', { engagementId }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error) + client.logged.join(''));
    const { bytes } = await client.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
    const file = join(folder, `${crypto.randomUUID()}.tar`);
    await writeFile(file, bytes);
    return file;
  };

  test('EL62 the firm watches the log, the organization names the firm, and soon it vouches for every entry', async () => {
    const { verifierKey: logKey } = await signed();
    const watching = await auditors.ok('watched-logs.add', { verifierKey: logKey }, { as: auditor });
    assert.ok(watching.verifierKey !== null);
    witnessKey = watching.verifierKey;
    const url = `${await auditors.listen()}${watching.path}`;
    await client.ok('witnesses.add', { verifierKey: witnessKey, url }, { as: owner });
    policy = Buffer.from(`log ${logKey}\nwitness auditors ${witnessKey}\nquorum auditors\n`);
    const { size } = await signed();
    const found = await until(vouched, (each) => each?.entry === size - 1);
    assert.deepEqual([found?.verifierKey, found?.named, found?.fits], [witnessKey, true, true]);
    assert.equal((await watched())?.cosigned?.size, size);
  });

  test('EL61 a bundle carries the cosignature of its own checkpoint, and a policy that asks for it is met', async () => {
    await client.ok('controls.adopt', { codes: ['IAM-02'], effectiveFrom: '2025-03-01' }, { as: owner });
    const input = { engagementId, kind: 'accounts', name: 'accounts', reading: { format: 'csv' } };
    assert.equal((await client.run('populations.import', input, { as: owner, file: accounts })).state, 'done');
    const { items } = await client.ok('tests.library', {}, { as: owner });
    const yaml = items.find(({ definition }) => definition.id === 'IAM-02.mfa')?.yaml;
    await client.ok('tests.publish', { engagementId, yaml }, { as: owner });
    assert.equal((await client.run('tests.run', { engagementId }, { as: owner })).state, 'done');
    await client.ok('dry-runs.run', { engagementId }, { as: owner });
    const file = await bundle();
    const found = await verifyBundle(file, { policy });
    assert.deepEqual(found.failure, null);
    const time = String(client.time.now.getTime() / 1000);
    assert.deepEqual(found.cosignatures, [{ name: 'auditors', time }]);
    const { holds, namedByLog } = await verifyBundle(file);
    assert.deepEqual([holds, namedByLog.map(({ name }) => name)], [true, [witnessKey.split('+')[0]]]);
  });

  test('EL61 with a witness that is down a bundle is made all the same, and a policy that asks for it is not met', async () => {
    const dead = await client.ok(
      'witnesses.add',
      {
        verifierKey: 'test-witness+26349ef0+BIQDFTUlktisMqJzWn8qhteWrRr4dLcQ9R37T+8LQyQF',
        url: 'http://127.0.0.1:9/add-checkpoint',
      },
      { as: owner },
    );
    const file = await bundle();
    assert.equal((await verifyBundle(file, { policy })).holds, true);
    const both = Buffer.from(
      policy
        .toString()
        .replace(
          'quorum auditors',
          'witness other test-witness+26349ef0+BIQDFTUlktisMqJzWn8qhteWrRr4dLcQ9R37T+8LQyQF\ngroup both all auditors other\nquorum both',
        ),
    );
    assert.equal((await verifyBundle(file, { policy: both })).failure?.rule, 'EL28');
    const id = dead.items.find(({ name }) => name === 'test-witness')?.id;
    await client.ok('witnesses.remove', { id }, { as: owner });
  });

  test('EL63 a log that was rewritten in the database and signed anew is refused, named, and shown on both sides', async () => {
    const { size } = await signed();
    await until(vouched, (each) => each?.entry === size - 1);
    await rewriteEntry(1);
    client.sequencer.notify(owner.organization);
    await until(signed, (state) => state.size === size);
    assert.deepEqual(
      [(await vouched())?.entry, (await vouched())?.fits],
      [size - 1, false],
      'the organization sees it',
    );

    const [log] = (await exportLogs(client, owner.organization, size)) ?? [];
    assert.ok(log);
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const taken = await client.database.transaction(scope, (tx) => withCosignatures(tx, owner.organization, 1, log));
    assert.equal(taken, log.checkpoint, 'what was cosigned of the other history is not taken along');

    await client.ok('witnesses.ask', {}, { as: owner });
    const [witness] = await until(
      async () => (await client.ok('witnesses.list', {}, { as: owner })).items,
      ([each]) => each?.asked?.outcome === 'other-history',
    );
    assert.match(witness?.asked?.detail ?? '', /another history/);
    const conflict = (await watched())?.conflict;
    assert.equal(conflict?.size, size + 1);
    assert.equal((await watched())?.cosigned?.size, size);

    const file = await bundle();
    assert.equal((await verifyBundle(file)).holds, true, 'nobody could tell from the bundle alone');
    const refused = await verifyBundle(file, { policy });
    assert.deepEqual([refused.holds, refused.failure?.rule], [false, 'EL28']);
  });

  /** What an administrator of the database could do: another entry, its hash, and a tree over it from the start. */
  async function rewriteEntry(index: number): Promise<void> {
    const organization = owner.organization;
    await client.database.owner(async (connection) => {
      for (const table of ['log_entries', 'logs', 'log_tiles'])
        await connection.script(`alter table tickmark.${table} no force row level security`);
      const [entry] = await connection.query<{ statement: string }>(
        'select statement from tickmark.log_entries where organization_id = $1 and index = $2',
        [organization, index],
      );
      const statement = (entry?.statement ?? '').replace(/("by":"[0-9a-f-]{24})[0-9a-f]{12}/, '$1012345678901');
      assert.notEqual(statement, entry?.statement);
      const hash = createHash('sha256')
        .update(Buffer.concat([Buffer.of(0), Buffer.from(statement)]))
        .digest('hex');
      await connection.query(
        `update tickmark.log_entries set statement = $3, leaf_hash = decode($4, 'hex')
          where organization_id = $1 and index = $2`,
        [organization, index, statement, hash],
      );
      await connection.query('delete from tickmark.log_tiles where organization_id = $1', [organization]);
      await connection.query('update tickmark.logs set size = 0, checkpoint = null where organization_id = $1', [
        organization,
      ]);
      for (const table of ['log_entries', 'logs', 'log_tiles'])
        await connection.script(`alter table tickmark.${table} force row level security`);
    });
  }
});
