import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  consistencyProof,
  cosign,
  formatAddCheckpoint,
  formatCheckpoint,
  formatVerifierKey,
  integrate,
  openCheckpoint,
  signNote,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import * as fc from 'fast-check';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { createWitness } from '../../src/watched-logs/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

/** A log that a client keeps, with as many histories as it likes. */
class ClientLog {
  readonly name: string;
  readonly seed: Uint8Array;
  readonly vkey: string;
  constructor(name: string, number: number) {
    this.name = name;
    this.seed = new Uint8Array(32).fill(number);
    this.vkey = formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(this.seed));
  }

  /** The request for `size` entries of a history: entries from `fork` on are other ones than in history 0. */
  async request(oldSize: number, size: number, { history = 0, fork = 0 } = {}): Promise<string> {
    const entry = (i: number): Buffer => Buffer.from(`entry ${i}${history > 0 && i >= fork ? ` of ${history}` : ''}`);
    const entries = Array.from({ length: size }, (_, i) => entry(i));
    const grown = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, entries);
    const readTile = async (path: string) => grown.tiles.get(path);
    const proof = oldSize > size ? [] : await consistencyProof(nodeCrypto, BigInt(oldSize), BigInt(size), readTile);
    return formatAddCheckpoint({ oldSize: BigInt(oldSize), proof, checkpoint: this.sign(BigInt(size), grown.root) });
  }

  sign(size: bigint, root: Uint8Array): string {
    return signNote(nodeCrypto, formatCheckpoint({ origin: this.name, size, root }), this);
  }
}

const checkpointOf = (request: string): string => request.slice(request.indexOf('\n\n') + 2);

