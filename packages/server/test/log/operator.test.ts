import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { logCheck, type LogEntry, type NotedCheckpoint } from '@tickmark/core';
import { openNote, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { verifyBundle } from '../../../cli/src/bundles/index.ts';
import { verifyProof } from '../../../cli/src/bundles/proof.ts';
import { sourceOf } from '../../../verify-page/src/verify/source.ts';
import { verifyIntegrity } from '../../../verify-page/src/verify/verify.ts';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { commitmentTo } from '../../src/log/operator/commitment.ts';
import { noteEveryMs, noteNewest } from '../../src/log/operator/note.ts';
import { instanceLogId } from '../../src/platform/database/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { chainIn, type Chain } from './chain.ts';

/** What takes part in locks and commits of noting is asked of both databases in log.test.ts. */
onPostgres('the operator’s log', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;
  let chain: Chain;
  let folder: string;
  let bundle: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    chain = chainIn(house);
    ({ owner, engagementId } = await house.organization());
    folder = await mkdtemp(join(tmpdir(), 'tickmark-operator-'));
  });
  after(async () => {
    await house.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const parts = () => ({ ...house, now: () => new Date(house.time.now) });
  const later = (ms: number): void => {
    house.time.now = new Date(house.time.now.getTime() + ms);
  };
  const sign = (as: Person) => sequence(house, as.organization);
  /** Signs both logs, and notes what is due between. */
  const note = async (as = owner) => {
    await sign(as);
    const round = await noteNewest(parts(), as.organization);
    await sequence(house, instanceLogId);
    return round;
  };
  const noted = (as = owner, input = {}) => house.ok('log.operator', input, { as });
  const newest = async (as = owner): Promise<NotedCheckpoint> => {
    const [found] = (await noted(as)).items;
    assert.ok(found);
    return found;
  };
  const brief = ({ number, log, entry, fits, committed }: NotedCheckpoint) => ({ number, log, entry, fits, committed });
  const operatorEntries = () =>
    house.database.transaction({ role: 'app', organizationId: instanceLogId, userId: null }, async (tx) => {
      const rows = await tx.selectFrom('logEntries').select('statement').orderBy('index').execute();
      return rows
        .map(({ statement }) => JSON.parse(statement) as LogEntry['statement'])
        .filter(({ op }) => op === 'log.note-checkpoint');
    });
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return logCheck.parse(result).faults.first.map(({ message }) => message);
  };
  /** What somebody with the database could do. */
  const administrator = (script: string) =>
    house.database.owner(async (connection) => {
      const tables = ['log_entries', 'logs', 'log_tiles', 'noted_checkpoints'];
      for (const table of tables) await connection.script(`alter table tickmark.${table} no force row level security`);
      await connection.script(script);
      for (const table of tables) await connection.script(`alter table tickmark.${table} force row level security`);
    });

  test('EL120 the newest checkpoint is noted at once, and then once an hour while the log grows', async () => {
    assert.deepEqual(await noted(), { ...(await noted()), items: [], total: 0, missing: 0 });
    assert.equal((await note()).noted, 1);
    assert.deepEqual(brief(await newest()), { number: 1, log: 1, entry: 0, fits: true, committed: 'committed' });
    later(noteEveryMs);
    assert.deepEqual(await note(), { noted: 0, dueInMs: null }, 'nothing was written');
    await chain.note(owner);
    house.time.now = new Date(house.time.now.getTime() - 1);
    assert.deepEqual(await note(), { noted: 0, dueInMs: 1 });
    later(1);
    assert.equal((await note()).noted, 1);
    assert.deepEqual(brief(await newest()), { number: 2, log: 1, entry: 1, fits: true, committed: 'committed' });
  });

  test('EL121 an entry of the operator’s log is the hash of a salt and of the text of a checkpoint, and says nothing else', async () => {
    const { checkpoint, salt, commitment, at, operatorEntry } = await newest();
    const { verifierKey } = await house.ok('log.checkpoint', {}, { as: owner });
    const text = checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1);
    assert.doesNotThrow(() => openNote(nodeCrypto, checkpoint, [verifierKey]));
    assert.equal(parseCheckpoint(checkpoint).size, 2n);
    const sha256 = createHash('sha256')
      .update(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(text)]))
      .digest('hex');
    assert.equal(commitment, sha256);
    const entries = await operatorEntries();
    assert.deepEqual(entries.at(-1), { v: 1, op: 'log.note-checkpoint', at, by: null, facts: { commitment } });
    assert.equal(salt.length, 64);
    assert.equal(new Set(entries.map(({ facts }) => facts['commitment'])).size, entries.length);
    assert.ok(operatorEntry > 0);
  });

  test('EL120 the checkpoint of a bundle and the end of a log whose key was rotated are noted without waiting', async () => {
    await house.ok('dry-runs.run', { engagementId }, { as: owner });
    const job = await house.run('bundles.create', { engagementId }, { as: owner });
    assert.equal(job.state, 'done', JSON.stringify(job.error));
    const { items } = await house.ok('log.entries', { op: 'bundles.create', sort: '-index' }, { as: owner });
    assert.equal((await newest()).entry, items[0]?.index, 'the entry that seals the bundle is the last one');
    assert.equal((await note()).noted, 0, 'once');
    bundle = join(folder, 'bundle.tar');
    const { bytes } = await house.call('bundles.download', { id: job.result?.['bundleId'] }, { as: owner });
    await writeFile(bundle, bytes);
    await house.ok('log.rotate', { log: 1 }, { as: owner });
    const [ended] = await chain.logs(owner);
    assert.equal((await note()).noted, 1);
    const { log, entry, fits } = await newest();
    assert.deepEqual([log, entry, fits], [1, ended?.last, true]);
    later(noteEveryMs);
    await note();
    const first = { number: 5, log: 2, entry: (ended?.last ?? 0) + 1, fits: true, committed: 'committed' };
    assert.deepEqual(brief(await newest()), first);
    assert.deepEqual(await faults(), []);
  });

  test('EL122 noted checkpoints are read page by page, by whoever may read the log, and by nobody else', async () => {
    const { items, total, nextCursor, operator, missing } = await noted(owner, { limit: 2 });
    assert.deepEqual([items.map(({ number }) => number), total, missing], [[5, 4], 5, 0]);
    const rest = await noted(owner, { limit: 3, cursor: nextCursor });
    assert.deepEqual([rest.items.map(({ number }) => number), rest.nextCursor], [[3, 2, 1], null]);
    assert.equal(operator.name, `tickmark.local/logs/${instanceLogId}`);
    const reader = await house.member(owner, 'reader');
    assert.equal((await noted(reader)).total, 5);
    const employee = await house.member(owner, 'employee');
    for (const name of ['log.operator', 'log.operator-proof'] as const)
      assert.equal((await house.call(name, { number: 1 }, { as: employee })).error?.code, 'not_permitted');
    const { owner: other } = await house.organization('Southwind');
    assert.deepEqual((await noted(other)).items, []);
    const stranger = await house.call('log.operator-proof', { number: 1 }, { as: other });
    assert.deepEqual([stranger.error?.code, stranger.error?.field], ['not_found', 'number']);
    await note(other);
    assert.equal((await noted(other)).total, 1);
    assert.equal((await noted()).total, 5);
    const wrong = await house.call('log.operator-proof', { number: '0' }, { as: owner });
    assert.equal(wrong.error?.code, 'bad_input');
  });

  test('EL123 the proof that the operator’s log has committed is one that tickmark verify takes, with the key of that log', async () => {
    const { operator } = await noted();
    const shown = await house.ok('log.operator-proof', { number: 2 }, { as: owner });
    assert.equal(shown.verifierKey, operator.verifierKey);
    assert.equal((JSON.parse(shown.entry) as LogEntry['statement']).facts['commitment'], shown.commitment);
    const file = join(folder, 'noted-2.tlog-proof');
    await writeFile(file, shown.proof);
    await writeFile(join(folder, 'noted-2.json'), shown.entry);
    const verified = await verifyProof(file, { keys: [shown.verifierKey] });
    assert.deepEqual(
      [verified.holds, verified.entry?.op, verified.index, verified.checkpoint?.origin],
      [true, 'log.note-checkpoint', String(shown.operatorEntry), operator.name],
    );
    const { verifierKey: own } = await house.ok('log.checkpoint', {}, { as: owner });
    assert.equal((await verifyProof(file, { keys: [own] })).failure?.rule, 'EL34', 'it is no proof of another log');
  });

  test('EL127 EL128 EL129 a bundle carries the note of its own checkpoint, and the verifier may ask for it by the key of the operator’s log', async () => {
    const { operator } = await noted();
    const verified = await verifyBundle(bundle, { operatorKey: operator.verifierKey });
    assert.deepEqual([verified.failure, verified.holds], [null, true]);
    const { number, log, size, entry, operatorEntry, at } = (await noted()).items[2] ?? {};
    const told = { log, size, entry, operatorEntry: String(operatorEntry), at };
    assert.deepEqual([number, verified.noted], [3, { operator: operator.name, trusted: true, ...told }]);
    assert.equal(verified.checkpoint?.size, size);
    assert.equal((await verifyBundle(bundle)).noted?.trusted, false);
    const page = await verifyIntegrity(sourceOf(await readFile(bundle)));
    assert.deepEqual([page.holds, page.noted], [true, true]);
    const { verifierKey: own } = await house.ok('log.checkpoint', {}, { as: owner });
    assert.equal((await verifyBundle(bundle, { operatorKey: own })).failure?.rule, 'EL129');
  });

  test('EL123 before the operator’s log has signed the entry there is no proof yet', async () => {
    const { owner: late } = await house.organization('Westwind');
    await sign(late);
    await noteNewest(parts(), late.organization);
    assert.equal((await newest(late)).committed, 'not-signed-yet');
    const pending = await house.call('log.operator-proof', { number: 1 }, { as: late });
    assert.equal(pending.error?.code, 'not_yet_possible');
    const { result: unsigned } = await house.run('log.check', {}, { as: late });
    assert.deepEqual(
      [unsigned?.['noted'], unsigned?.['faults']],
      [0, { count: 0, first: [] }],
      'no fault, and not one that holds',
    );
    await sequence(house, instanceLogId);
    assert.equal((await newest(late)).committed, 'committed');
  });

  test('EL124 a log that was rewritten in the database and signed anew with its own key is named', async () => {
    const { owner: heir } = await house.organization('Eastwind');
    for (let n = 0; n < 3; n += 1) await chain.note(heir);
    await note(heir);
    const text = (await chain.entries(heir))[1];
    assert.ok(text);
    const rewritten = JSON.stringify({ ...text.statement, op: 'notes.ads' }).replaceAll(/\s/g, '');
    const canonical = `{"at":"${text.statement.at}","by":null,"facts":{},"op":"notes.ads","v":1}`;
    assert.equal(rewritten.length, canonical.length);
    const leaf = createHash('sha256')
      .update(Buffer.concat([Buffer.of(0), Buffer.from(canonical)]))
      .digest('hex');
    const where = `organization_id = '${heir.organization}'`;
    await administrator(`
      update tickmark.log_entries set op = 'notes.ads', statement = '${canonical}', leaf_hash = decode('${leaf}', 'hex')
        where ${where} and index = 1;
      delete from tickmark.log_tiles where ${where};
      update tickmark.logs set size = 0, checkpoint = null where ${where}`);
    await sign(heir);
    assert.equal((await house.ok('receipts.get', { index: 1 }, { as: heir })).state, 'signed', 'the log itself holds');
    assert.deepEqual(brief(await newest(heir)), { number: 1, log: 1, entry: 3, fits: false, committed: 'committed' });
    const [first, ...more] = await faults(heir);
    assert.match(
      first ?? '',
      /^Log 1 no longer begins with noted checkpoint 1: its first 4 entries, or its key, were others when entry \d+ of the operator’s log/,
    );
    assert.deepEqual(more, []);
    const still = await house.ok('log.operator-proof', { number: 1 }, { as: heir });
    assert.equal(parseCheckpoint(still.checkpoint).size, 4n, 'the proof stays that it was another one');
  });

  test('EL125 what is kept of a noted checkpoint, or the entry of it, is named where it was changed', async () => {
    const { owner: keeper } = await house.organization('Norwind');
    await note(keeper);
    await chain.note(keeper);
    later(noteEveryMs);
    await note(keeper);
    const of = `organization_id = '${keeper.organization}'`;
    const told: string[] = [];
    const signature = `rtrim(checkpoint, E'=\\n') || E'x\\n'`;
    const tampered = async (column: string, value: string): Promise<[fits?: boolean, committed?: string]> => {
      const whole = `tickmark.noted_checkpoints set ${column}`;
      await administrator(`create table tickmark.aside as select * from tickmark.noted_checkpoints where ${of} and number = 1;
        update ${whole} = ${value} where ${of} and number = 1`);
      const [, shown] = (await noted(keeper)).items;
      if (column === 'salt' || value === signature) told.push(...(await faults(keeper)));
      await administrator(`update ${whole} = (select ${column} from tickmark.aside) where ${of} and number = 1;
        drop table tickmark.aside`);
      return [shown?.fits, shown?.committed];
    };
    const changed = [true, 'not-committed'];
    assert.deepEqual(await tampered('salt', `set_byte(salt, 3, get_byte(salt, 3) # 1)`), changed);
    assert.deepEqual(await tampered('operator_index', 'operator_index + 1'), changed);
    assert.deepEqual(await tampered('operator_index', '999999'), changed);
    assert.deepEqual(await tampered('noted_at', `noted_at + interval '1 second'`), changed);
    const text = `replace(checkpoint, E'\\n1\\n', E'\\n2\\n')`;
    assert.deepEqual(await tampered('checkpoint', text), [false, 'not-committed']);
    assert.deepEqual(await tampered('checkpoint', signature), [false, 'committed']);
    for (const [column, value] of Object.entries({ size: 'size + 7', log_number: '2' }))
      assert.deepEqual(await tampered(column, value), [false, 'not-committed'], column);
    assert.equal(told.length, 2);
    assert.match(told[0] ?? '', /^Noted checkpoint 1 is not what entry \d+ of the operator’s log commits to\.$/);
    assert.match(told[1] ?? '', /^Log 1 no longer begins with noted checkpoint 1: /);
    assert.deepEqual(await faults(keeper), [], 'put back, all is well');

    const { operatorEntry: entry, checkpoint, commitment, salt } = await newest(keeper);
    const there = `where organization_id = '${instanceLogId}' and index = ${entry}`;
    await administrator(`create table tickmark.aside as select * from tickmark.log_entries ${there};
      update tickmark.log_entries set statement = 'nothing' ${there}`);
    assert.match((await faults(keeper))[0] ?? '', /^Noted checkpoint 2 is not what entry/);
    const refused = await house.call('log.operator-proof', { number: 2 }, { as: keeper });
    assert.equal(refused.error?.code, 'does_not_hold');
    const forged = commitmentTo(checkpoint, new Uint8Array(32));
    await administrator(`update tickmark.log_entries set statement = replace((select statement from tickmark.aside),
        '${commitment}', '${forged}') ${there};
      update tickmark.noted_checkpoints set salt = decode(repeat('00', 32), 'hex') where ${of} and number = 2`);
    const { commitment: both, committed } = await newest(keeper);
    assert.deepEqual([both, committed], [forged, 'not-committed'], 'they fit each other, and not what was signed');
    await administrator(
      `update tickmark.noted_checkpoints set salt = decode('${salt}', 'hex') where ${of} and number = 2`,
    );
    await administrator(`update tickmark.log_entries set statement = (select statement from tickmark.aside) ${there};
      drop table tickmark.aside`);

    for (const [number, place] of [
      [1, 'before another'],
      [2, 'at the end'],
    ] as const) {
      await administrator(`create table tickmark.aside as select * from tickmark.noted_checkpoints where ${of} and number = ${number};
        delete from tickmark.noted_checkpoints where ${of} and number = ${number}`);
      assert.deepEqual(
        await faults(keeper),
        [`Noted checkpoint ${number} is gone, and the operator’s log has an entry of it.`],
        place,
      );
      assert.equal((await noted(keeper)).missing, 1, place);
      await administrator(
        `insert into tickmark.noted_checkpoints select * from tickmark.aside; drop table tickmark.aside`,
      );
    }
    await administrator(`update tickmark.logs set noted = 1 where ${of}`);
    assert.deepEqual(await faults(keeper), ['Noted checkpoint 2 is kept, and was not counted when it was noted.']);
    later(noteEveryMs);
    assert.equal((await note(keeper)).noted, 1, 'which stops nobody from noting');
    const { number, fits } = await newest(keeper);
    assert.deepEqual([number, fits, await faults(keeper)], [3, true, []]);
  });
});
