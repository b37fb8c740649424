import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { password, startInstance, type Instance, type Person } from './instance.ts';

let instance: Instance;
let owner: Person;
let northwind: string;

before(async () => {
  instance = await startInstance();
  owner = await instance.owner();
  northwind = await instance.organization(owner);
});
after(() => instance.stop());

test('an operation that does not exist answers like a thing of somebody else, signed in or not', async () => {
  const signedOut = await instance.send('/api/engagements.destroy', { method: 'POST' });
  const signedIn = await instance.send('/api/engagements.destroy', {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const foreign = await instance.call('organizations.get', {}, { as: owner, organization: crypto.randomUUID() });
  assert.equal(signedOut.status, 404);
  assert.deepEqual(signedOut.body, signedIn.body);
  assert.deepEqual(signedOut.body, foreign.body);
});

test('a read is not reached by POST, and a write not by GET', async () => {
  const authorization = `Bearer ${owner.token}`;
  const read = await instance.send('/api/engagements.list', { method: 'POST', headers: { authorization } });
  assert.equal(read.body.error?.code, 'bad_input');
  assert.match(read.body.error?.action ?? '', /GET/);
  const write = await instance.send('/api/sessions.sign-out', { headers: { authorization } });
  assert.match(write.body.error?.action ?? '', /POST/);
  assert.equal((await instance.call('sessions.current', {}, { as: owner })).status, 200);
});

test('bad input names the field, says what is wrong and what to give', async () => {
  const backwards = { type: 'type2', period: { from: '2026-02-01', to: '2026-01-01' } };
  const terms = { type: 'type1', asOf: '2026-01-31' };
  const input = { name: 'X', service: 'Y', categories: ['security'], terms, timeZone: 'Europe/Berlin' };
  const cases: [object, string, RegExp][] = [
    [{ ...input, terms: backwards }, 'terms.period.to', /must not lie before the first day/],
    [{ ...input, timeZone: 'Mars/Olympus' }, 'timeZone', /not a known time zone/],
    [{ ...input, name: undefined }, 'name', /is missing/],
    [{ ...input, name: 7 }, 'name', /must be text/],
    [{ ...input, name: ' ' }, 'name', /is empty/],
    [{ ...input, categories: [] }, 'categories', /choose at least one category/],
    [{ ...input, categories: ['secrecy'] }, 'categories.0', /not one of the choices/],
    [{ ...input, terms: { type: 'type1', asOf: 'soon' } }, 'terms.asOf', /not a date such as/],
    [{ ...input, nmae: 'X' }, 'nmae', /not a field/],
  ];
  for (const [body, field, message] of cases) {
    const reply = await instance.call('organizations.create', { ...body }, { as: owner });
    assert.equal(reply.status, 400);
    assert.equal(reply.body.error?.code, 'bad_input');
    assert.equal(reply.body.error?.field, field, JSON.stringify(reply.body));
    assert.match(reply.body.error?.message ?? '', message);
    assert.ok(reply.body.error?.action, 'says what to do');
  }
  const session = await instance.call('sessions.current', {}, { as: owner });
  assert.equal((session.body['organizations'] as unknown[]).length, 1, 'nothing was made');
});

test('a body that is no JSON, no UTF-8 or of another type is refused', async () => {
  const send = (body: RequestInit['body'], type = 'application/json') =>
    instance.call('organizations.create', {}, { as: owner, body, headers: { 'content-type': type } });
  assert.equal((await send('{')).body.error?.code, 'bad_input');
  assert.equal((await send('[]')).body.error?.code, 'bad_input');
  assert.equal((await send(new Uint8Array([0x22, 0xff, 0x22]))).body.error?.code, 'bad_input');
  assert.equal((await send('name=x', 'application/x-www-form-urlencoded')).body.error?.code, 'unsupported_media');
  assert.equal((await send('{}', 'text/plain')).status, 415);
});

test('a JSON body beyond 2 MiB is refused, with and without an announced length', async () => {
  const large = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) });
  const announced = await instance.call('organizations.create', {}, { as: owner, body: large });
  assert.equal(announced.body.error?.code, 'too_large');
  assert.equal(announced.status, 413);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(large));
      controller.close();
    },
  });
  const response = await fetch(`${instance.url}/api/organizations.create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit);
  assert.equal(response.status, 413);
});

test('a query holds numbers, lists and nested fields', async () => {
  const reply = await instance.call('members.list', { limit: '1', sort: '-email' }, { as: owner });
  assert.equal(reply.status, 200);
  const wrong = await instance.call('members.list', { limit: '0' }, { as: owner });
  assert.equal(wrong.body.error?.field, 'limit');
  const nested = await instance.call('members.list', { search: '{"a":1}' }, { as: owner });
  assert.equal(nested.body.error?.field, 'search');
});

const cookie = () => ({ cookie: `tickmark_session=${owner.token}` });
const foreignOrigins: Record<string, Record<string, string>> = {
  'names another site': { 'sec-fetch-site': 'cross-site' },
  'names a sister site': { 'sec-fetch-site': 'same-site' },
  'has a foreign Origin': { origin: 'https://evil.example' },
  'has the Origin null': { origin: 'null' },
  'says nothing of where it comes from': {},
};
for (const [name, headers] of Object.entries(foreignOrigins)) {
  test(`a write with the cookie that ${name} is refused`, async () => {
    const reply = await instance.call('sessions.sign-out', {}, { headers: { ...cookie(), ...headers } });
    assert.equal(reply.body.error?.code, 'not_permitted');
    assert.equal((await instance.call('sessions.current', {}, { as: owner })).status, 200);
  });
}

test('a write with the cookie from the own pages is done', async () => {
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: instance.url }] as Record<string, string>[]) {
    const reply = await instance.call(
      'members.invite',
      { email: `${crypto.randomUUID()}@a.example`, role: 'reader' },
      { headers: { ...cookie(), ...headers } },
    );
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
  }
});

test('another site cannot sign its visitors in', async () => {
  const input = { email: owner.email, password };
  const reply = await instance.call('sessions.sign-in', input, { headers: { origin: 'https://evil.example' } });
  assert.equal(reply.body.error?.code, 'not_permitted');
});

test('members of several organizations must say which one they mean', async () => {
  const both = await instance.member(owner, northwind, 'reader', 'both@northwind.example');
  const other = await instance.organization(both, 'Second');
  const silent = await instance.call('organizations.get', {}, { as: both });
  assert.equal(silent.body.error?.field, 'Tickmark-Organization');
  const named = await instance.call('organizations.get', {}, { as: both, organization: other });
  assert.equal(named.body['name'], 'Second');
});

test('whoever belongs nowhere is told so', async () => {
  const reply = await instance.call(
    'members.invite',
    { email: 'lone@a.example', role: 'reader' },
    { as: owner, organization: northwind },
  );
  const lone = instance.personOf(
    await instance.call('members.accept', { invitation: reply.body['invitation'], name: 'L', password }),
    'lone@a.example',
  );
  await instance.rows('delete from tickmark.members where user_id = $1', [lone.userId]);
  const got = await instance.call('organizations.get', {}, { as: lone });
  assert.equal(got.body.error?.code, 'not_permitted');
});

test('every answer carries the security headers, errors and the web app too', async () => {
  for (const path of ['/', '/health', '/api/instance.status', '/api/nothing.here', '/no/such/file.js']) {
    const { headers } = await instance.send(path, {});
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
  }
});
