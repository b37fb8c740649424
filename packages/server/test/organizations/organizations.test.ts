import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prepareInstance } from '../../src/instance/index.ts';
import { instanceLogId } from '../../src/platform/database/index.ts';
import { openSigningKey } from '../../src/platform/trail/index.ts';
import { password, questions, startInstance, type Instance } from '../http/instance.ts';

let instance: Instance;
before(async () => {
  instance = await startInstance();
});
after(() => instance.stop());

const claimWith = (claim: string, email = 'olga@northwind.example') =>
  instance.call('instance.claim', { claim, name: 'Olga', email, password });

test('a claim that is not the printed one makes no owner', async () => {
  assert.equal((await claimWith('x'.repeat(43))).body.error?.code, 'wrong_credentials');
  assert.deepEqual((await instance.call('instance.status')).body['claimed'], false);
});

test('a new start ends the claim of an older one; the claim works once; the database has its hash only', async () => {
  const older = instance.claim ?? '';
  const newer =
    (await prepareInstance(instance.database, { masterKey: instance.masterKey, now: instance.time.now })) ?? '';
  const stored = JSON.stringify(await instance.rows('select * from tickmark.instance'));
  assert.ok(!stored.includes(newer));
  assert.equal((await claimWith(older)).body.error?.code, 'wrong_credentials');
  assert.equal((await claimWith(newer)).status, 200);
  const again = await claimWith(newer, 'second@northwind.example');
  assert.equal(again.body.error?.code, 'already_done');
  assert.equal((await instance.call('instance.status')).body['claimed'], true);
  const after = await prepareInstance(instance.database, { masterKey: instance.masterKey, now: instance.time.now });
  assert.equal(after, null, 'a claimed instance prints no claim');
});

test('an organization begins with its owner, its log, its first engagement and one entry', async () => {
  const signedIn = await instance.call('sessions.sign-in', { email: 'olga@northwind.example', password });
  const owner = instance.personOf(signedIn, 'olga@northwind.example');
  const made = await instance.call('organizations.create', questions, { as: owner });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const { id } = made.body['organization'] as { id: string };
  const engagement = made.body['engagement'] as { id: string; terms: unknown };
  assert.deepEqual(engagement.terms, questions.terms);
  const session = await instance.call('sessions.current', {}, { as: owner });
  assert.deepEqual(session.body['organizations'], [{ id, name: 'Northwind', role: 'owner' }]);
  const entries = await instance.rows('select statement from tickmark.log_entries where organization_id = $1', [id]);
  assert.equal(entries.length, 1);
  const { op, by, facts } = JSON.parse(String(entries[0]?.['statement']));
  assert.deepEqual(
    [op, by, facts.organizationId, facts.engagementId],
    ['organizations.create', owner.userId, id, engagement.id],
  );
});

test('the signing key of a log opens with the master key of this server, and for no other organization', async () => {
  const [log] = await instance.rows(
    'select organization_id, signing_key from tickmark.logs where organization_id <> $1',
    [instanceLogId],
  );
  const organizationId = String(log?.['organization_id']);
  const open = (masterKey: Uint8Array) =>
    instance.database.transaction({ role: 'app', organizationId, userId: null }, (tx) =>
      openSigningKey(tx, organizationId, masterKey),
    );
  const key = await open(instance.masterKey);
  assert.equal(key.seed.length, 32);
  assert.equal(key.origin, `tickmark.local/logs/${organizationId}`);
  assert.ok(key.verifierKey.startsWith(`${key.origin}+`));
  await assert.rejects(open(new Uint8Array(32)), { code: 'cannot_run' });
  await instance.rows('update tickmark.logs set signing_key = $1 where organization_id = $2', [
    log?.['signing_key'],
    instanceLogId,
  ]);
  const swapped = instance.database.transaction(
    { role: 'identity', organizationId: instanceLogId, userId: null },
    (tx) => openSigningKey(tx, instanceLogId, instance.masterKey),
  );
  await assert.rejects(swapped, { code: 'cannot_run' });
});
