import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { logCheck, type ChainedLog, type LogEntry } from '@tickmark/core';
import {
  formatCheckpoint,
  formatVerifierKey,
  openNote,
  parseCheckpoint,
  signNote,
  verifyInclusion,
  verifyLog,
  verifyLogProof,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { forEachDatabase } from '../../../testkit/src/databases/index.ts';
import { exportLogs, logHandlers, sequence, startSequencer } from '../../src/log/index.ts';
import type { HandlerContext } from '../../src/platform/handler.ts';
import { record } from '../../src/platform/trail/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

forEachDatabase('the evidence log of an organization', (subject) => {
  let house: House;
  let owner: Person;

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

  const chainOf = async (as: Person): Promise<ChainedLog[]> => (await house.ok('log.chain', {}, { as })).items;
  const entriesOf = async (as: Person): Promise<LogEntry[]> => {
    const all: LogEntry[] = [];
    for (let cursor: string | undefined; ;) {
      const given = cursor === undefined ? {} : { cursor };
      const page = await house.ok('log.entries', { sort: 'index', limit: 100, ...given }, { as });
      all.push(...page.items);
      if (page.nextCursor === null) return all;
      cursor = page.nextCursor;
    }
  };
  /** Every entry leads to the checkpoint of its own log, by its proof and by its receipt; returns the entries. */
  const provenEntries = async (as: Person): Promise<LogEntry[]> => {
    await sequence(keeper(), as.organization);
    const entries = await entriesOf(as);
    const chain = await chainOf(as);
    assert.deepEqual(
      entries.map(({ index }) => index),
      entries.map((_, i) => i),
    );
    for (const { index, statement } of entries) {
      const log = chain.findLast(({ first }) => first <= index);
      assert.ok(log);
      const { number, verifierKey } = log;
      const place = { number, verifierKey, index: index - log.first, newest: log === chain.at(-1) };
      const proof = await house.ok('log.proof', { index }, { as });
      assert.deepEqual([proof.log, proof.checkpoint], [place, log.checkpoint]);
      const { size, root, origin } = parseCheckpoint(proof.checkpoint);
      assert.equal(origin, log.origin);
      const inclusion = { size, index: BigInt(place.index), leafHash: bytes(proof.leafHash), root };
      assert.doesNotThrow(() => verifyInclusion(nodeCrypto, { ...inclusion, proof: proof.path.map(bytes) }));
      const receipt = await house.ok('receipts.get', { index }, { as });
      assert.deepEqual([receipt.state, receipt.log, JSON.parse(receipt.entry)], ['signed', place, statement]);
      const entry = new TextEncoder().encode(receipt.entry);
      const shown = verifyLogProof(nodeCrypto, receipt.proof ?? '', { entry }, { vkey: verifierKey });
      assert.equal(shown.index, BigInt(place.index));
    }
    return entries;
  };
  const note = (as: Person): Promise<number> =>
    house.database.transaction({ role: 'app', organizationId: as.organization, userId: null }, (tx) =>
      record(tx, { organizationId: as.organization, op: 'notes.add', at: house.time.now, by: null, facts: {} }),
    );

  test('EL90 a rotation ends the log with an entry that names the next key, and the next begins with where it ended', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    await note(turner);
    const [before] = await chainOf(turner);
    const { items } = await house.ok('log.rotate', { log: 1 }, { as: turner });
    const [first, second, ...more] = items;
    assert.ok(before !== undefined && first?.checkpoint && second?.checkpoint);
    assert.deepEqual(more, []);
    assert.deepEqual(await chainOf(turner), items);
    const at = house.time.now.toISOString();
    assert.deepEqual([first.number, first.first, first.last, first.verifierKey], [1, 0, 2, before.verifierKey]);
    assert.deepEqual([first.rotated?.at, first.rotated?.by.name], [at, 'Olga Owner']);
    assert.deepEqual([second.number, second.first, second.last, second.rotated], [2, 3, 3, null]);
    assert.equal(second.origin, `${first.origin}/2`);
    assert.notEqual(second.verifierKey.split('+')[2], first.verifierKey.split('+')[2]);
    const { origin, verifierKey } = second;
    const [, , last, next] = await provenEntries(turner);
    assert.deepEqual([last?.statement.op, last?.statement.facts], ['log.rotate', { next: 2, origin, verifierKey }]);
    assert.equal(last?.statement.by, first.rotated?.by.id);
    const end = parseCheckpoint(first.checkpoint);
    assert.deepEqual(
      [next?.statement.op, next?.statement.by, next?.statement.facts],
      [
        'log.continue',
        null,
        {
          log: 2,
          first: 3,
          previousKey: first.verifierKey,
          previousSize: 3,
          previousRoot: Buffer.from(end.root).toString('hex'),
          previousCheckpoint: first.checkpoint,
        },
      ],
    );
    assert.doesNotThrow(() => openNote(nodeCrypto, first.checkpoint ?? '', [first.verifierKey]));
    const state = await house.ok('log.checkpoint', {}, { as: turner });
    assert.deepEqual([state.log, state.first, state.size, state.pending], [2, 3, 1, 0]);
    assert.equal(await note(turner), 4);
  });

  test('EL90 only an owner rotates, of their own organization, and no key twice by mistake', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const manager = await house.member(turner, 'compliance-manager');
    assert.equal((await house.call('log.rotate', { log: 1 }, { as: manager })).error?.code, 'not_permitted');
    await house.ok('log.rotate', { log: 1 }, { as: turner });
    assert.equal((await chainOf(owner)).length, 1, 'nobody else’s is rotated');
    const stranger = await house.member(turner, 'owner');
    const foreign = { as: stranger, organization: owner.organization };
    for (const name of ['log.chain', 'log.rotate'] as const)
      assert.equal((await house.call(name, { log: 1 }, foreign)).error?.code, 'not_found');
    for (const log of [1, 3]) {
      const { error } = await house.call('log.rotate', { log }, { as: turner });
      assert.deepEqual([error?.code, error?.field], ['conflict', 'log']);
      assert.ok(error?.action);
    }
    for (const log of [0, 1.5, 'one', null])
      assert.equal((await house.call('log.rotate', { log }, { as: turner })).error?.code, 'bad_input');
    const { total } = await house.ok('log.entries', { op: 'log.rotate' }, { as: turner });
    assert.equal(total, 1, 'what is refused leaves no entry');
  });

  test('EL91 with its final checkpoint the key of a log is gone, and nothing else of it is ever signed', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    await note(turner);
    await sequence(keeper(), turner.organization);
    assert.equal((await exportLogs(keeper(), turner.organization, 1))?.length, 1);
    const keys = () =>
      house.database.transaction({ role: 'app', organizationId: turner.organization, userId: null }, (tx) =>
        tx.selectFrom('logs').select('signingKey').execute(),
      );
    const [key] = await keys();
    assert.ok(key);
    await house.ok('log.rotate', { log: 1 }, { as: turner });
    const left = await house.database.owner(({ query }) =>
      query<{ tables: string }>(
        `select string_agg(table_to_xml(('tickmark.' || quote_ident(tablename))::regclass, false, false, '')::text, '') as tables
         from pg_tables where schemaname = 'tickmark' and tablename in ('logs', 'earlier_logs', 'log_checkpoints')`,
        [],
      ),
    );
    const sealed = Buffer.from(key.signingKey);
    for (const text of [sealed.toString('hex'), sealed.toString('base64').slice(0, 40)])
      assert.doesNotMatch(left[0]?.tables ?? '', new RegExp(text.replaceAll('+', '\\+')));
    for (const entries of [1, 2])
      assert.equal(await exportLogs(keeper(), turner.organization, entries), undefined, `${entries} entries`);
    for (const entries of [3, 4]) {
      const logs = await exportLogs(keeper(), turner.organization, entries);
      assert.deepEqual(
        logs?.map(({ size }) => size),
        entries === 3 ? [3] : [3, 1],
      );
    }
    // Put back in place of the new key, the old one does not open.
    const [replaced] = await keys();
    const put = (signingKey: Uint8Array | undefined) =>
      house.database.transaction({ role: 'app', organizationId: turner.organization, userId: null }, (tx) =>
        tx.updateTable('logs').set({ signingKey }).execute(),
      );
    await put(key.signingKey);
    await note(turner);
    await assert.rejects(sequence(keeper(), turner.organization), { code: 'cannot_run' });
    await put(replaced?.signingKey);
    assert.equal(await sequence(keeper(), turner.organization), 5);
  });

  test('EL90 writes at the same moment are in one log or the other, and none is lost or in both', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const rotate = (log: number) => house.call('log.rotate', { log }, { as: turner });
    const several = (n: number) => Array.from({ length: n }, () => note(turner));
    const [first, again] = [rotate(1), rotate(1)];
    const written = await Promise.all([...several(6), first.then(() => note(turner)), ...several(6)]);
    const answers = (await Promise.all([first, again])).map(({ status }) => status).toSorted();
    assert.deepEqual(answers, [200, 409], 'of two rotations at once one is told that the other was first');
    const entries = await provenEntries(turner);
    assert.deepEqual(
      entries.flatMap(({ index, statement }) => (statement.op === 'notes.add' ? [index] : [])),
      written.toSorted((a, b) => a - b),
    );
    assert.equal(entries.length, written.length + 3);
    const [ended, next] = await chainOf(turner);
    assert.equal(entries[ended?.last ?? 0]?.statement.op, 'log.rotate');
    assert.equal(entries[next?.first ?? 0]?.statement.op, 'log.continue');
  });

  test('EL90 a rotation that does not come to its commit leaves the log as it was', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const organizationId = turner.organization;
    const userId = (await entriesOf(turner))[0]?.statement.by ?? '';
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
    const before = [await chainOf(turner), await entriesOf(turner)];
    await assert.rejects(attempt(house.masterKey, crash), /power/);
    await assert.rejects(
      attempt(randomBytes(32), () => undefined),
      { code: 'cannot_run' },
    );
    assert.deepEqual([await chainOf(turner), await entriesOf(turner)], before);
    assert.equal(await note(turner), 1);
    await attempt(house.masterKey, () => undefined);
    assert.deepEqual(
      (await provenEntries(turner)).map(({ statement }) => statement.op),
      ['organizations.create', 'notes.add', 'log.rotate', 'log.continue'],
    );
  });

  test('EL92 after any sequence of writes and rotations each entry leads to the checkpoint of its log', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    let logs = 1;
    // Bits of a number, so that a sequence that fails can be made again: 1 rotates.
    const sequenceOf = randomInt(2 ** 10) | 1;
    for (let bit = 0; bit < 10; bit += 1) {
      if ((sequenceOf >> bit) % 2 === 0) await note(turner);
      else if (logs < 4) await house.ok('log.rotate', { log: logs++ }, { as: turner });
    }
    await note(turner);
    assert.ok((await provenEntries(turner)).length >= logs * 2, String(sequenceOf));
    assert.equal((await chainOf(turner)).length, logs, String(sequenceOf));
    const { result } = await house.run('log.check', {}, { as: turner });
    assert.deepEqual(logCheck.parse(result).faults, { count: 0, first: [] }, String(sequenceOf));
  });

  test('EL97 the check of records finds an earlier log that is not the one its successor continues', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const { owner: other } = await house.organization('Otherwind');
    for (const each of [turner, other]) await house.ok('log.rotate', { log: 1 }, { as: each });
    const faults = async () =>
      logCheck
        .parse((await house.run('log.check', {}, { as: turner })).result)
        .faults.first.map(({ message }) => message);
    assert.deepEqual(await faults(), []);
    const administrator = (text: string, parameters: unknown[] = []) =>
      house.database.owner(async ({ query, script }) => {
        await script('alter table tickmark.earlier_logs no force row level security');
        await query(text, parameters);
        await script('alter table tickmark.earlier_logs force row level security');
      });
    const forged = new Uint8Array(32).fill(7);
    const [first] = await chainOf(turner);
    const name = first?.origin ?? '';
    const text = formatCheckpoint(parseCheckpoint(first?.checkpoint ?? ''));
    await administrator(
      'update tickmark.earlier_logs set verifier_key = $1, checkpoint = $2 where organization_id = $3',
      [
        formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(forged)),
        signNote(nodeCrypto, text, { name, seed: forged }),
        turner.organization,
      ],
    );
    const [fault] = await faults();
    assert.match(fault ?? '', /Entry 2 continues another log/);
  });

  test('an employee may not read it', async () => {
    const employee = await house.member(owner, 'employee');
    assert.equal((await house.call('log.entries', {}, { as: employee })).error?.code, 'not_permitted');
  });
});
