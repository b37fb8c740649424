import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import type { Vouched, Witness, WitnessOutcome } from '@tickmark/core';
import { formatVerifierKey, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { forEachDatabase, onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';
import { record } from '../../src/platform/trail/index.ts';
import { askWitnesses } from '../../src/witnesses/ask.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { startStubWitness, type StubWitness } from './stub-witness.ts';

const id = '00000000-0000-4000-8000-000000000001';
const elsewhere = 'https://witness.example/add-checkpoint';

forEachDatabase('the witnesses of an organization', (subject) => {
  let house: House;
  let owner: Person;
  let anna: StubWitness;
  let days = 0;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
    anna = await startStubWitness({ name: 'anna.example/witness', number: 71, now: () => house.time.now });
  });
  after(async () => {
    await anna.stop();
    await house.stop();
  });

  /** Any write will do. */
  const write = () => {
    days += 1;
    const date = new Date(Date.UTC(2026, 0, days)).toISOString().slice(0, 10);
    return house.ok('holidays.add', { holidays: [{ date, name: 'Closed' }] }, { as: owner });
  };
  const add = (verifierKey: string, url: string, as = owner) =>
    house.call('witnesses.add', { verifierKey, url }, { as });
  const list = async (as = owner): Promise<Witness[]> => (await house.ok('witnesses.list', {}, { as })).items;
  const vouchedFor = async (): Promise<Vouched[]> => (await house.ok('witnesses.vouched', {}, { as: owner })).items;
  const logKey = async () => (await house.ok('log.checkpoint', {}, { as: owner })).verifierKey;
  const until = async <T>(what: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await what();
      if (holds(found)) return found;
      await sleep(25);
    }
    throw new Error(`It did not come to it: ${JSON.stringify(await what())} ${house.logged.join('')}`);
  };
  /** Does something a minute later, and waits until asking the witness has come to this. */
  /** An answer to a request that was under way before the work comes first at times, and says something else. */
  const comesTo = async (outcome: WitnessOutcome, work: () => Promise<unknown>, said = /(?:)/) => {
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    const at = house.time.now.toISOString();
    await work();
    const size = await settled();
    const [witness] = await until(
      list,
      ([each]) => each?.asked?.at === at && each.asked.outcome === outcome && said.test(each.asked.detail ?? ''),
    );
    if (outcome === 'cosigned') await until(vouchedFor, ([furthest]) => furthest?.entry === size - 1);
    return witness?.asked?.detail;
  };
  const settled = async () => {
    const { size, pending } = await until(
      () => house.ok('log.checkpoint', {}, { as: owner }),
      (state) => state.pending === 0,
    );
    assert.equal(pending, 0);
    return size;
  };

  test('EL53 keys that are weak, of a log, mistyped or none, and addresses inside are refused by their field', async () => {
    const [, name = '', id = '', key = ''] = /^([^+]*)\+([^+]*)\+(.*)$/.exec(anna.verifierKey) ?? [];
    const vkeyOf = (type: number, bytes: Uint8Array): string => {
      const hash = nodeCrypto.sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), bytes]));
      return `${name}+${Buffer.from(hash.slice(0, 4)).toString('hex')}+${Buffer.concat([Buffer.of(type), bytes]).toString('base64')}`;
    };
    const good = Buffer.from(key, 'base64').subarray(1);
    const asLog = formatVerifierKey(nodeCrypto, name, good);
    for (const verifierKey of [
      'x',
      asLog,
      `${name}+00000000+${key}`,
      `${name}+${id}+${key}x`,
      vkeyOf(4, Buffer.alloc(32)),
      vkeyOf(4, Buffer.concat([Buffer.of(1), Buffer.alloc(31)])),
      vkeyOf(4, Buffer.concat([Buffer.of(0xed), Buffer.alloc(30, 0xff), Buffer.of(0x7f)])),
      vkeyOf(6, good),
    ]) {
      const { error } = await add(verifierKey, elsewhere);
      assert.deepEqual([error?.code, error?.field], ['bad_input', 'verifierKey'], verifierKey);
      assert.ok(error?.action);
    }
    assert.equal(vkeyOf(4, good), anna.verifierKey);
    for (const url of [
      'x',
      'http://witness.example/add-checkpoint',
      'https://0x7f.1/add-checkpoint',
      'https://169.254.169.254/add-checkpoint',
      'https://localhost/add-checkpoint',
      'https://user:word@witness.example/add-checkpoint',
      'https://witness.example/',
      'https://witness.example/add-checkpoint?key=1',
      'javascript:alert(1)//add-checkpoint',
    ]) {
      const { error } = await add(anna.verifierKey, url);
      assert.deepEqual([error?.code, error?.field], ['bad_input', 'url'], url);
    }
    assert.deepEqual(await list(), []);
    assert.equal((await house.call('witnesses.ask', {}, { as: owner })).error?.code, 'not_yet_possible');
  });

  test('EL53 only an owner names and removes witnesses, staff sees them, and nobody of another organization does', async () => {
    for (const role of ['compliance-manager', 'control-owner', 'reader'] as const) {
      const person = await house.member(owner, role);
      assert.deepEqual(await list(person), []);
      assert.equal((await add(anna.verifierKey, elsewhere, person)).error?.code, 'not_permitted');
      assert.equal((await house.call('witnesses.ask', {}, { as: person })).error?.code, 'not_permitted');
    }
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('witnesses.list', {}, { as: employee })).error?.code, 'not_permitted');
    const { owner: other } = await house.organization('Southwind');
    const [theirs] = (await house.ok('witnesses.add', { verifierKey: anna.verifierKey, url: elsewhere }, { as: other }))
      .items;
    assert.deepEqual(await list(), []);
    assert.equal((await house.call('witnesses.remove', { id: theirs?.id }, { as: owner })).error?.code, 'not_found');
    assert.equal((await list(other)).length, 1);
    await house.ok('witnesses.remove', { id: theirs?.id }, { as: other });
  });

  test('EL53 each change leaves one entry that names the key; one public key is named once', async () => {
    const { items } = await house.ok('witnesses.add', { verifierKey: anna.verifierKey, url: anna.url }, { as: owner });
    assert.deepEqual([items.length, items[0]?.name], [1, 'anna.example/witness']);
    const again = await add(anna.verifierKey, elsewhere);
    assert.deepEqual([again.error?.code, again.error?.field], ['conflict', 'verifierKey']);
    const seed = new Uint8Array(32).fill(71);
    const renamed = formatVerifierKey(nodeCrypto, 'other.example', nodeCrypto.ed25519PublicKey(seed), 'witness');
    assert.equal((await add(renamed, elsewhere)).error?.code, 'conflict');
    const added = await house.ok('log.entries', { op: 'witnesses.add' }, { as: owner });
    assert.deepEqual(
      added.items.map(({ index, statement }) => [index, statement.facts]),
      [[items[0]?.entryIndex, { witnessId: items[0]?.id, verifierKey: anna.verifierKey }]],
    );
  });

  test('EL54 a witness that does not know the log is told so, and cosigns once it does', async () => {
    const [first] = await until(list, ([witness]) => witness?.asked !== null);
    assert.equal(first?.asked?.outcome, 'unknown-log');
    assert.deepEqual(await vouchedFor(), []);
    anna.log = await logKey();
    await comesTo('cosigned', () => house.ok('witnesses.ask', {}, { as: owner }));
    const size = await settled();
    assert.deepEqual(await vouchedFor(), [
      {
        name: 'anna.example/witness',
        verifierKey: anna.verifierKey,
        named: true,
        log: 1,
        ended: false,
        entry: size - 1,
        at: house.time.now.toISOString(),
        fits: true,
      },
    ]);
    const asks = await house.ok('log.entries', { op: 'witnesses.ask' }, { as: owner });
    assert.deepEqual(asks.items[0]?.statement.facts, { witnesses: 1 });
  });

  test('EL54 after each write it is asked from where it stands, with a proof', async () => {
    anna.requests.length = 0;
    for (let i = 0; i < 3; i += 1) await comesTo('cosigned', write);
    assert.ok(anna.requests.length >= 3);
    assert.ok(anna.requests.every(({ oldSize }) => oldSize > 0n));
    assert.equal(anna.state.size, BigInt(await settled()));
  });

  test('EL54 a witness that has seen another size than remembered says which, and is asked from there', async () => {
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    await house.database.transaction(scope, (tx) => tx.updateTable('witnesses').set({ size: 2 }).execute());
    anna.requests.length = 0;
    await comesTo('cosigned', write);
    assert.deepEqual(
      anna.requests.map(({ oldSize }) => oldSize > 2n),
      [false, true],
    );
  });

  test('EL55 what a witness answers instead of cosigning is kept by its kind, and nothing is taken for a cosignature', async () => {
    const before = await vouchedFor();
    const stranger = await startStubWitness({ name: 'eve.example', number: 72, now: () => house.time.now });
    await stranger.stop();
    const far = (checkpoint: string, minutes: number) =>
      anna.line(checkpoint, BigInt(Math.floor(house.time.now.getTime() / 1000) + minutes * 60));
    const other = 'anna.example/witness';
    for (const [misbehave, outcome, detail] of [
      [() => ({ status: 404, body: '' }), 'unknown-log', /does not know this log/],
      [() => ({ status: 403, body: '' }), 'key-refused', /another key/],
      [() => ({ status: 422, body: '' }), 'other-history', /another history/],
      [() => ({ status: 400, body: '' }), 'refused', /status 400/],
      [() => ({ status: 302, body: '' }), 'refused', /status 302/],
      [() => ({ status: 500, body: '' }), 'no-answer', /status 500/],
      [() => ({ status: 409, body: '' }), 'unusable-answer', /another size/],
      [() => ({ status: 409, body: '-1\n' }), 'unusable-answer', /another size/],
      [({ oldSize }) => ({ status: 409, body: `${oldSize}\n` }), 'unusable-answer', /another size/],
      [({ oldSize }) => ({ status: 409, body: `${oldSize - 1n}\n` }), 'unusable-answer', /each time/],
      [() => ({ status: 409, body: '9999\n' }), 'ahead', /has seen 9999 entries/],
      [() => ({ status: 200, body: '' }), 'unusable-answer', /no cosignature/],
      [() => ({ status: 200, body: '<html></html>\n' }), 'unusable-answer', /no signature/],
      [({ checkpoint }) => ({ status: 200, body: stranger.line(checkpoint) }), 'unusable-answer', /no cosignature/],
      [({ checkpoint }) => ({ status: 200, body: far(checkpoint, 11) }), 'unusable-answer', /time/],
      [({ checkpoint }) => ({ status: 200, body: far(checkpoint, -11) }), 'unusable-answer', /time/],
      [
        ({ checkpoint }) => ({ status: 200, body: anna.line(checkpoint.replace(/\n\d+\n/, '\n1\n')) }),
        'unusable-answer',
        new RegExp(`signature of ${other} does not fit`),
      ],
      [() => ({ status: 200, body: 'x'.repeat(70_000) }), 'no-answer', /longer than/],
    ] satisfies [StubWitness['misbehave'], WitnessOutcome, RegExp][]) {
      anna.misbehave = misbehave;
      assert.match((await comesTo(outcome, write, detail)) ?? '', detail);
    }
    assert.deepEqual(await vouchedFor(), before);
    anna.misbehave = () => undefined;
    await comesTo('cosigned', write);
  });

  test('EL56 a witness that never answers holds up no write, and one that is down neither', async () => {
    let asked = 0;
    anna.misbehave = () => {
      asked += 1;
      return new Promise(() => undefined);
    };
    await write();
    await until(
      async () => asked,
      (times) => times > 0,
    );
    const started = performance.now();
    for (let i = 0; i < 5; i += 1) await write();
    await settled();
    assert.ok(performance.now() - started < 5_000);
    await sleep(200);
    assert.equal(asked, 1, 'while it is waited for, it is not asked again');
    await anna.stop();
    assert.match((await comesTo('no-answer', write)) ?? '', /connection failed/);
    assert.deepEqual(house.logged, []);
  });
});

