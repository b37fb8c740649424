import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { password, startInstance, type Instance, type Person } from '../http/instance.ts';

let instance: Instance;
let owner: Person;
let northwind: string;
before(async () => {
  instance = await startInstance();
  owner = await instance.owner();
  northwind = await instance.organization(owner);
});
after(() => instance.stop());

const invite = async (email: string, role = 'reader', organization = northwind, as = owner) =>
  instance.call('members.invite', { email, role }, { as, organization });
const accept = (invitation: unknown, secret = password) =>
  instance.call('members.accept', { invitation, name: 'New', password: secret });
const changeRole = (userId: string, role: string, as = owner) =>
  instance.call('members.change-role', { userId, role }, { as, organization: northwind });

test('an invitation lets one person in, once, with its role', async () => {
  const { body } = await invite('rita@northwind.example', 'control-owner');
  assert.equal(body['expiresAt'], '2026-03-09T09:00:00.000Z');
  const joined = await accept(body['invitation']);
  assert.equal(joined.status, 200);
  assert.deepEqual(joined.body['organizations'], [{ id: northwind, name: 'Northwind', role: 'control-owner' }]);
  const again = await accept(body['invitation']);
  assert.equal(again.body.error?.code, 'wrong_credentials');
});

test('of two who use an invitation at the same moment one gets in', async () => {
  const { body } = await invite('race@northwind.example');
  const replies = await Promise.all([accept(body['invitation']), accept(body['invitation'])]);
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 401]);
});

test('an invitation ends after seven days, and a forged one is none', async () => {
  const { body } = await invite('late@northwind.example');
  const secret = String(body['invitation']);
  const forged = `${northwind}.${'A'.repeat(43)}`;
  const moved = `${crypto.randomUUID()}.${secret.split('.')[1]}`;
  for (const other of [forged, moved, 'x', '.'])
    assert.equal((await accept(other)).body.error?.code, 'wrong_credentials');
  const began = instance.time.now;
  instance.time.now = new Date(began.getTime() + 7 * 86_400_000);
  assert.equal((await accept(secret)).body.error?.code, 'wrong_credentials');
  instance.time.now = began;
  assert.equal((await accept(secret)).status, 200);
});

test('who has an account joins with its password, and nobody else under its address', async () => {
  const second = await instance.organization(owner, 'Second');
  const { body } = await invite('rita@northwind.example', 'reader', second);
  const wrong = await accept(body['invitation'], 'some other long password');
  assert.equal(wrong.body.error?.field, 'password');
  const right = await accept(body['invitation']);
  assert.equal((right.body['organizations'] as unknown[]).length, 2);
  assert.equal((right.body['user'] as { name: string }).name, 'New');
});

test('members are not invited twice, and an accepted invitation of a member is a conflict', async () => {
  assert.equal((await invite(owner.email)).body.error?.code, 'conflict');
  const [first, second] = [await invite('twice@northwind.example'), await invite('twice@northwind.example')];
  assert.equal((await accept(first?.body['invitation'])).status, 200);
  assert.equal((await accept(second?.body['invitation'])).body.error?.code, 'conflict');
});

test('the last owner stays one, also when two owners demote each other at the same moment', async () => {
  assert.equal((await changeRole(owner.userId, 'reader')).body.error?.code, 'conflict');
  const other = await instance.member(owner, northwind, 'owner', 'other@northwind.example');
  const replies = await Promise.all([changeRole(other.userId, 'reader'), changeRole(owner.userId, 'reader', other)]);
  assert.equal(
    replies.filter((reply) => reply.status === 200).length,
    1,
    JSON.stringify(replies.map((reply) => reply.body)),
  );
  const left = await instance.rows(
    `select user_id from tickmark.members where organization_id = $1 and role = 'owner'`,
    [northwind],
  );
  assert.equal(left.length, 1);
  const winner = left[0]?.['user_id'] === owner.userId ? owner : other;
  assert.equal((await changeRole(owner.userId, 'owner', winner)).status, 200);
});

test('a role is changed for members of this organization only', async () => {
  const elsewhere = await instance.organization(owner, 'Elsewhere');
  const stranger = await instance.member(owner, elsewhere, 'reader', 'stranger@elsewhere.example');
  const foreign = await changeRole(stranger.userId, 'owner');
  const absent = await changeRole(crypto.randomUUID(), 'owner');
  assert.equal(foreign.status, 404);
  assert.deepEqual(foreign.body, absent.body);
});

test('the list of members is paged, sorted and searched', async () => {
  const list = async (input: object) =>
    (await instance.call('members.list', input, { as: owner, organization: northwind })).body;
  const all = await list({ sort: 'email' });
  const emails = (all['items'] as { email: string }[]).map((member) => member.email);
  assert.deepEqual(emails, [...emails].sort());
  assert.equal(all['total'], emails.length);
  const first = await list({ sort: 'email', limit: '2' });
  const next = await list({ sort: 'email', limit: '2', cursor: first['nextCursor'] });
  const paged = [...(first['items'] as { email: string }[]), ...(next['items'] as { email: string }[])].map(
    (m) => m.email,
  );
  assert.deepEqual(paged, emails.slice(0, 4));
  const found = await list({ search: 'OLGA' });
  assert.deepEqual(
    (found['items'] as { email: string }[]).map((member) => member.email),
    [owner.email],
  );
});

test('each change of members leaves an entry without names or addresses', async () => {
  const rows = await instance.rows(
    'select op, statement from tickmark.log_entries where organization_id = $1 order by index',
    [northwind],
  );
  const ops = new Set(rows.map((row) => row['op']));
  assert.deepEqual(ops, new Set(['organizations.create', 'members.invite', 'members.accept', 'members.change-role']));
  for (const row of rows) assert.doesNotMatch(String(row['statement']), /@|Northwind|Olga/);
});
