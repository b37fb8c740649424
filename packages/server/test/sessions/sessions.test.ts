import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { password, startInstance, tokenOf, type Instance, type Person } from '../http/instance.ts';

let instance: Instance;
let owner: Person;
const day = 86_400_000;

before(async () => {
  instance = await startInstance();
  owner = await instance.owner();
});
after(() => instance.stop());

const signIn = async (headers: Record<string, string> = {}) =>
  instance.call('sessions.sign-in', { email: owner.email, password }, { headers });

test('signing in sets a cookie that scripts and other sites cannot use', async () => {
  const reply = await signIn();
  assert.equal(reply.status, 200);
  const cookie = reply.headers.get('set-cookie') ?? '';
  assert.match(cookie, /^tickmark_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
  assert.ok(!JSON.stringify(reply.body).includes(tokenOf(reply)), 'the token is in the cookie only');
});

test('the address is found whatever its case', async () => {
  const reply = await instance.call('sessions.sign-in', { email: owner.email.toUpperCase(), password });
  assert.equal(reply.status, 200);
});

test('a wrong password and an unknown address are told apart by nothing', async () => {
  const wrong = await instance.call('sessions.sign-in', { email: owner.email, password: 'not the password at all' });
  const unknown = await instance.call('sessions.sign-in', { email: 'nobody@northwind.example', password });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.body.error?.code, 'wrong_credentials');
  assert.deepEqual(unknown.body, wrong.body);
  assert.equal(wrong.headers.get('set-cookie'), null);
});

