import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { HandlerContext, Handlers } from '../../src/platform/handler.ts';
import { questions, startInstance, type Instance, type Person, type Reply } from './instance.ts';

let instance: Instance;
let owner: Person;
let northwind: string;
/** What the handler of engagements.create does in the test at hand, after its real work. */
let misbehave: (context: HandlerContext) => Promise<unknown> = async () => undefined;
let calls = 0;

before(async () => {
  instance = await startInstance((real: Handlers) => ({
    'engagements.create': async (context, input) => {
      calls++;
      const answer = await real['engagements.create'](context, input);
      return ((await misbehave(context)) ?? answer) as typeof answer;
    },
    'engagements.get': async (context, input) => {
      await context.record({ looked: true });
      return real['engagements.get'](context, input);
    },
  }));
  owner = await instance.owner();
  northwind = await instance.organization(owner);
});
after(() => instance.stop());
beforeEach(() => {
  misbehave = async () => undefined;
  calls = 0;
});

const { name: _, timeZone: __, ...input } = questions;
const create = (headers: Record<string, string> = {}, over: object = {}): Promise<Reply> =>
  instance.call('engagements.create', { ...input, ...over }, { as: owner, organization: northwind, headers });

async function counts(): Promise<{ engagements: number; entries: number }> {
  const [row] = await instance.rows(
    `select (select count(*) from tickmark.engagements)::int as engagements,
    (select count(*) from tickmark.log_entries where organization_id = $1)::int as entries`,
    [northwind],
  );
  return row as { engagements: number; entries: number };
}

test('a write leaves its row and one log entry of its own name', async () => {
  const earlier = await counts();
  const reply = await create();
  assert.equal(reply.status, 200);
  assert.deepEqual(await counts(), { engagements: earlier.engagements + 1, entries: earlier.entries + 1 });
  const [entry] = await instance.rows(
    'select * from tickmark.log_entries where organization_id = $1 order by index desc limit 1',
    [northwind],
  );
  const statement = JSON.parse(String(entry?.['statement']));
  assert.equal(statement.op, 'engagements.create');
  assert.equal(statement.by, owner.userId);
  assert.equal(statement.facts.engagementId, reply.body['id']);
  assert.equal(instance.entries.at(-1), northwind, 'the sequencer was told');
});

const defects: Record<string, (context: HandlerContext) => Promise<unknown>> = {
  'leaves a second entry': async (context) => {
    await context.record({ again: true });
  },
  'answers what its schema does not allow': async () => ({ id: 'x' }),
  throws: async () => {
    throw new Error('the secret is swordfish');
  },
  'leaves an entry too long for the log': (context) => context.record({ text: 'x'.repeat(70_000) }),
  'swallows a failed statement': async (context) => {
    await context.tx
      .insertInto('organizations')
      .values({ id: northwind, name: 'x', timeZone: 'UTC', createdAt: context.now })
      .execute()
      .catch(() => undefined);
    return undefined;
  },
};
for (const [name, defect] of Object.entries(defects)) {
  test(`a write whose handler ${name} is an opaque 500 and changes nothing`, async () => {
    const earlier = await counts();
    misbehave = defect;
    const reply = await create();
    assert.equal(reply.status, 500);
    assert.equal(reply.body.error?.code, 'internal');
    assert.doesNotMatch(JSON.stringify(reply.body), /swordfish|schema|log entries/);
    const id = reply.body.error?.id ?? '';
    assert.ok(
      instance.logged.some((line) => line.includes(id)),
      'the server log explains the id',
    );
    assert.deepEqual(await counts(), earlier);
  });
}

test('a write without a log entry is an opaque 500 and changes nothing', async (t) => {
  const silent = await startInstance(() => ({
    'members.invite': async () => ({ invitation: 'x', expiresAt: '2026-03-02T09:00:00.000Z' }),
  }));
  t.after(() => silent.stop());
  const person = await silent.owner();
  const organization = await silent.organization(person);
  const reply = await silent.call(
    'members.invite',
    { email: 'a@b.example', role: 'reader' },
    { as: person, organization },
  );
  assert.equal(reply.status, 500);
  assert.match(silent.logged.join(), /left 0 log entries/);
});

