import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { holds, operations, roles, type Role } from '@tickmark/core';
import { startInstance, type Instance, type Person } from './instance.ts';

let instance: Instance;
let northwind: string;
const people = new Map<Role, Person>();

before(async () => {
  instance = await startInstance();
  const owner = await instance.owner();
  northwind = await instance.organization(owner);
  people.set('owner', owner);
  for (const role of roles) {
    if (role !== 'owner') people.set(role, await instance.member(owner, northwind, role));
  }
});
after(() => instance.stop());

// Permission comes before parsing, so an input that no schema allows tells the two apart and changes nothing.
const nonsense = { thisFieldDoesNotExist: '1' };

for (const operation of operations) {
  if (operation.access !== 'organization') continue;
  test(`${operation.name} is open to exactly the roles of the permission table`, async () => {
    for (const role of roles) {
      const reply = await instance.call(operation.name, nonsense, {
        as: people.get(role),
        organization: northwind,
        body: operation.transport === 'upload' ? 'x' : undefined,
      });
      const expected: string = holds(role, operation.permission) ? 'bad_input' : 'not_permitted';
      assert.equal(reply.body.error?.code, expected, `${role}: ${JSON.stringify(reply.body)}`);
      assert.equal(reply.status, expected === 'bad_input' ? 400 : 403);
    }
  });
}

test('every operation but those open to anyone refuses a caller without a session, or without the secret of a link', async () => {
  for (const operation of operations) {
    const reply = await instance.call(operation.name, nonsense);
    const expected: string =
      { anyone: 'bad_input', link: 'wrong_credentials' }[operation.access as string] ?? 'not_signed_in';
    assert.equal(reply.body.error?.code, expected, operation.name);
  }
});

test('EV41 what a link opens is closed to every role without its secret', async () => {
  for (const { name, access } of operations) {
    if (access !== 'link') continue;
    for (const role of roles) {
      const reply = await instance.call(name, {}, { as: people.get(role), organization: northwind });
      assert.deepEqual([reply.status, reply.body.error?.code], [401, 'wrong_credentials'], `${name} ${role}`);
    }
  }
});

test('every operation of an organization answers a stranger as if the organization did not exist', async () => {
  const invited = await instance.call(
    'members.invite',
    { email: 'sten@southwind.example', role: 'owner' },
    { as: people.get('owner') },
  );
  const stranger = instance.personOf(
    await instance.call('members.accept', {
      invitation: invited.body['invitation'],
      name: 'Sten',
      password: 'four words make a password',
    }),
    'sten@southwind.example',
  );
  const southwind = await instance.organization(people.get('reader') as Person, 'Southwind');
  for (const operation of operations) {
    if (operation.access !== 'organization') continue;
    const foreign = await instance.call(operation.name, nonsense, { as: stranger, organization: southwind });
    const absent = await instance.call(operation.name, nonsense, { as: stranger, organization: crypto.randomUUID() });
    assert.equal(foreign.status, 404, operation.name);
    assert.deepEqual(foreign.body, absent.body, operation.name);
  }
});

test('a role that is taken away ends at once', async () => {
  const owner = people.get('owner') as Person;
  const manager = await instance.member(owner, northwind, 'compliance-manager', 'mara@northwind.example');
  assert.equal((await instance.call('members.list', {}, { as: manager, organization: northwind })).status, 200);
  await instance.call(
    'members.change-role',
    { userId: manager.userId, role: 'employee' },
    { as: owner, organization: northwind },
  );
  assert.equal((await instance.call('members.list', {}, { as: manager, organization: northwind })).status, 403);
});