onPostgres('how often witnesses are asked', (subject) => {
  test('EL54 EL56 not more often than at the interval, at once when told to, and up to the seal of a bundle first', async () => {
    const house = await startHouse(subject.database, subject.dataFolder, { askEveryMs: 3_600_000 });
    const anna = await startStubWitness({ name: 'anna.example', number: 71, now: () => house.time.now });
    try {
      const { owner } = await house.organization();
      await until(async () => (await house.call('log.checkpoint', {}, { as: owner })).status === 200);
      anna.log = (await house.ok('log.checkpoint', {}, { as: owner })).verifierKey;
      const { verifierKey, url } = anna;
      await house.ok('witnesses.add', { verifierKey, url }, { as: owner });
      await until(async () => (await house.ok('witnesses.vouched', {}, { as: owner })).items[0]?.entry === 1);
      anna.requests.length = 0;
      const codes = ['CHG-02'];
      await house.ok('controls.adopt', { codes, effectiveFrom: '2025-03-01' }, { as: owner });
      await until(async () => (await house.ok('log.checkpoint', {}, { as: owner })).size === 3);
      await sleep(300);
      assert.equal(anna.requests.length, 0);
      await house.ok('witnesses.ask', {}, { as: owner });
      await until(async () => anna.state.size === 4n);
      await until(async () => (await house.ok('witnesses.vouched', {}, { as: owner })).items[0]?.entry === 3);
      // A bundle ends at its seal: that size is asked for by itself, before what came after it.
      const organizationId = owner.organization;
      const scope = { role: 'app', organizationId, userId: null } as const;
      for (const [op, facts] of [
        ['bundles.create', { bundleId: id, engagementId: id, manifestSha256: '0'.repeat(64) }],
        ['notes.add', {}],
      ] as const)
        await house.database.transaction(scope, (tx) =>
          record(tx, { organizationId, op, at: house.time.now, by: null, facts }),
        );
      await sequence(house, organizationId);
      anna.requests.length = 0;
      const outgoing = createOutgoing({ allowLoopback: true });
      const parts = { ...house, outgoing, now: () => house.time.now };
      const round = await askWitnesses(parts, organizationId, new AbortController().signal);
      assert.deepEqual(round, { size: 6, behind: false });
      assert.deepEqual(
        anna.requests.map(({ checkpoint }) => parseCheckpoint(checkpoint).size),
        [5n, 6n],
      );
      const [named] = (await house.ok('witnesses.list', {}, { as: owner })).items;
      await house.ok('witnesses.remove', { id: named?.id }, { as: owner });
      const [vouched] = (await house.ok('witnesses.vouched', {}, { as: owner })).items;
      assert.deepEqual([vouched?.named, vouched?.entry], [false, 5], 'what it cosigned stays');
    } finally {
      await anna.stop();
      await house.stop();
    }
  });

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await holds()) return;
      await sleep(25);
    }
    throw new Error('It did not come to it.');
  }
});
