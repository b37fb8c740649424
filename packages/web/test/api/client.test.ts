import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operationModes } from '../../scripts/operation-modes.ts';
import { createClient, type ClientParts } from '../../src/api/client.ts';
import { ApiError } from '../../src/api/error.ts';

const organizationId = '3f0c1f62-2b57-4b9e-9a3f-0f2f6a3f7f10';
const id = '8a1f4d7e-52f1-4c0f-9f70-2b8a6d6e0a11';

interface Sent {
  url: string;
  init: RequestInit;
}

function clientAnswering(answers: (() => Response)[], parts: Partial<ClientParts> = {}) {
  const sent: Sent[] = [];
  const client = createClient({
    modes: operationModes(),
    organization: () => organizationId,
    fetch: (url, init) => {
      sent.push({ url: String(url), init: init ?? {} });
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new TypeError('network')) : Promise.resolve(answer());
    },
    sendFile: () => Promise.reject(new Error('no file expected')),
    newKey: () => 'key-1',
    ...parts,
  });
  return { client, sent };
}

function header(init: RequestInit, name: string): string | null {
  return new Headers(init.headers).get(name);
}

test('a read goes by GET with its input in the query, lists and objects as JSON', async () => {
  const { client, sent } = clientAnswering([() => Response.json({ items: [] })]);
  await client.call('criteria.list', { categories: ['security', 'privacy'] });
  const { url, init } = sent[0] as Sent;
  assert.equal(init.method, 'GET');
  const query = new URL(url, 'http://tickmark.test').searchParams;
  assert.deepEqual(JSON.parse(query.get('categories') ?? ''), ['security', 'privacy']);
  assert.equal(header(init, 'tickmark-organization'), organizationId);
  assert.equal(header(init, 'idempotency-key'), null);
});

test('what is undefined stays out of the query, and false and zero stay in', async () => {
  const { client, sent } = clientAnswering([() => Response.json({ items: [], total: 0 })]);
  await client.call('results.items', { id, state: undefined, search: 'a b&c=d', offset: 0 });
  const query = new URL((sent[0] as Sent).url, 'http://tickmark.test').searchParams;
  assert.deepEqual([...query.keys()], ['id', 'search', 'offset']);
  assert.equal(query.get('search'), 'a b&c=d');
  assert.equal(query.get('offset'), '0');
});

test('a write goes by POST as JSON with an idempotency key', async () => {
  const { client, sent } = clientAnswering([() => Response.json({ adopted: [], alreadyAdopted: [] })]);
  await client.call('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2026-01-01' });
  const { url, init } = sent[0] as Sent;
  assert.equal(url, '/api/controls.adopt');
  assert.equal(init.method, 'POST');
  assert.equal(header(init, 'idempotency-key'), 'key-1');
  assert.equal(header(init, 'content-type'), 'application/json');
  assert.deepEqual(JSON.parse(String(init.body)), { codes: ['CHG-02'], effectiveFrom: '2026-01-01' });
});

test('a write whose answer was lost is sent once more under the same key; a read is not', async () => {
  let failures = 1;
  const keys: (string | null)[] = [];
  const { client } = clientAnswering([], {
    newKey: () => `key-${keys.length}`,
    fetch: (_url, init) => {
      keys.push(header(init ?? {}, 'idempotency-key'));
      failures -= 1;
      return failures >= 0 ? Promise.reject(new TypeError('network')) : Promise.resolve(Response.json({}));
    },
  });
  await client.call('sessions.sign-out', {});
  assert.deepEqual(keys, ['key-0', 'key-0']);
  failures = 5;
  keys.length = 0;
  await assert.rejects(client.call('sessions.list', {}), (error: ApiError) => error.body.code === 'cannot_run');
  assert.equal(keys.length, 1);
});

test('a refusal becomes an ApiError with code, field and action', async () => {
  const body = { code: 'bad_input', message: 'name is empty.', field: 'name', action: 'Write something.' };
  const { client } = clientAnswering([() => Response.json({ error: body }, { status: 400 })]);
  await assert.rejects(client.call('sessions.sign-out', {}), (error: ApiError) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 400);
    assert.deepEqual(error.body, body);
    return true;
  });
});

test('an answer that is no JSON still becomes an error people can act on', async () => {
  const { client } = clientAnswering([() => new Response('<html>Bad gateway</html>', { status: 502 })]);
  await assert.rejects(client.call('sessions.list', {}), (error: ApiError) => {
    assert.equal(error.body.code, 'internal');
    assert.match(error.message, /502/);
    return true;
  });
});

test('an upload carries the file as body, and input and file name percent-encoded in headers', async () => {
  const requests: { url: string; headers: Record<string, string>; bytes: Blob }[] = [];
  const { client } = clientAnswering([], {
    sendFile: (request) => {
      requests.push(request);
      return Promise.resolve({ status: 200, text: '{"jobId":"x"}' });
    },
  });
  const file = new File(['a,b\n1,2\n'], 'Übersicht 2026.csv');
  const input = { engagementId: id, kind: 'people', name: 'Löhne', reading: { format: 'csv' as const } };
  assert.deepEqual(await client.upload('populations.import', input, file), { jobId: 'x' });
  const request = requests[0];
  assert.equal(request?.url, '/api/populations.import');
  assert.equal(request?.bytes, file);
  assert.deepEqual(JSON.parse(decodeURIComponent(request?.headers['tickmark-input'] ?? '')), input);
  assert.equal(decodeURIComponent(request?.headers['tickmark-file-name'] ?? ''), 'Übersicht 2026.csv');
  assert.match(request?.headers['tickmark-input'] ?? '', /^[\x21-\x7e]+$/);
  assert.equal(request?.headers['idempotency-key'], 'key-1');
});

test('an input too long for the headers is refused before anything is sent', async () => {
  const { client } = clientAnswering([]);
  const mapping = Object.fromEntries(
    Array.from({ length: 400 }, (_, n) => [`column_${n}`, [`the column number ${n}`]]),
  );
  const input = { engagementId: id, kind: 'people', name: 'x', reading: { format: 'csv' as const, mapping } };
  await assert.rejects(client.upload('populations.import', input, new File(['x'], 'x.csv')), (error: ApiError) => {
    assert.equal(error.body.code, 'too_large');
    return true;
  });
});

test('a download has an address that a link can carry', () => {
  const { client } = clientAnswering([]);
  assert.equal(client.downloadUrl('reports.download', { id }), `/api/reports.download?id=${id}`);
});
