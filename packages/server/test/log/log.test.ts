import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { logCheck } from '@tickmark/core';
import { openNote, parseCheckpoint, verifyInclusion, verifyLog } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { forEachDatabase } from '../../../testkit/src/databases/index.ts';
import { exportLogs, logHandlers, sequence, startSequencer } from '../../src/log/index.ts';
import { noteNewest } from '../../src/log/operator/note.ts';
import { instanceLogId, type Database } from '../../src/platform/database/index.ts';
import type { HandlerContext } from '../../src/platform/handler.ts';
import { record } from '../../src/platform/trail/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { chainIn, type Chain } from './chain.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

forEachDatabase('the evidence log of an organization', (subject) => {
  let house: House;
  let owner: Person;
  let chain: Chain;

  const keeper = () => ({ database: house.database, masterKey: house.masterKey });

  /** The newest checkpoint once nothing is pending. */
  const settled = async () => {
    for (;;) {
      const reply = await house.call('log.checkpoint', {}, { as: owner });
      if (reply.status === 200) {
        const state = await house.ok('log.checkpoint', {}, { as: owner });
        if (state.pending === 0) return state;
      }
      await sleep(20);
    }
  };

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    chain = chainIn(house);
    ({ owner } = await house.organization());
  });
  after(() => house.stop());

  test('a write is under a signed checkpoint a moment after it', async () => {
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: owner });
    const { checkpoint, verifierKey, size, rootHash } = await settled();
    assert.equal(size, 2);
    assert.doesNotThrow(() => openNote(nodeCrypto, checkpoint, [verifierKey]));
    assert.deepEqual(new Uint8Array(parseCheckpoint(checkpoint).root), bytes(rootHash));
  });

  test('EL21 after the clock was set back an entry takes the time of the one before it', async () => {
    const { owner: keeper } = await house.organization('Westwind');
    const today = house.time.now;
    const adopt = (code: string) =>
      house.ok('controls.adopt', { codes: [code], effectiveFrom: '2025-03-01' }, { as: keeper });
    await adopt('GOV-01');
    house.time.now = new Date(today.getTime() - 3_600_000);
    await adopt('GOV-02');
    house.time.now = new Date(today.getTime() + 1_000);
    await adopt('GOV-03');
    house.time.now = today;
    const { items } = await house.ok('log.entries', { op: 'controls.adopt', sort: '-index' }, { as: keeper });
    assert.deepEqual(
      items.slice(0, 3).map(({ statement }) => statement.at),
      [new Date(today.getTime() + 1_000), today, today].map((at) => at.toISOString()),
    );
  });

  test('every entry has a proof that the checkpoint holds it', async () => {
    const { items, total } = await house.ok('log.entries', { sort: 'index' }, { as: owner });
    const { size, rootHash } = await settled();
    assert.equal(total, size);
    for (const entry of items) {
      const proof = await house.ok('log.proof', { index: entry.index }, { as: owner });
      assert.equal(proof.leafHash, entry.leafHash);
      const inclusion = {
        size: BigInt(size),
        index: BigInt(entry.index),
        leafHash: bytes(proof.leafHash),
        proof: proof.path.map(bytes),
        root: bytes(rootHash),
      };
      assert.doesNotThrow(() => verifyInclusion(nodeCrypto, inclusion));
    }
  });

  test('an index beyond the log is not found', async () => {
    assert.equal((await house.call('log.proof', { index: 99 }, { as: owner })).error?.code, 'not_found');
  });

  test('entries can be read by operation, newest first', async () => {
    const { items } = await house.ok('log.entries', { op: 'controls.adopt' }, { as: owner });
    assert.deepEqual(
      items.map((entry) => entry.index),
      [1],
    );
    const all = await house.ok('log.entries', {}, { as: owner });
    assert.deepEqual(
      all.items.map((entry) => entry.index),
      [1, 0],
    );
  });

  test('many writes at once make one log without a gap, and two sequencers agree', async () => {
    const codes = ['IAM-01', 'IAM-02', 'IAM-03', 'IAM-04', 'IAM-05', 'IAM-06', 'CHG-01', 'CHG-03'];
    await Promise.all(
      codes.map((code) => house.ok('controls.adopt', { codes: [code], effectiveFrom: '2025-03-01' }, { as: owner })),
    );
    const sizes = await Promise.all([sequence(keeper(), owner.organization), sequence(keeper(), owner.organization)]);
    assert.deepEqual(sizes, [10, 10]);
  });

  test('an export at an earlier size verifies and holds nothing later', async () => {
    for (const size of [1, 3, 10]) {
      const [log] = (await exportLogs(keeper(), owner.organization, size)) ?? [];
      assert.ok(log);
      const files = new Map(await Promise.all(log.paths.map(async (path) => [path, await log.tile(path)] as const)));
      const verified = await verifyLog(nodeCrypto, {
        checkpoint: log.checkpoint,
        vkeys: [log.verifierKey],
        readTile: async (path) => files.get(path),
      });
      let entries = 0;
      for await (const _ of verified.entries) entries++;
      assert.equal(entries, size);
    }
  });

  test('what a stopped server left unsigned is signed when a sequencer starts', async () => {
    const { owner: late } = await house.organization('Eastwind');
    const sequencer = startSequencer({
      ...keeper(),
      organizations: async () => [late.organization],
      onError: (error) => assert.fail(String(error)),
    });
    await sequencer.stop();
    const { pending, size } = await house.ok('log.checkpoint', {}, { as: late });
    assert.deepEqual({ pending, size }, { pending: 0, size: 1 });
  });

  test('another organization has a log, a key and an index of its own', async () => {
    const { owner: other } = await house.organization('Southwind');
    await sequence(keeper(), other.organization);
    const ours = await settled();
    const theirs = await house.ok('log.checkpoint', {}, { as: other });
    assert.equal(theirs.size, 1);
    assert.throws(() => openNote(nodeCrypto, theirs.checkpoint, [ours.verifierKey]));
    assert.equal((await house.call('log.proof', { index: 1 }, { as: other })).error?.code, 'not_found');
  });

  test('EL90 writes at the same moment are in one log or the other, and none is lost or in both', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const rotate = (log: number) => house.call('log.rotate', { log }, { as: turner });
    const several = (n: number) => Array.from({ length: n }, () => chain.note(turner));
    const [first, again] = [rotate(1), rotate(1)];
    const written = await Promise.all([...several(6), first.then(() => chain.note(turner)), ...several(6)]);
    const answers = (await Promise.all([first, again])).map(({ status }) => status).toSorted();
    assert.deepEqual(answers, [200, 409], 'of two rotations at once one is told that the other was first');
    const entries = await chain.provenEntries(turner);
    assert.deepEqual(
      entries.flatMap(({ index, statement }) => (statement.op === 'notes.add' ? [index] : [])),
      written.toSorted((a, b) => a - b),
    );
    assert.equal(entries.length, written.length + 3);
    const [ended, next] = await chain.logs(turner);
    assert.equal(entries[ended?.last ?? 0]?.statement.op, 'log.rotate');
    assert.equal(entries[next?.first ?? 0]?.statement.op, 'log.continue');
  });

  test('EL90 a rotation that does not come to its commit leaves the log as it was', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const organizationId = turner.organization;
    const userId = (await chain.entries(turner))[0]?.statement.by ?? '';
    const attempt = (masterKey: Uint8Array, end: () => void) =>
      house.database.transaction({ role: 'app', organizationId, userId }, async (tx) => {
        const scope = { tx, organizationId, userId, now: house.time.now };
        const told = (facts: Record<string, unknown>) =>
          record(tx, { organizationId, op: 'log.rotate', at: house.time.now, by: userId, facts });
        await logHandlers({ masterKey })['log.rotate']({ ...scope, record: told } as HandlerContext, { log: 1 });
        end();
      });
    const crash = () => {
      throw new Error('The power went.');
    };
    await sequence(keeper(), organizationId);
    const before = [await chain.logs(turner), await chain.entries(turner)];
    await assert.rejects(attempt(house.masterKey, crash), /power/);
    await assert.rejects(
      attempt(randomBytes(32), () => undefined),
      { code: 'cannot_run' },
    );
    assert.deepEqual([await chain.logs(turner), await chain.entries(turner)], before);
    assert.equal(await chain.note(turner), 1);
    await attempt(house.masterKey, () => undefined);
    assert.deepEqual(
      (await chain.provenEntries(turner)).map(({ statement }) => statement.op),
      ['organizations.create', 'notes.add', 'log.rotate', 'log.continue'],
    );
  });

  test('EL92 after any sequence of writes and rotations each entry leads to the checkpoint of its log', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    let logs = 1;
    // Bits of a number, so that a sequence that fails can be made again: 1 rotates.
    const sequenceOf = randomInt(2 ** 10) | 1;
    for (let bit = 0; bit < 10; bit += 1) {
      if ((sequenceOf >> bit) % 2 === 0) await chain.note(turner);
      else if (logs < 4) await house.ok('log.rotate', { log: logs++ }, { as: turner });
    }
    await chain.note(turner);
    assert.ok((await chain.provenEntries(turner)).length >= logs * 2, String(sequenceOf));
    assert.equal((await chain.logs(turner)).length, logs, String(sequenceOf));
    const { result } = await house.run('log.check', {}, { as: turner });
    assert.deepEqual(logCheck.parse(result).faults, { count: 0, first: [] }, String(sequenceOf));
  });

  test('EL120 two servers on one database note a checkpoint once, and an interruption leaves no entry without what is kept of it', async () => {
    const { owner: noter } = await house.organization('Notewind');
    const { organization } = noter;
    await sequence(keeper(), organization);
    const count = async (): Promise<[kept: number, entries: number]> => {
      const entries = await subject.database.transaction(
        { role: 'app', organizationId: instanceLogId, userId: null },
        (tx) => tx.selectFrom('logEntries').select('index').where('op', '=', 'log.note-checkpoint').execute(),
      );
      return [(await house.ok('log.operator', {}, { as: noter })).total, entries.length];
    };
    const round = (database: Database = house.database) =>
      noteNewest({ ...keeper(), database, now: () => new Date(house.time.now) }, organization);
    const crashing: Database = {
      ...house.database,
      kind: house.database.kind,
      close: () => house.database.close(),
      transaction: (scope, work) =>
        house.database.transaction(scope, async (tx) => {
          await work(tx);
          throw new Error('The power went.');
        }),
    };
    await assert.rejects(round(crashing), /power/);
    assert.deepEqual(await count(), [0, 0]);
    const rounds = await Promise.all([round(), round(), round()]);
    assert.deepEqual(rounds.map(({ noted }) => noted).toSorted(), [0, 0, 1]);
    assert.deepEqual(await count(), [1, 1]);
    house.time.now = new Date(house.time.now.getTime() - 60_000);
    await chain.note(noter);
    await sequence(keeper(), organization);
    assert.equal((await round()).noted, 1, 'a clock that was set back holds nothing up');
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    const [last, first] = (await house.ok('log.operator', {}, { as: noter })).items;
    assert.equal(last?.at, first?.at, 'and no entry is earlier than the one before it');
  });

  test('an employee may not read it', async () => {
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('log.entries', {}, { as: employee })).error?.code, 'not_permitted');
  });
});
