import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { logCheck, type Timestamp, type TimestampAuthority, type TimestampOutcome } from '@tickmark/core';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import {
  makeAuthority,
  opensslTakes,
  serveAuthority,
  testPolicy,
  type Misbehaviour,
  type ServedAuthority,
  type TestAuthority,
} from '../../../testkit/src/timestamps/index.ts';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';
import { stampNewest } from '../../src/timestamps/stamp.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const id = '00000000-0000-4000-8000-000000000001';
const elsewhere = 'https://timestamp.example/tsr';

let folder: string;
let good: TestAuthority;
let stranger: TestAuthority;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-authority-'));
  const between = 'basicConstraints=critical,CA:TRUE';
  good = await makeAuthority(join(folder, 'good'), { key: 'P-256', between });
  stranger = await makeAuthority(join(folder, 'stranger'), { key: 'P-256' });
});
after(() => rm(folder, { recursive: true, force: true }));

onPostgres('the timestamp authorities of an organization', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let served: ServedAuthority;
  let days = 0;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    // The authority stamps by the clock of this machine.
    house.time.now = new Date();
    ({ owner, engagementId } = await house.organization());
    served = await serveAuthority(good);
  });
  after(async () => {
    await served.stop();
    await house.stop();
  });

  const name = (certificates: string, url: string, as = owner, policy?: string) =>
    house.call('timestamps.add-authority', { certificates, url, ...(policy === undefined ? {} : { policy }) }, { as });
  const authorities = async (as = owner): Promise<TimestampAuthority[]> =>
    (await house.ok('timestamps.authorities', {}, { as })).items;
  const stamps = async (as = owner): Promise<Timestamp[]> => (await house.ok('timestamps.list', {}, { as })).items;
  const write = () => {
    days += 1;
    const date = new Date(Date.UTC(2026, 0, days)).toISOString().slice(0, 10);
    return house.ok('holidays.add', { holidays: [{ date, name: 'Closed' }] }, { as: owner });
  };
  const signed = async (as = owner) => {
    const { size, first } = await until(
      () => house.ok('log.checkpoint', {}, { as }),
      ({ pending }) => pending === 0,
    );
    return first + size;
  };
  const until = async <T>(what: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await what();
      if (holds(found)) return found;
      await sleep(25);
    }
    throw new Error(`It did not come to it: ${JSON.stringify(await what())} ${house.logged.join('')}`);
  };
  /** Asks a second later, and waits until that has come to this. */
  const comesTo = async (outcome: TimestampOutcome) => {
    house.time.now = new Date(house.time.now.getTime() + 1_000);
    const at = house.time.now.toISOString();
    await house.ok('timestamps.request', {}, { as: owner });
    const [authority] = await until(authorities, ([each]) => each?.asked?.at === at && each.asked.outcome === outcome);
    return authority?.asked?.detail ?? '';
  };

  test('EL110 certificates that can’t be used, and addresses inside, are refused by their field', async () => {
    for (const certificates of ['x', good.root.replace(/\n.{64}\n/, '\n')]) {
      const { error } = await name(certificates, elsewhere);
      assert.deepEqual([error?.code, error?.field], ['bad_input', 'certificates']);
      assert.ok(error?.action);
    }
    for (const url of ['x', 'http://timestamp.example/', 'https://169.254.169.254/', 'https://localhost/tsr']) {
      const { error } = await name(good.root, url);
      assert.deepEqual([error?.code, error?.field], ['bad_input', 'url'], url);
    }
    const { error } = await name(good.root, elsewhere, owner, 'not a policy');
    assert.deepEqual([error?.code, error?.field], ['bad_input', 'policy']);
    assert.deepEqual(await authorities(), []);
    assert.equal((await house.call('timestamps.request', {}, { as: owner })).error?.code, 'not_yet_possible');
    assert.equal((await house.call('timestamps.get', { id }, { as: owner })).error?.code, 'not_found');
  });

  test('EL110 EL115 only an owner names authorities, staff sees them, and nobody of another organization does', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    assert.deepEqual([await authorities(manager), await stamps(manager)], [[], []]);
    for (const [operation, input] of [
      ['timestamps.add-authority', { certificates: good.root, url: elsewhere }],
      ['timestamps.remove-authority', { id }],
      ['timestamps.request', {}],
    ] as const)
      assert.equal((await house.call(operation, input, { as: manager })).error?.code, 'not_permitted');
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('timestamps.list', {}, { as: employee })).error?.code, 'not_permitted');
  });

  test('EL110 EL114 a named authority is asked at once; the entry seals it, and its stamp is verified by openssl', async () => {
    const { items } = await house.ok(
      'timestamps.add-authority',
      { certificates: `Root of the tests\n${good.root}`, url: served.url, policy: testPolicy },
      { as: owner },
    );
    const [added] = items;
    assert.deepEqual(
      [items.length, added?.name, added?.policy, added?.certificates],
      [1, 'Tests Root', testPolicy, good.root],
    );
    assert.equal(added?.certificatesSha256, createHash('sha256').update(good.root).digest('hex'));
    const again = await name(good.root, elsewhere);
    assert.deepEqual([again.error?.code, again.error?.field], ['conflict', 'certificates']);
    const entries = await house.ok('log.entries', { op: 'timestamps.add-authority' }, { as: owner });
    const [{ index, statement } = assert.fail()] = entries.items;
    assert.equal(index, added?.entryIndex);
    const { id: authorityId, certificatesSha256 } = added;
    assert.deepEqual(statement.facts, { authorityId, certificatesSha256, policy: testPolicy });
    assert.deepEqual(Object.keys(statement.seals ?? {}), [`timestampAuthorities/${authorityId}`]);

    const size = await signed();
    const [stamp] = await until(stamps, ([each]) => each?.entry === size - 1);
    const { id: stampId = '', at = '', ...told } = stamp ?? {};
    assert.deepEqual(told, {
      name: 'Tests Root',
      signer: 'Tests Timestamp Signer',
      certificatesSha256,
      named: true,
      log: 1,
      ended: false,
      entry: size - 1,
      accuracyMs: 1501,
      fits: true,
    });
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
    assert.equal(served.requests[0]?.mediaType, 'application/timestamp-query');
    const { checkpoint, token, certificates } = await house.ok('timestamps.get', { id: stampId }, { as: owner });
    const current = await house.ok('log.checkpoint', { size }, { as: owner });
    assert.deepEqual([checkpoint, certificates], [current.checkpoint, good.root]);
    const files = { message: Buffer.from(checkpoint ?? ''), rootFile: good.rootFile };
    assert.ok(await opensslTakes(folder, { ...files, token: Buffer.from(token, 'base64') }));
    const changed = Buffer.from(token, 'base64');
    changed.writeUInt8(changed.readUInt8(changed.length - 9) ^ 1, changed.length - 9);
    assert.ok(!(await opensslTakes(folder, { ...files, token: changed })));

    const { owner: other } = await house.organization('Southwind');
    assert.deepEqual([await authorities(other), await stamps(other)], [[], []]);
    assert.equal((await house.call('timestamps.get', { id: stampId }, { as: other })).error?.code, 'not_found');
    const removed = await house.call('timestamps.remove-authority', { id: authorityId }, { as: other });
    assert.equal(removed.error?.code, 'not_found');
  });

  test('EL114 an authority is not asked more often than at the interval, at once when told to, and no write waits', async () => {
    const asked = served.requests.length;
    await write();
    const size = await signed();
    await sleep(100);
    assert.equal(served.requests.length, asked, 'it is not due');
    let answer: () => void = () => undefined;
    served.misbehave = async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return false;
    };
    await house.ok('timestamps.request', {}, { as: owner });
    await until(
      async () => served.requests.length,
      (requests) => requests === asked + 1,
    );
    // While the answer is waited for, writes go on.
    await write();
    assert.equal(await signed(), size + 2);
    answer();
    served.misbehave = () => false;
    await until(stamps, ([each]) => each?.entry === size);
    assert.equal(served.requests.length, asked + 1);
    // Once the hour is over, the next write is followed by a stamp of its own accord.
    const outgoing = createOutgoing({ allowLoopback: true });
    const parts = { ...house, outgoing, newId: randomUUID };
    const round = (minutes: number) => {
      const now = () => new Date(house.time.now.getTime() + minutes * 60_000);
      const pace = { everyMs: 3_600_000, hurried: false, signal: new AbortController().signal };
      return stampNewest({ ...parts, now }, owner.organization, pace);
    };
    assert.deepEqual(await round(59), { size: size + 2, dueInMs: 60_000, behind: true });
    assert.equal(served.requests.length, asked + 1);
    const due = await round(61);
    assert.deepEqual([due.behind, served.requests.length], [true, asked + 2], 'an hour ahead of the authority');
    house.time.now = new Date(house.time.now.getTime() + 1_000);
  });

  test('EL113 what an authority answers instead of a stamp is kept by its kind, and nothing is taken for a stamp', async () => {
    await comesTo('stamped');
    const before = await stamps();
    const answer =
      (status: number, body: string | Uint8Array = '', type = 'application/timestamp-reply'): Misbehaviour =>
      (_, response) => {
        response.writeHead(status, { 'content-type': type, location: served.url }).end(body);
        return true;
      };
    const replayed = await good.reply(served.requests.at(-1)?.body ?? Buffer.alloc(0));
    const byStranger: Misbehaviour = async (request, response) =>
      answer(200, await stranger.reply(request))(request, response);
    for (const [misbehave, outcome, detail] of [
      [answer(500), 'no-answer', /status 500/],
      [answer(404), 'refused', /status 404/],
      [answer(302), 'refused', /sends elsewhere/],
      [answer(200, '<html></html>', 'text/html'), 'unusable-answer', /no timestamp but text\/html/],
      [answer(200, '<html></html>'), 'unusable-answer', /not in the form/],
      [answer(200, 'x'.repeat(70_000)), 'no-answer', /longer than/],
      [answer(200, Buffer.from('30053003020102', 'hex')), 'refused', /It gave no stamp \(status 2\)/],
      [answer(200, replayed), 'unusable-answer', /something else/],
      [byStranger, 'not-trusted', /does not lead to a root/],
    ] satisfies [Misbehaviour, TimestampOutcome, RegExp][]) {
      served.misbehave = misbehave;
      assert.match(await comesTo(outcome), detail);
    }
    assert.deepEqual(await stamps(), before);
    served.misbehave = () => false;
    // The clock of this server is an hour ahead: the stamp is not of now.
    const now = house.time.now;
    house.time.now = new Date(now.getTime() + 3_600_000);
    assert.match(await comesTo('wrong-time'), /which is not now/);
    assert.deepEqual(await stamps(), before);
    house.time.now = new Date(now.getTime() + 1_000);
    await comesTo('stamped');
  });

  test('EL115 a receipt says who stamped its entry first; an entry after the last stamp has none', async () => {
    const [stamp] = await stamps();
    const receipt = (index: number) => house.ok('receipts.get', { index }, { as: owner });
    const [first] = (await receipt(0)).timestamps;
    assert.equal(first?.signer, 'Tests Timestamp Signer');
    assert.ok((first?.entry ?? Infinity) < (stamp?.entry ?? 0), 'the smallest tree with the entry');
    const [last] = (await receipt(stamp?.entry ?? 0)).timestamps;
    assert.deepEqual([last?.id, last?.entry, last?.fits], [stamp?.id, stamp?.entry, true]);
    served.misbehave = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    await comesTo('no-answer');
    assert.deepEqual((await receipt((await signed()) - 1)).timestamps, []);
  });

  test('EL114 EL116 EL118 a bundle is stamped as it is made, over the end of a log that was rotated, and holds for whoever trusts the authority', async () => {
    served.misbehave = () => false;
    await house.ok('log.rotate', { log: 1 }, { as: owner });
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: owner });
    await comesTo('stamped');
    const [second, first] = await until(stamps, (all) => all.length === 2);
    assert.deepEqual([second?.log, second?.ended, first?.log, first?.ended], [2, false, 1, true]);
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const job = await house.run('bundles.create', { engagementId }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const { items } = await house.ok('bundles.list', {}, { as: owner });
    const { bytes } = await house.call('bundles.download', { id: items[0]?.id }, { as: owner });
    const file = join(folder, 'bundle.tar');
    await writeFile(file, bytes);
    const full = await verifyBundle(file, { timestampCa: Buffer.from(good.root) });
    assert.equal(full.holds, true, JSON.stringify(full.failure));
    assert.deepEqual([full.timestamps.at(-1)?.entry, full.timestamps.at(-1)?.log], [full.checked.entries - 1, 2]);
    assert.ok(full.timestamps.every(({ trusted }) => trusted));
    assert.equal((await verifyBundle(file, { timestampCa: Buffer.from(stranger.root) })).failure?.rule, 'EL118');
    assert.equal(logCheck.parse((await house.run('log.check', {}, { as: owner })).result).faults.count, 0);
  });

  test('EL115 a stamp that the log no longer begins with, or that was changed, is told as such, and left out of receipts as good', async () => {
    const [stamp] = await stamps();
    await house.database.owner(async ({ query, script }) => {
      await script('alter table tickmark.timestamps no force row level security');
      await query(`update tickmark.timestamps set token = '\\x30' where id = $1`, [stamp?.id ?? '']);
      await script('alter table tickmark.timestamps force row level security');
    });
    const [changed] = await stamps();
    assert.deepEqual([changed?.id, changed?.fits], [stamp?.id, false]);
    const { timestamps } = await house.ok('receipts.get', { index: stamp?.entry }, { as: owner });
    assert.deepEqual(
      timestamps.map(({ fits }) => fits),
      [false],
    );
    assert.equal((await house.ok('timestamps.get', { id: stamp?.id }, { as: owner })).checkpoint, null);
  });

  test('EL110 an authority whose record was changed beside the product is named by the check of records', async () => {
    const [authority] = await authorities();
    await house.database.owner(async ({ query, script }) => {
      await script('alter table tickmark.timestamp_authorities no force row level security');
      await query(`update tickmark.timestamp_authorities set url = 'https://elsewhere.example/' where id = $1`, [
        authority?.id ?? '',
      ]);
      await script('alter table tickmark.timestamp_authorities force row level security');
    });
    const { faults } = logCheck.parse((await house.run('log.check', {}, { as: owner })).result);
    assert.deepEqual(
      faults.first.map(({ message }) => message),
      [`The timestamp authority ${authority?.id} is not what entry ${authority?.entryIndex} sealed.`],
    );
  });

  test('EL110 an authority that is removed is asked no more, and what it stamped stays', async () => {
    const [authority] = await authorities();
    await house.ok('timestamps.remove-authority', { id: authority?.id }, { as: owner });
    assert.deepEqual(await authorities(), []);
    assert.ok((await stamps()).every(({ named }) => !named));
    const asked = served.requests.length;
    await write();
    await signed();
    await sleep(100);
    assert.equal(served.requests.length, asked);
    const { items } = await house.ok(
      'timestamps.add-authority',
      { certificates: good.root, url: served.url },
      { as: owner },
    );
    assert.equal(items[0]?.policy, null);
    assert.deepEqual(house.logged, []);
  });
});
