import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Receipt, ReceiptWitness } from '@tickmark/core';
import { leafHash, parseCheckpoint, parseLogProof, parsePolicy, verifyLogProof } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { forEachDatabase } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';
import { record } from '../../src/platform/trail/index.ts';
import { askWitnesses } from '../../src/witnesses/ask.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { startStubWitness, type StubAnswer, type StubWitness } from '../witnesses/stub-witness.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

forEachDatabase('receipts of log entries', (subject) => {
  let house: House;
  let owner: Person;
  let anna: StubWitness;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder, { askEveryMs: 3_600_000 });
    ({ owner } = await house.organization());
    anna = await startStubWitness({ name: 'anna.example', number: 71, now: () => house.time.now });
  });
  after(async () => {
    await anna.stop();
    await house.stop();
  });

  const receipt = (index: number, as = owner): Promise<Receipt> => house.ok('receipts.get', { index }, { as });
  const refused = async (index: unknown, as = owner) =>
    (await house.call('receipts.get', { index: String(index) }, { as })).error;
  const logKey = async () => (await house.ok('log.checkpoint', {}, { as: owner })).verifierKey;
  const sign = () => sequence(house, owner.organization);
  /** An entry that nobody was told of, so that it waits to be signed; returns its index. */
  const write = () => {
    const entry = { organizationId: owner.organization, op: 'notes.add', at: house.time.now, by: null, facts: {} };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    return house.database.transaction(scope, (tx) => record(tx, entry));
  };
  /** The sequencer may have been told of an earlier write; one after that is seen while it waits. */
  const writePending = async (): Promise<Receipt> => {
    for (let tries = 0; tries < 20; tries += 1) {
      const written = await receipt(await write());
      if (written.state === 'pending') return written;
    }
    throw new Error('Every entry was signed as soon as it was written.');
  };
  const ask = () => {
    const parts = { ...house, outgoing: createOutgoing({ allowLoopback: true }), now: () => house.time.now };
    return askWitnesses(parts, owner.organization, new AbortController().signal);
  };
  const minuteLater = () => {
    house.time.now = new Date(house.time.now.getTime() + 60_000);
    return house.time.now.toISOString();
  };
  const said = async (index: number): Promise<ReceiptWitness | undefined> => {
    const { witnesses } = await receipt(index);
    return witnesses.find(({ name }) => name === 'anna.example');
  };
  const until = async <T>(what: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = await what();
      if (holds(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`It did not come to it: ${JSON.stringify(await what())}`);
  };

  test('EL70 a receipt says who wrote the entry, when and by which operation, and has the bytes of its hash', async () => {
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as: owner });
    await sign();
    const [entry] = (await house.ok('log.entries', { op: 'controls.adopt' }, { as: owner })).items;
    assert.ok(entry);
    const { proof, entry: text, ...told } = await receipt(entry.index);
    assert.deepEqual(told, {
      index: 1,
      log: { number: 1, verifierKey: await logKey(), index: 1, newest: true },
      leafHash: entry.leafHash,
      op: 'controls.adopt',
      at: house.time.now.toISOString(),
      by: { id: entry.statement.by, name: 'Olga Owner' },
      link: null,
      state: 'signed',
      witnesses: [],
      timestamps: [],
    });
    assert.deepEqual(JSON.parse(text), entry.statement);
    assert.equal(Buffer.from(leafHash(nodeCrypto, utf8(text))).toString('base64'), entry.leafHash);
    assert.ok(proof);
  });

  test('EL71 readers of the log see receipts, employees do not, and what is not in the log is not found', async () => {
    for (const role of ['reader', 'control-owner'] as const) {
      const reader = await house.member(owner, role);
      await sign();
      assert.deepEqual(await receipt(1, reader), await receipt(1));
    }
    const employee = await house.member(owner, 'employee');
    assert.equal((await refused(1, employee))?.code, 'not_permitted');
    for (const index of ['-1', 'one', '1.5']) assert.equal((await refused(index))?.code, 'bad_input', index);
    assert.deepEqual(await refused(99), {
      code: 'not_found',
      message: 'The log has no entry 99.',
      field: 'index',
      action: 'Take an index from the entries of the log; the first is 0.',
    });
    const { owner: other } = await house.organization('Southwind');
    await sequence(house, other.organization);
    const nothing = await refused(1, other);
    assert.deepEqual([nothing?.code, nothing?.message], ['not_found', 'The log has no entry 1.']);
    assert.notEqual((await receipt(0, other)).leafHash, (await receipt(0)).leafHash);
  });

  test('EL72 an entry that is not signed yet has no proof, and has one a moment later', async () => {
    const { index, ...pending } = await writePending();
    assert.deepEqual([pending.proof, pending.by], [null, null]);
    await sign();
    const { state, proof, entry } = await receipt(index);
    assert.equal(state, 'signed');
    const verified = verifyLogProof(nodeCrypto, proof ?? '', { entry: utf8(entry) }, { vkey: await logKey() });
    assert.equal(verified.index, BigInt(index));
    const before = utf8((await receipt(index - 1)).entry);
    const vkey = await logKey();
    assert.throws(() => verifyLogProof(nodeCrypto, proof ?? '', { entry: before }, { vkey }), { code: 'wrong_proof' });
  });

  test('EL73 a witness that was not asked yet and one that does not know the log are told apart', async () => {
    let answer: (value: StubAnswer) => void = () => undefined;
    anna.misbehave = () => new Promise((resolve) => (answer = resolve));
    const { verifierKey, url } = anna;
    await house.ok('witnesses.add', { verifierKey, url }, { as: owner });
    const unasked = { name: 'anna.example', verifierKey, named: true, standing: 'never', since: null, upTo: null };
    assert.deepEqual(await said(1), { ...unasked, asked: null });
    await until(
      async () => anna.requests.length,
      (requests) => requests > 0,
    );
    answer({ status: 404, body: '' });
    const asked = await until(
      () => said(1),
      (witness) => witness?.asked !== null,
    );
    assert.deepEqual([asked?.standing, asked?.asked?.outcome], ['never', 'unknown-log']);
    anna.misbehave = () => undefined;
  });

  test('EL73 a witness vouches for the entries of the trees it cosigned, each since the first, and for no later one', async () => {
    anna.log = await logKey();
    const first = minuteLater();
    const early = await write();
    const size = await sign();
    assert.equal((await said(early))?.standing, 'never');
    await ask();
    const { index: late, witnesses } = await writePending();
    assert.equal(witnesses[0]?.standing, 'behind');
    const covered = await said(early);
    assert.deepEqual([covered?.standing, covered?.since], ['vouched', first]);
    assert.deepEqual(covered?.upTo, { entry: size - 1, at: first, fits: true });
    await sign();
    const second = minuteLater();
    const behind = await said(late);
    assert.deepEqual([behind?.standing, behind?.since, behind?.upTo?.entry], ['behind', null, size - 1]);
    await ask();
    assert.deepEqual([(await said(late))?.standing, (await said(late))?.since], ['vouched', second]);
    const beyond = await said(early);
    assert.deepEqual([beyond?.since, beyond?.upTo], [first, { entry: late, at: second, fits: true }]);
  });

  test('EL74 the proof is under the checkpoint that most witnesses have cosigned, and a policy that asks for them holds', async () => {
    await write();
    await sign();
    const { proof, entry } = await receipt(1);
    const text = `log ${await logKey()}\nwitness w ${anna.verifierKey}\nquorum w\n`;
    const policy = parsePolicy(nodeCrypto, utf8(text));
    const { checkpoint } = verifyLogProof(nodeCrypto, proof ?? '', { entry: utf8(entry) }, { policy });
    assert.equal(checkpoint.cosignatures.length, 1);
    const newest = (await house.ok('log.checkpoint', {}, { as: owner })).size;
    const uncovered = await receipt(newest - 1);
    const trust = { vkey: await logKey(), policy };
    assert.throws(
      () => verifyLogProof(nodeCrypto, uncovered.proof ?? '', { entry: utf8(uncovered.entry) }, trust),
      /cosigned/,
    );
    assert.doesNotThrow(() => parseLogProof(uncovered.proof ?? ''));

    const bob = await startStubWitness({ name: 'bob.example', number: 72, now: () => house.time.now });
    try {
      bob.log = await logKey();
      await house.ok('witnesses.add', { verifierKey: bob.verifierKey, url: bob.url }, { as: owner });
      const both = await until(
        () => receipt(1),
        ({ witnesses }) => witnesses.every(({ standing }) => standing === 'vouched'),
      );
      const asksBoth = text.replace('quorum w', `witness b ${bob.verifierKey}\ngroup both all w b\nquorum both`);
      const strict = parsePolicy(nodeCrypto, utf8(asksBoth));
      await until(
        async () => (await receipt(1)).witnesses.map(({ upTo }) => upTo?.entry),
        ([one, other]) => one === other,
      );
      const subject = { entry: utf8(both.entry) };
      const held = verifyLogProof(nodeCrypto, (await receipt(1)).proof ?? '', subject, { policy: strict });
      assert.equal(held.checkpoint.cosignatures.length, 2);
    } finally {
      await bob.stop();
    }
  });

  test('EL92 EL93 a witness is asked for the end of a log whose key was rotated, then for the next, and each is told apart', async () => {
    const { owner: turner } = await house.organization('Turnwind');
    const organizationId = turner.organization;
    const scope = { role: 'app', organizationId, userId: null } as const;
    const carl = await startStubWitness({ name: 'carl.example', number: 73, now: () => house.time.now });
    const parts = { ...house, outgoing: createOutgoing({ allowLoopback: true }), now: () => house.time.now };
    const round = () => askWitnesses(parts, organizationId, new AbortController().signal);
    const note = () =>
      house.database.transaction(scope, (tx) =>
        record(tx, { organizationId, op: 'notes.add', at: house.time.now, by: null, facts: {} }),
      );
    const vouchedFor = async () => (await house.ok('witnesses.vouched', {}, { as: turner })).items;
    const listed = async () => (await house.ok('witnesses.list', {}, { as: turner })).items[0];
    const chain = async () => (await house.ok('log.chain', {}, { as: turner })).items;
    const on = async (index: number) => {
      const { proof, state, log, witnesses, entry } = await receipt(index, turner);
      const { checkpoint } = verifyLogProof(nodeCrypto, proof ?? '', { entry: utf8(entry) }, { vkey: log.verifierKey });
      const [said] = witnesses;
      return {
        state,
        log: log.number,
        size: Number(checkpoint.size),
        standing: said?.standing,
        asked: said?.asked?.outcome,
      };
    };
    try {
      await sequence(house, organizationId);
      carl.log = (await chain())[0]?.verifierKey;
      const { verifierKey, url } = carl;
      await house.ok('witnesses.add', { verifierKey, url }, { as: turner });
      const [first] = await until(vouchedFor, ({ length }) => length > 0);
      assert.deepEqual([first?.log, first?.entry, first?.ended, first?.fits], [1, 1, false, true]);
      // As if it had been cosigned before signed checkpoints were kept.
      await house.database.owner(async ({ script }) => {
        await script('alter table tickmark.log_checkpoints no force row level security');
        await script('delete from tickmark.log_checkpoints');
        await script('alter table tickmark.log_checkpoints force row level security');
      });
      await note();
      await house.ok('log.rotate', { log: 1 }, { as: turner });
      assert.deepEqual((await on(2)).standing, 'behind');

      carl.requests.length = 0;
      assert.deepEqual(await round(), { size: 5, behind: true });
      assert.deepEqual(
        carl.requests.map(({ oldSize, checkpoint }) => [oldSize, parseCheckpoint(checkpoint).size]),
        [
          [2n, 4n],
          [0n, 1n],
        ],
      );
      const [end, ...more] = await vouchedFor();
      assert.deepEqual([end?.log, end?.entry, end?.ended, end?.fits, more], [1, 3, true, true, []]);
      const behind = await listed();
      assert.deepEqual([behind?.log, behind?.asked?.outcome], [2, 'key-refused'], 'nobody told it of the next log');
      assert.deepEqual(
        behind?.earlier.map(({ log, outcome }) => [log, outcome]),
        [[1, 'cosigned']],
      );
      const held = { state: 'signed', log: 1, standing: 'vouched', asked: 'cosigned' };
      assert.deepEqual(await on(1), { ...held, size: 2 }, 'under what it cosigned before the key was gone');
      assert.deepEqual(await on(2), { ...held, size: 4 });
      assert.deepEqual(await on(4), { state: 'signed', log: 2, size: 1, standing: 'never', asked: 'key-refused' });

      carl.log = (await chain())[1]?.verifierKey;
      carl.state = { size: 0n, root: new Uint8Array(32) };
      assert.equal((await round()).behind, false);
      assert.deepEqual(
        (await vouchedFor()).map(({ log, entry, ended }) => [log, entry, ended]),
        [
          [2, 4, false],
          [1, 3, true],
        ],
      );

      await house.ok('log.rotate', { log: 2 }, { as: turner });
      carl.misbehave = () => ({ status: 503, body: '' });
      await round();
      assert.deepEqual([(await listed())?.log, (await listed())?.asked?.outcome], [2, 'no-answer']);
      assert.deepEqual((await receipt(6, turner)).witnesses, [], 'it was not asked about that log yet');
      carl.misbehave = () => ({ status: 422, body: '' });
      await round();
      const alarmed = await listed();
      assert.deepEqual(
        [alarmed?.log, alarmed?.asked?.outcome, alarmed?.earlier.map(({ outcome }) => outcome)],
        [3, 'other-history', ['cosigned', 'other-history']],
        'a rotation hides no alarm',
      );
      assert.equal((await on(5)).asked, 'other-history');
      await house.ok('witnesses.remove', { id: alarmed?.id }, { as: turner });
      assert.equal((await on(1)).standing, 'vouched', 'what it cosigned stays');
    } finally {
      await carl.stop();
    }
  });

  test('EL73 what a witness cosigned counts when it refuses since, and when it is no longer asked', async () => {
    anna.misbehave = () => ({ status: 403, body: '' });
    const index = await write();
    await sign();
    await ask();
    const refusing = await said(1);
    assert.deepEqual([refusing?.standing, refusing?.asked?.outcome], ['vouched', 'key-refused']);
    assert.deepEqual([(await said(index))?.standing, (await said(index))?.asked?.outcome], ['behind', 'key-refused']);
    anna.misbehave = () => undefined;
    const { items } = await house.ok('witnesses.list', {}, { as: owner });
    await house.ok('witnesses.remove', { id: items.find(({ name }) => name === 'anna.example')?.id }, { as: owner });
    const removed = await said(1);
    assert.deepEqual([removed?.named, removed?.asked, removed?.standing], [false, null, 'vouched']);
  });

  test('EL73 a cosignature that was put into the database and does not fit vouches for nothing', async () => {
    await sign();
    const { size, rootHash, checkpoint } = await house.ok('log.checkpoint', {}, { as: owner });
    const { name, line } = { name: 'anna.example', line: anna.line(checkpoint.replace(/\n\d+\n/, '\n1\n')) };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const row = {
      organizationId: owner.organization,
      verifierKey: anna.verifierKey,
      name,
      line,
      cosignedAt: new Date(),
    };
    await house.database.transaction(scope, (tx) =>
      tx
        .insertInto('cosignatures')
        .values({ ...row, size, root: Buffer.from(rootHash, 'base64') })
        .execute(),
    );
    const made = await said(size - 1);
    assert.deepEqual([made?.standing, made?.since, made?.upTo?.fits], ['other-history', null, false]);
    assert.equal((await said(1))?.standing, 'vouched', 'what it really cosigned still counts');
  });

  test('EL75 an entry that was changed in the database has no proof, and nobody vouches for it', async () => {
    await administrator(`update tickmark.log_entries set statement = replace(statement, 'CHG-02', 'CHG-03')`);
    const { state, proof, witnesses } = await receipt(1);
    assert.deepEqual([state, proof, witnesses], ['not-as-signed', null, []]);
    assert.equal((await receipt(0)).state, 'signed');
  });

  test('EL135 who asks for what can be told from the tiles alone is told that they are gone', async () => {
    assert.ok((await house.ok('witnesses.vouched', {}, { as: owner })).items.length > 0);
    await administrator('delete from tickmark.log_tiles');
    const { error } = await house.call('witnesses.vouched', {}, { as: owner });
    assert.equal(error?.code, 'does_not_hold');
    assert.match(error.message, /^The log is not as it was signed: .*tile\//);
  });

  test('EL73 a log that was written anew is another history than the one the witness cosigned', async () => {
    await administrator('delete from tickmark.log_tiles');
    await administrator('update tickmark.logs set size = 0, checkpoint = null');
    await sign();
    const { state, proof, witnesses } = await receipt(1);
    assert.equal(state, 'signed');
    assert.doesNotThrow(() => parseLogProof(proof ?? ''));
    assert.deepEqual(
      [witnesses[0]?.standing, witnesses[0]?.since, witnesses[0]?.upTo?.fits],
      ['other-history', null, false],
    );
  });

  /** What somebody with the database could do. */
  async function administrator(script: string): Promise<void> {
    await house.database.owner(async (connection) => {
      for (const table of ['log_entries', 'logs', 'log_tiles'])
        await connection.script(`alter table tickmark.${table} no force row level security`);
      await connection.script(
        `${script} ${script.includes('where') ? 'and' : 'where'} organization_id = '${owner.organization}'`,
      );
      for (const table of ['log_entries', 'logs', 'log_tiles'])
        await connection.script(`alter table tickmark.${table} force row level security`);
    });
  }
});
