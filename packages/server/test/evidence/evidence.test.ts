import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { forEachDatabase } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const text = 'minutes of the board, 2025-09-01\n';

forEachDatabase('evidence', (subject) => {
  let house: House;
  let owner: Person;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner } = await house.organization());
    await house.ok('controls.adopt', { codes: ['GOV-01', 'GOV-02'], effectiveFrom: '2025-03-01' }, { as: owner });
  });
  after(() => house.stop());

  const upload = (changes: Record<string, unknown> = {}) =>
    house.ok(
      'evidence.upload',
      { title: 'Board minutes', period, controls: ['GOV-02'], ...changes },
      { as: owner, file: text, fileName: 'minutes.txt' },
    );

  test('a file is sealed by a commitment that its salt and bytes give again', async () => {
    const made = await upload();
    assert.equal(made.sha256, createHash('sha256').update(text).digest('hex'));
    assert.equal(made.fileName, 'minutes.txt');
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const { salt } = await subject.database.transaction(scope, (tx) =>
      tx.selectFrom('evidence').select('salt').where('id', '=', made.id).executeTakeFirstOrThrow(),
    );
    assert.match(salt, /^[0-9a-f]{64}$/);
    assert.equal(made.commitment, createHash('sha256').update(Buffer.from(salt, 'hex')).update(text).digest('hex'));
    const { items } = await house.ok('log.entries', { op: 'evidence.upload' }, { as: owner });
    assert.equal(items[0]?.index, made.entryIndex);
    assert.deepEqual(items[0]?.statement.facts, {
      evidenceId: made.id,
      commitment: made.commitment,
      periodFrom: period.from,
      periodTo: period.to,
      backDated: true,
      supersedes: null,
    });
  });

  test('the same bytes get another salt each time, so that no entry tells what they were', async () => {
    assert.notEqual((await upload()).commitment, (await upload()).commitment);
  });

  test('captured after the last day of its period, in the zone of the organization, is back-dated', async () => {
    const lastDay = new Date('2026-02-28T22:59:00.000Z');
    const nextDay = new Date('2026-02-28T23:01:00.000Z');
    const today = house.time.now;
    house.time.now = lastDay;
    assert.equal((await upload()).backDated, false);
    house.time.now = nextDay;
    assert.equal((await upload()).backDated, true);
    house.time.now = today;
  });

  test('the bytes come back as sealed, as an attachment', async () => {
    const { id } = await upload();
    const reply = await house.call('evidence.download', { id }, { as: owner });
    assert.equal(reply.status, 200);
    assert.equal(reply.bytes.toString(), text);
    assert.match(reply.headers.get('content-disposition') ?? '', /^attachment/);
  });

  test('a list is filtered by control and searched', async () => {
    await upload({ title: 'Code of conduct', controls: ['GOV-01'] });
    const { items, total } = await house.ok('evidence.list', { control: 'GOV-01' }, { as: owner });
    assert.equal(total, 1);
    assert.deepEqual(items[0]?.controls, ['GOV-01']);
    assert.equal((await house.ok('evidence.list', { search: 'conduct nowhere' }, { as: owner })).total, 0);
  });

  test('a control that was never adopted, a file that is missing and a foreign predecessor are refused, and nothing is kept', async () => {
    const { total } = await house.ok('evidence.list', {}, { as: owner });
    const log = await house.ok('log.entries', {}, { as: owner });
    const { owner: other } = await house.organization('Southwind');
    const foreign = await house.ok('evidence.upload', { title: 'Theirs', period }, { as: other, file: text });
    const attempt = (input: Record<string, unknown>, file: string | undefined) =>
      house.call('evidence.upload', { title: 'X', period, ...input }, { as: owner, file });

    const unknown = await attempt({ controls: ['CHG-02'] }, text);
    assert.deepEqual([unknown.error?.code, unknown.error?.field], ['not_found', 'controls']);
    assert.equal((await attempt({}, undefined)).status, 400);
    const superseding = await attempt({ supersedes: foreign.id }, text);
    assert.deepEqual([superseding.error?.code, superseding.error?.field], ['not_found', 'supersedes']);
    assert.equal((await attempt({ period: { from: '2026-02-01', to: '2026-01-01' } }, text)).status, 400);

    assert.equal((await house.ok('evidence.list', {}, { as: owner })).total, total);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, log.total);
    assert.equal((await house.call('evidence.get', { id: foreign.id }, { as: owner })).status, 404);
    assert.equal((await house.call('evidence.download', { id: foreign.id }, { as: owner })).status, 404);
  });

  test('EV1 a new version names the one before, which tells of it and otherwise stays as it was', async () => {
    const first = await upload({ title: 'Version 1' });
    const second = await upload({ title: 'Version 2', supersedes: first.id });
    assert.deepEqual([second.supersedes, second.supersededBy], [first.id, null]);
    assert.deepEqual(await house.ok('evidence.get', { id: first.id }, { as: owner }), {
      ...first,
      supersededBy: second.id,
      renewal: 'renewed',
    });
  });

  test('EV1 of two who send a newer version at once one does, and the other is told of it', async () => {
    const { id } = await upload();
    const replies = await Promise.all(
      ['A', 'B'].map((title) =>
        house.call('evidence.upload', { title, period, supersedes: id }, { as: owner, file: text }),
      ),
    );
    const refused = replies.filter(({ error }) => error !== undefined);
    assert.deepEqual(
      refused.map(({ error }) => [error?.code, error?.field]),
      [['conflict', 'supersedes']],
    );
    const { supersededBy } = await house.ok('evidence.get', { id }, { as: owner });
    const { total } = await house.ok('evidence.list', { newest: true }, { as: owner });
    const all = await house.ok('evidence.list', {}, { as: owner });
    assert.equal(all.items.filter(({ supersedes }) => supersedes === id).length, 1);
    assert.ok(all.items.some((each) => each.id === supersededBy));
    assert.equal(total, all.items.filter((each) => each.supersededBy === null).length);
  });

  test('EV1 of two versions that were made before that was refused, the later counts', async () => {
    const first = await upload();
    await upload({ supersedes: first.id });
    const other = await upload();
    const row = { title: 'A fork', supersedes: first.id, id: '00000000-0000-4000-8000-0000000000f0' };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    await subject.database.transaction(scope, async (tx) => {
      const kept = await tx.selectFrom('evidence').selectAll().where('id', '=', other.id).executeTakeFirstOrThrow();
      await tx
        .insertInto('evidence')
        .values({ ...kept, ...row, entryIndex: other.entryIndex + 1000 })
        .execute();
    });
    assert.equal((await house.ok('evidence.get', { id: first.id }, { as: owner })).supersededBy, row.id);
    assert.equal((await house.call('evidence.list', {}, { as: owner })).status, 200);
  });

  test('EV2 the day of renewal comes after the first day and stands in the log entry', async () => {
    const early = await house.call(
      'evidence.upload',
      { title: 'Report', period, renewOn: period.from },
      { as: owner, file: text },
    );
    assert.deepEqual([early.error?.code, early.error?.field], ['bad_input', 'renewOn']);
    const made = await upload({ renewOn: '2026-03-31' });
    const { items } = await house.ok('log.entries', { op: 'evidence.upload' }, { as: owner });
    assert.deepEqual(items[0]?.statement.facts['renewOn'], '2026-03-31');
    assert.equal(made.renewOn, '2026-03-31');
  });

  test('EV3 and EV4 renewal is told by the local date, and what is due is found by the days that are left', async () => {
    const { owner: keeper } = await house.organization('Westwind');
    const seal = (title: string, more: Record<string, unknown> = {}) =>
      house.ok('evidence.upload', { title, period, ...more }, { as: keeper, file: text });
    const today = house.time.now;
    await seal('none');
    await seal('late', { renewOn: '2026-03-01' });
    await seal('that day', { renewOn: '2026-03-02' });
    await seal('last soon', { renewOn: '2026-04-01' });
    await seal('first later', { renewOn: '2026-04-02' });
    const { id } = await seal('renewed', { renewOn: '2026-02-01' });
    await seal('newer', { supersedes: id, renewOn: '2027-02-01' });
    // In Berlin the 2nd of March has begun.
    house.time.now = new Date('2026-03-01T23:30:00.000Z');
    const list = async (input: Record<string, unknown>) =>
      (await house.ok('evidence.list', { sort: 'renewOn', ...input }, { as: keeper })).items;
    assert.deepEqual(Object.fromEntries((await list({})).map(({ title, renewal }) => [title, renewal])), {
      renewed: 'renewed',
      late: 'overdue',
      'that day': 'soon',
      'last soon': 'soon',
      'first later': 'later',
      newer: 'later',
      none: 'none',
    });
    const within = async (days: number) => (await list({ renewWithin: days })).map(({ title }) => title);
    assert.deepEqual(await within(0), ['late', 'that day']);
    assert.deepEqual(await within(30), ['late', 'that day', 'last soon']);
    assert.deepEqual(await within(31), ['late', 'that day', 'last soon', 'first later']);
    assert.deepEqual(
      (await list({ newest: true })).map(({ title }) => title),
      ['late', 'that day', 'last soon', 'first later', 'newer', 'none'],
    );
    const negative = await house.call('evidence.list', { renewWithin: -1 }, { as: keeper });
    assert.deepEqual([negative.error?.code, negative.error?.field], ['bad_input', 'renewWithin']);
    house.time.now = today;
  });

  test('a reader reads and adds nothing', async () => {
    const reader = await house.member(owner, 'reader');
    assert.equal((await house.call('evidence.list', {}, { as: reader })).status, 200);
    const reply = await house.call('evidence.upload', { title: 'X', period }, { as: reader, file: text });
    assert.equal(reply.error?.code, 'not_permitted');
  });
});
