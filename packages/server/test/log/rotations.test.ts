import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logCheck } from '@tickmark/core';
import { formatCheckpoint, formatVerifierKey, openNote, parseCheckpoint, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { exportLogs, sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { chainIn, type Chain } from './chain.ts';

/** What takes part in locks and commits of a rotation is asked of both databases in log.test.ts. */
onPostgres('rotating the key of a log', (subject) => {
  let house: House;
  let owner: Person;
  let chain: Chain;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    chain = chainIn(house);
    ({ owner } = await house.organization());
  });
  after(() => house.stop());

  test('EL90 a rotation ends the log with an entry that names the next key, and the next begins with where it ended', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    await chain.note(turner);
    const [before] = await chain.logs(turner);
    const { items } = await house.ok('log.rotate', { log: 1 }, { as: turner });
    const [first, second, ...more] = items;
    assert.ok(before !== undefined && first?.checkpoint && second?.checkpoint);
    assert.deepEqual(more, []);
    assert.deepEqual(await chain.logs(turner), items);
    const at = house.time.now.toISOString();
    assert.deepEqual([first.number, first.first, first.last, first.verifierKey], [1, 0, 2, before.verifierKey]);
    assert.deepEqual([first.rotated?.at, first.rotated?.by.name], [at, 'Olga Owner']);
    assert.deepEqual([second.number, second.first, second.last, second.rotated], [2, 3, 3, null]);
    assert.equal(second.origin, `${first.origin}/2`);
    assert.notEqual(second.verifierKey.split('+')[2], first.verifierKey.split('+')[2]);
    const { origin, verifierKey } = second;
    const [, , last, next] = await chain.provenEntries(turner);
    assert.deepEqual([last?.statement.op, last?.statement.facts], ['log.rotate', { next: 2, origin, verifierKey }]);
    assert.equal(last?.statement.by, first.rotated?.by.id);
    const end = parseCheckpoint(first.checkpoint);
    assert.deepEqual(
      [next?.statement.op, next?.statement.by, next?.statement.facts],
      [
        'log.continue',
        null,
        {
          log: 2,
          first: 3,
          previousKey: first.verifierKey,
          previousSize: 3,
          previousRoot: Buffer.from(end.root).toString('hex'),
          previousCheckpoint: first.checkpoint,
        },
      ],
    );
    assert.doesNotThrow(() => openNote(nodeCrypto, first.checkpoint ?? '', [first.verifierKey]));
    const state = await house.ok('log.checkpoint', {}, { as: turner });
    assert.deepEqual([state.log, state.first, state.size, state.pending], [2, 3, 1, 0]);
    assert.equal(await chain.note(turner), 4);
  });

  test('EL90 only an owner rotates, of their own organization, and no key twice by mistake', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const manager = await house.member(turner, 'compliance-manager');
    assert.equal((await house.call('log.rotate', { log: 1 }, { as: manager })).error?.code, 'not_permitted');
    await house.ok('log.rotate', { log: 1 }, { as: turner });
    assert.equal((await chain.logs(owner)).length, 1, 'nobody else’s is rotated');
    const stranger = await house.member(turner, 'owner');
    const foreign = { as: stranger, organization: owner.organization };
    for (const name of ['log.chain', 'log.rotate'] as const)
      assert.equal((await house.call(name, { log: 1 }, foreign)).error?.code, 'not_found');
    for (const log of [1, 3]) {
      const { error } = await house.call('log.rotate', { log }, { as: turner });
      assert.deepEqual([error?.code, error?.field], ['conflict', 'log']);
      assert.ok(error?.action);
    }
    for (const log of [0, 1.5, 'one', null])
      assert.equal((await house.call('log.rotate', { log }, { as: turner })).error?.code, 'bad_input');
    const { total } = await house.ok('log.entries', { op: 'log.rotate' }, { as: turner });
    assert.equal(total, 1, 'what is refused leaves no entry');
  });

  test('EL91 with its final checkpoint the key of a log is gone, and nothing else of it is ever signed', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    await chain.note(turner);
    await sequence(house, turner.organization);
    assert.equal((await exportLogs(house, turner.organization, 1))?.length, 1);
    const keys = () =>
      house.database.transaction({ role: 'app', organizationId: turner.organization, userId: null }, (tx) =>
        tx.selectFrom('logs').select('signingKey').execute(),
      );
    const [key] = await keys();
    assert.ok(key);
    await house.ok('log.rotate', { log: 1 }, { as: turner });
    const left = await house.database.owner(({ query }) =>
      query<{ tables: string }>(
        `select string_agg(table_to_xml(('tickmark.' || quote_ident(tablename))::regclass, false, false, '')::text, '') as tables
         from pg_tables where schemaname = 'tickmark' and tablename in ('logs', 'earlier_logs', 'log_checkpoints')`,
        [],
      ),
    );
    const sealed = Buffer.from(key.signingKey);
    for (const text of [sealed.toString('hex'), sealed.toString('base64').slice(0, 40)])
      assert.doesNotMatch(left[0]?.tables ?? '', new RegExp(text.replaceAll('+', '\\+')));
    for (const entries of [1, 2])
      assert.equal(await exportLogs(house, turner.organization, entries), undefined, `${entries} entries`);
    for (const entries of [3, 4]) {
      const logs = await exportLogs(house, turner.organization, entries);
      assert.deepEqual(
        logs?.map(({ size }) => size),
        entries === 3 ? [3] : [3, 1],
      );
    }
    // Put back in place of the new key, the old one does not open.
    const [replaced] = await keys();
    const put = (signingKey: Uint8Array | undefined) =>
      house.database.transaction({ role: 'app', organizationId: turner.organization, userId: null }, (tx) =>
        tx.updateTable('logs').set({ signingKey }).execute(),
      );
    await put(key.signingKey);
    await chain.note(turner);
    await assert.rejects(sequence(house, turner.organization), { code: 'cannot_run' });
    await put(replaced?.signingKey);
    assert.equal(await sequence(house, turner.organization), 5);
  });

  test('EL97 the check of records finds an earlier log that is not the one its successor continues', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const { owner: other } = await house.organization('Otherwind');
    for (const each of [turner, other]) await house.ok('log.rotate', { log: 1 }, { as: each });
    const faults = async () =>
      logCheck
        .parse((await house.run('log.check', {}, { as: turner })).result)
        .faults.first.map(({ message }) => message);
    assert.deepEqual(await faults(), []);
    const administrator = (text: string, parameters: unknown[] = []) =>
      house.database.owner(async ({ query, script }) => {
        await script('alter table tickmark.earlier_logs no force row level security');
        await query(text, parameters);
        await script('alter table tickmark.earlier_logs force row level security');
      });
    const forged = new Uint8Array(32).fill(7);
    const [first] = await chain.logs(turner);
    const name = first?.origin ?? '';
    const text = formatCheckpoint(parseCheckpoint(first?.checkpoint ?? ''));
    await administrator(
      'update tickmark.earlier_logs set verifier_key = $1, checkpoint = $2 where organization_id = $3',
      [
        formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(forged)),
        signNote(nodeCrypto, text, { name, seed: forged }),
        turner.organization,
      ],
    );
    const [fault] = await faults();
    assert.match(fault ?? '', /Entry 2 continues another log/);
  });
});