test('a read must not leave a log entry', async () => {
  const made = await create();
  const earlier = await counts();
  const reply = await instance.call('engagements.get', { id: made.body['id'] }, { as: owner, organization: northwind });
  assert.equal(reply.status, 500);
  assert.deepEqual(await counts(), earlier);
});

test('the same write with the same idempotency key is done once and answered alike', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const earlier = await counts();
  const first = await create(headers);
  const second = await create(headers);
  assert.equal(first.status, 200);
  assert.deepEqual(second.body, first.body);
  assert.equal(first.headers.get('tickmark-replayed'), null);
  assert.equal(second.headers.get('tickmark-replayed'), 'true');
  assert.equal(calls, 1);
  assert.deepEqual(await counts(), { engagements: earlier.engagements + 1, entries: earlier.entries + 1 });
});

test('an idempotency key does not serve another input, another operation, or another person', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  await create(headers);
  assert.equal((await create(headers, { service: 'Another one.' })).body.error?.code, 'idempotency_mismatch');
  const invite = { email: 'x@northwind.example', role: 'owner' };
  const reply = await instance.call('members.invite', invite, { as: owner, organization: northwind, headers });
  assert.equal(reply.body.error?.code, 'idempotency_mismatch');
  assert.equal(reply.status, 409);
  const other = await instance.member(owner, northwind, 'owner', 'second@northwind.example');
  const theirs = await instance.call(
    'engagements.create',
    { ...input, service: 'Theirs.' },
    { as: other, organization: northwind, headers },
  );
  assert.equal(theirs.status, 200);
});

test('of ten repetitions that arrive together one is done, and all get its answer', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const earlier = await counts();
  const replies = await Promise.all(Array.from({ length: 10 }, () => create(headers)));
  assert.deepEqual(
    replies.map((reply) => reply.status),
    Array(10).fill(200),
  );
  assert.equal(new Set(replies.map((reply) => String(reply.body['id']))).size, 1);
  assert.equal((await counts()).engagements, earlier.engagements + 1);
  const apart = await Promise.all(Array.from({ length: 3 }, () => create()));
  assert.equal(new Set(apart.map((reply) => String(reply.body['id']))).size, 3, 'without a key each is done');
});

test('a write that failed does not use its idempotency key up', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  misbehave = async () => {
    throw new Error('once');
  };
  assert.equal((await create(headers)).status, 500);
  misbehave = async () => undefined;
  assert.equal((await create(headers)).status, 200);
});

test('an account-level write keeps its idempotency key too', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const again = () => instance.call('organizations.create', { ...questions, name: 'Twice' }, { as: owner, headers });
  const first = await again();
  const second = await again();
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.deepEqual(second.body, first.body);
});

test('an output that is a secret lies sealed in the database', async () => {
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const invite = () =>
    instance.call(
      'members.invite',
      { email: 'secret@northwind.example', role: 'reader' },
      { as: owner, organization: northwind, headers },
    );
  const first = await invite();
  assert.equal((await invite()).body['invitation'], first.body['invitation']);
  const stored = await instance.rows('select output::text as output from tickmark.idempotency_keys where key = $1', [
    headers['idempotency-key'],
  ]);
  assert.equal(stored.length, 1);
  assert.ok(!String(stored[0]?.['output']).includes(String(first.body['invitation'])));
});

test('an idempotency key is a printable word', async () => {
  const reply = await create({ 'idempotency-key': 'x'.repeat(201) });
  assert.equal(reply.body.error?.field, 'Idempotency-Key');
});

test('the entries of a log are numbered without a gap, also when writes arrive together', async () => {
  await Promise.all(Array.from({ length: 8 }, () => create()));
  const rows = await instance.rows(
    'select index::int as index from tickmark.log_entries where organization_id = $1 order by index',
    [northwind],
  );
  assert.deepEqual(
    rows.map((row) => row['index']),
    rows.map((__, position) => position),
  );
});