test('the database holds argon2id with 19 MiB and two passes, and only hashes of tokens', async () => {
  const token = tokenOf(await signIn());
  const accounts = await instance.rows('select password from tickmark.accounts');
  for (const account of accounts) assert.match(String(account['password']), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const sessions = await instance.rows('select token from tickmark.sessions');
  const stored = sessions.map((session) => session['token']);
  assert.ok(stored.includes(createHash('sha256').update(token).digest('hex')));
  assert.ok(!stored.includes(token));
});

test('each sign-in gets a fresh token and ends the session it came with', async () => {
  const first = tokenOf(await signIn());
  const second = tokenOf(await signIn({ cookie: `tickmark_session=${first}`, origin: instance.url }));
  assert.notEqual(second, first);
  assert.equal((await instance.call('sessions.current', {}, { as: { ...owner, token: first } })).status, 401);
  assert.equal((await instance.call('sessions.current', {}, { as: { ...owner, token: second } })).status, 200);
});

test('a planted token is not taken over by a sign-in', async () => {
  const planted = 'A'.repeat(43);
  const reply = await signIn({ cookie: `tickmark_session=${planted}`, origin: instance.url });
  assert.notEqual(tokenOf(reply), planted);
  assert.equal((await instance.call('sessions.current', {}, { as: { ...owner, token: planted } })).status, 401);
});

test('devices are listed, and one that is revoked is signed out at once', async () => {
  const phone = tokenOf(await signIn({ 'user-agent': 'phone' }));
  const listed = await instance.call('sessions.list', {}, { as: owner });
  const devices = listed.body['items'] as { id: string; userAgent: string; current: boolean }[];
  assert.equal(devices.filter((device) => device.current).length, 1);
  const id = devices.find((device) => device.userAgent === 'phone')?.id;
  const revoked = await instance.call('sessions.revoke', { id }, { as: owner });
  assert.equal(revoked.status, 200);
  assert.equal(
    (await instance.call('sessions.current', {}, { as: { ...owner, token: phone } })).body.error?.code,
    'not_signed_in',
  );
  const again = await instance.call('sessions.revoke', { id }, { as: owner });
  assert.equal(again.status, 404);
});

test('nobody signs a device of someone else out', async () => {
  const organization = await instance.organization(owner);
  const other = await instance.member(owner, organization, 'reader');
  const listed = await instance.call('sessions.list', {}, { as: other });
  const [device] = listed.body['items'] as { id: string }[];
  const foreign = await instance.call('sessions.revoke', { id: device?.id }, { as: owner });
  const absent = await instance.call('sessions.revoke', { id: crypto.randomUUID() }, { as: owner });
  assert.equal(foreign.status, 404);
  assert.deepEqual(foreign.body, absent.body);
  assert.equal((await instance.call('sessions.current', {}, { as: other })).status, 200);
});

test('signing out ends the session and clears the cookie', async () => {
  const token = tokenOf(await signIn());
  const reply = await instance.call('sessions.sign-out', {}, { as: { ...owner, token } });
  assert.match(reply.headers.get('set-cookie') ?? '', /^tickmark_session=; Path=\/; Expires=Thu, 01 Jan 1970/);
  assert.equal((await instance.call('sessions.current', {}, { as: { ...owner, token } })).status, 401);
});

test('account writes leave an entry in the log of the instance, with ids and nothing personal', async () => {
  const rows = await instance.rows('select op, statement from tickmark.log_entries where organization_id = $1', [
    '00000000-0000-0000-0000-000000000000',
  ]);
  const ops = new Set(rows.map((row) => row['op']));
  assert.deepEqual(ops, new Set(['instance.claim', 'sessions.sign-in', 'sessions.sign-out', 'sessions.revoke']));
  for (const row of rows) assert.doesNotMatch(String(row['statement']), /northwind|Olga|phone|127\.0\.0\.1/);
});

test('a session lasts 30 days after its last use, and its cookie follows', async () => {
  const token = tokenOf(await signIn());
  const use = () => instance.call('sessions.current', {}, { headers: { cookie: `tickmark_session=${token}` } });
  assert.equal((await use()).headers.get('set-cookie'), null);
  instance.time.now = new Date(instance.time.now.getTime() + 20 * day);
  const renewed = await use();
  assert.equal(tokenOf(renewed), token);
  instance.time.now = new Date(instance.time.now.getTime() + 20 * day);
  assert.equal((await use()).status, 200);
  instance.time.now = new Date(instance.time.now.getTime() + 31 * day);
  assert.equal((await use()).status, 401);
});

test('after ten wrong passwords an account waits, and its owner gets in again later', async () => {
  const guess = (text: string) => instance.call('sessions.sign-in', { email: owner.email, password: text });
  const replies = await Promise.all(Array.from({ length: 15 }, (_, n) => guess(`wrong password ${n}`)));
  const codes = replies.map((reply) => reply.body.error?.code);
  assert.equal(codes.filter((code) => code === 'wrong_credentials').length, 10);
  assert.equal(codes.filter((code) => code === 'too_many_requests').length, 5);
  const locked = await guess(password);
  assert.equal(locked.status, 429);
  assert.match(locked.body.error?.action ?? '', /Wait 15 minutes/);
  instance.time.now = new Date(instance.time.now.getTime() + 16 * 60_000);
  assert.equal((await guess(password)).status, 200);
  const [left] = await instance.rows(
    'select count(*)::int as failures from tickmark.sign_in_failures where failed_at = $1',
    [instance.time.now.toISOString()],
  );
  assert.equal(left?.['failures'], 0, 'a success is not counted as a failure');
});

test('one address that guesses at many accounts is slowed down too', async () => {
  instance.time.now = new Date(instance.time.now.getTime() + day);
  const guess = (n: number) => instance.call('sessions.sign-in', { email: `user${n}@a.example`, password: 'x' });
  const replies = [];
  for (let n = 0; n < 101; n++) replies.push(await guess(n));
  assert.equal(replies[99]?.body.error?.code, 'wrong_credentials');
  assert.equal(replies[100]?.body.error?.code, 'too_many_requests');
});

test('behind https the cookie is Secure and bound to the host, and writes come from that address only', async (t) => {
  const behind = await startInstance(() => ({}), 'https://tickmark.example');
  t.after(() => behind.stop());
  const claimed = await behind.call('instance.claim', {
    claim: behind.claim,
    name: 'Olga',
    email: owner.email,
    password,
  });
  assert.match(claimed.headers.get('set-cookie') ?? '', /^__Host-tickmark_session=.*; SameSite=Lax; Secure$/);
  assert.ok(claimed.headers.get('strict-transport-security'));
  const cookie = `__Host-tickmark_session=${tokenOf(claimed)}`;
  const foreign = await behind.call('sessions.sign-out', {}, { headers: { cookie, origin: behind.url } });
  assert.equal(foreign.status, 403);
  const own = await behind.call('sessions.sign-out', {}, { headers: { cookie, origin: 'https://tickmark.example' } });
  assert.equal(own.status, 200);
});