onPostgres('a witness', (subject) => {
  let house: House;
  let owner: Person;
  let number = 100;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization('Auditors'));
  });
  after(() => house.stop());

  const list = (as = owner) => house.ok('watched-logs.list', {}, { as });
  const watch = (verifierKey: string, as = owner) => house.call('watched-logs.add', { verifierKey }, { as });
  /** A log of its own for each test, watched. */
  const client = async (): Promise<ClientLog> => {
    number += 1;
    const log = new ClientLog(`client.example/${number}`, number);
    assert.equal((await watch(log.vkey)).status, 200);
    return log;
  };
  const post = async (body: string | Uint8Array<ArrayBuffer>, organization = owner.organization) => {
    const url = `http://localhost/witness/${organization}/add-checkpoint`;
    const response = await house.fetch(new Request(url, { method: 'POST', body }));
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  /** Sends, and verifies the cosignature where there is one; the answer is its status. */
  const send = async (log: ClientLog, body: string): Promise<number> => {
    const { status, text } = await post(body);
    if (status !== 200) return status;
    const { verifierKey } = await list();
    assert.ok(verifierKey !== null);
    const keys = { logs: [log.vkey], witnesses: [verifierKey] };
    const { cosignatures } = openCheckpoint(nodeCrypto, checkpointOf(body) + text, keys);
    assert.deepEqual(
      cosignatures.map(({ time }) => time),
      [BigInt(house.time.now.getTime() / 1000)],
    );
    return status;
  };

  test('EL57 nobody is a witness before an owner watches a log; then there is a key, and an entry says so', async () => {
    const log = new ClientLog('client.example/first', 99);
    const request = await log.request(0, 3);
    for (const organization of [owner.organization, crypto.randomUUID(), 'x', '%00'])
      assert.equal((await post(request, organization)).status, 404);
    assert.deepEqual(await list(), { verifierKey: null, path: null, items: [] });
    const { verifierKey, path, items } = await house.ok('watched-logs.add', { verifierKey: log.vkey }, { as: owner });
    assert.match(verifierKey ?? '', /^tickmark\.local\/witnesses\/[0-9a-f-]{36}\+/);
    assert.equal(path, `/witness/${owner.organization}/add-checkpoint`);
    assert.deepEqual([items[0]?.origin, items[0]?.cosigned, items[0]?.conflict], [log.name, null, null]);
    const [entry] = (await house.ok('log.entries', { op: 'watched-logs.add' }, { as: owner })).items;
    const facts = { watchedLogId: items[0]?.id, verifierKey: log.vkey, cosignsAs: verifierKey };
    assert.deepEqual(entry?.statement.facts, facts);
    assert.equal(await send(log, request), 200);
    const at = house.time.now.toISOString();
    assert.deepEqual((await list()).items[0]?.cosigned, { size: 3, at });
  });

  test('EL57 owners alone choose what is watched; keys of witnesses, weak keys and our own log are refused', async () => {
    const log = new ClientLog('client.example/other', 98);
    const [, , key = ''] = /^([^+]*)\+([^+]*)\+(.*)$/.exec(log.vkey) ?? [];
    const asWitness = formatVerifierKey(nodeCrypto, log.name, nodeCrypto.ed25519PublicKey(log.seed), 'witness');
    const weak = `${log.name}+00000000+${Buffer.concat([Buffer.of(1), Buffer.alloc(32)]).toString('base64')}`;
    await sequence(house, owner.organization);
    const { verifierKey: own } = await house.ok('log.checkpoint', {}, { as: owner });
    for (const vkey of ['x', asWitness, weak, `${log.name}+00000000+${key}`, own]) {
      const { error } = await watch(vkey);
      assert.deepEqual([error?.code, error?.field], ['bad_input', 'verifierKey'], vkey);
    }
    for (const role of ['compliance-manager', 'control-owner', 'reader', 'employee'] as const)
      assert.equal((await watch(log.vkey, await house.member(owner, role))).error?.code, 'not_permitted');
    const mine = (await house.ok('watched-logs.add', { verifierKey: log.vkey }, { as: owner })).items.find(
      ({ origin }) => origin === log.name,
    );
    const { owner: other } = await house.organization('Other auditors');
    assert.deepEqual((await list(other)).items, []);
    assert.equal((await house.call('watched-logs.remove', { id: mine?.id }, { as: other })).error?.code, 'not_found');
    assert.equal((await post(await log.request(0, 1), other.organization)).status, 404);
    assert.equal((await watch(log.vkey)).error?.code, 'conflict');
    const { verifierKey } = await house.ok('watched-logs.add', { verifierKey: log.vkey }, { as: other });
    assert.notEqual(verifierKey, (await list()).verifierKey);
  });

  test('EL58 each request that is refused is refused with the prescribed status, and changes nothing', async () => {
    const log = await client();
    assert.equal(await send(log, await log.request(0, 5)), 200);
    const good = await log.request(5, 9);
    const stranger = new ClientLog(log.name, 97);
    const before = (await list()).items;
    const [first = '', hash = ''] = good.split('\n');
    for (const [body, status] of [
      ['', 400],
      [good.slice(0, -1), 400],
      [good.replace(first, 'old 05'), 400],
      [Uint8Array.of(0xff), 400],
      ['x'.repeat(70_000), 413],
      [await log.request(9, 5), 400],
      [await new ClientLog('client.example/unknown', 96).request(5, 9), 404],
      [await stranger.request(5, 9), 403],
      [good.replace(/\n9\n/, '\n10\n'), 403],
      [await log.request(0, 9), 409],
      [await log.request(4, 9), 409],
      [await log.request(6, 9), 409],
      [await log.request(0, 4), 409],
    ] as const)
      assert.equal((await post(body)).status, status, String(body).slice(0, 40));
    assert.deepEqual((await list()).items, before);
    const { status, type, text } = await post(await log.request(4, 9));
    assert.deepEqual([status, type, text], [409, 'text/x.tlog.size', '5\n']);
    for (const body of [
      good.replace(`${hash}\n`, ''),
      good.replace(hash, Buffer.alloc(32).toString('base64')),
      good.replace(hash, `${hash}\n${hash}`),
    ])
      assert.equal((await post(body)).status, 422);
    assert.equal(await send(log, good), 200);
    assert.equal(await send(log, await log.request(9, 9)), 200, 'the same again, for a later time');
    const empty = await client();
    assert.equal(
      (await post(formatAddCheckpoint({ oldSize: 0n, proof: [], checkpoint: empty.sign(0n, Buffer.alloc(32)) })))
        .status,
      409,
    );
    assert.equal(await send(empty, await empty.request(0, 0)), 200);
  });

  test('EL58 signatures by others below the checkpoint, our own among them, do no harm', async () => {
    const log = await client();
    const body = await log.request(0, 2);
    const { text } = await post(body);
    const other = { name: 'other.example', seed: new Uint8Array(32).fill(9) };
    const cosigned = cosign(nodeCrypto, checkpointOf(body), other, 1n);
    const at = cosigned.lastIndexOf('\n\n') + 2;
    const full = cosigned.slice(0, at) + text + cosigned.slice(at);
    const again = formatAddCheckpoint({ oldSize: 2n, proof: [], checkpoint: full });
    assert.deepEqual(await post(again).then(({ status, text: line }) => [status, line]), [200, text]);
  });

  test('EL59 another history is not cosigned and named, whatever its size, and after a removal neither', async () => {
    const log = await client();
    const named = async () => (await list()).items.find(({ origin }) => origin === log.name);
    const honest = await log.request(0, 6);
    assert.equal(await send(log, honest), 200);
    assert.equal(await send(log, await log.request(6, 6, { history: 1, fork: 3 })), 409);
    const forked = await log.request(6, 8, { history: 1, fork: 3 });
    assert.equal(await send(log, forked), 422);
    assert.deepEqual((await named())?.conflict, {
      at: house.time.now.toISOString(),
      size: 8,
      checkpoint: checkpointOf(forked),
      seen: checkpointOf(honest),
    });
    await house.ok('watched-logs.remove', { id: (await named())?.id }, { as: owner });
    assert.equal(await send(log, await log.request(6, 8)), 404);
    assert.equal((await watch(log.vkey)).status, 200);
    assert.equal(await send(log, forked), 422);
    assert.equal(await send(log, await log.request(0, 8, { history: 1, fork: 3 })), 409);
    assert.equal(await send(log, await log.request(6, 8)), 200);
  });

  test('EL59 of whatever is sent at once, what is cosigned is one history that only grows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(2)), { minLength: 2, maxLength: 12 }),
        async (asked) => {
          const log = await client();
          const { verifierKey } = await list();
          const bodies = await Promise.all(
            asked.map(([a, b, history]) => log.request(Math.min(a, b), Math.max(a, b), { history, fork: 2 })),
          );
          const replies = await Promise.all(bodies.map(async (body) => ({ body, ...(await post(body)) })));
          const cosigned = replies
            .filter(({ status }) => status === 200)
            .map(({ body, text }) =>
              openCheckpoint(nodeCrypto, checkpointOf(body) + text, {
                logs: [log.vkey],
                witnesses: [verifierKey ?? ''],
              }),
            );
          const roots = new Map<bigint, string>();
          for (const { size, root } of cosigned) {
            const hex = Buffer.from(root).toString('hex');
            assert.equal(roots.get(size) ?? hex, hex, 'one size has one root');
            roots.set(size, hex);
          }
          // Beyond two entries the histories differ; the root of what is larger commits to all before.
          const beyond = asked.filter(([a, b], i) => Math.max(a, b) > 2 && replies[i]?.status === 200);
          assert.ok(new Set(beyond.map(([, , history]) => history)).size <= 1, JSON.stringify(asked));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('EL60 what could not be committed is not cosigned', async () => {
    const log = await client();
    const failing = createWitness({
      masterKey: house.masterKey,
      clock: { now: () => house.time.now },
      database: {
        kind: house.database.kind,
        close: async () => undefined,
        transaction: (scope, work) =>
          house.database.transaction(scope, async (tx) => {
            await work(tx);
            throw new Error('The disk is full.');
          }),
      },
    });
    const request = new Request('http://localhost/', { method: 'POST', body: await log.request(0, 4) });
    await assert.rejects(failing(request, owner.organization), { message: 'The disk is full.' });
    assert.equal(await send(log, await log.request(0, 3, { history: 1 })), 200, 'nothing of it was remembered');
  });

  test('EL60 the key is kept under the master key of the server, in a row of its own', async () => {
    const log = await client();
    const other = createWitness({
      database: house.database,
      masterKey: new Uint8Array(32),
      clock: { now: () => house.time.now },
    });
    const request = async () => new Request('http://localhost/', { method: 'POST', body: await log.request(0, 1) });
    await assert.rejects(other(await request(), owner.organization), { name: 'TickmarkError', code: 'cannot_run' });
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const [witness, logs] = await house.database.transaction(scope, async (tx) => [
      await tx.selectFrom('witnessKeys').selectAll().execute(),
      await tx.selectFrom('logs').select('signingKey').execute(),
    ]);
    assert.equal(witness.length, 1);
    assert.notDeepEqual(witness[0]?.signingKey, logs[0]?.signingKey);
  });
});
