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
    const { engagements: _, content, ...now } = await house.ok('evidence.get', { id: first.id }, { as: owner });
    assert.deepEqual({ ...now, content: first.content }, { ...first, supersededBy: second.id, renewal: 'renewed' });
    assert.ok(['waiting', 'indexed'].includes(content.state));
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

  test('EV30 controls of many pieces change in one entry, which seals each piece that changed', async () => {
    const [first, second, third] = [
      await upload({ title: 'First', controls: [] }),
      await upload({ title: 'Second', controls: ['GOV-01'] }),
      await upload({ title: 'Third', controls: ['GOV-02'] }),
    ];
    const ids = [first.id, second.id, third.id];
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const changed = await house.ok('evidence.assign', { ids, add: ['GOV-01'], remove: ['GOV-02'] }, { as: owner });
    assert.deepEqual(
      changed.items.map(({ title, added, removed }) => [title, added, removed]),
      [
        ['First', ['GOV-01'], []],
        ['Third', ['GOV-01'], ['GOV-02']],
      ],
    );
    const { items, total: now } = await house.ok('log.entries', { op: 'evidence.assign' }, { as: owner });
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, total + 1, `${now} of this kind`);
    assert.deepEqual(items[0]?.statement.facts, { pieces: 2, added: ['GOV-01'], removed: ['GOV-02'] });
    assert.deepEqual(
      Object.keys(items[0]?.statement.seals ?? {}).toSorted(),
      [`evidence/${first.id}`, `evidence/${third.id}`].toSorted(),
    );
    for (const { id, entryIndex } of [first, second, third]) {
      const piece = await house.ok('evidence.get', { id }, { as: owner });
      assert.deepEqual([piece.controls, piece.entryIndex], [['GOV-01'], entryIndex]);
    }
    const { owner: keeper } = await house.organization('Eastwind');
    await house.ok('controls.adopt', { codes: ['GOV-01'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const { id } = await house.ok('evidence.upload', { title: 'Policy', period }, { as: keeper, file: text });
    await house.ok('evidence.renew-by', { ids: [id], renewOn: '2026-09-01' }, { as: keeper });
    await house.ok('evidence.tag', { ids: [id], add: ['Policies'] }, { as: keeper });
    await house.ok('evidence.assign', { ids: [id], add: ['GOV-01'] }, { as: keeper });
    const check = async () => (await house.run('log.check', {}, { as: keeper })).result?.['faults'];
    assert.deepEqual(await check(), { count: 0, first: [] });
    const scope = { role: 'app', organizationId: keeper.organization, userId: null } as const;
    await subject.database.transaction(scope, (tx) =>
      tx.deleteFrom('evidenceControls').where('evidenceId', '=', id).execute(),
    );
    assert.match(JSON.stringify(await check()), /The evidence .* is not what entry \d+ sealed/);
  });

  test('EV30 of two who change the same pieces at once both count, and the seals hold', async () => {
    const { owner: keeper } = await house.organization('Upwind');
    await house.ok('controls.adopt', { codes: ['GOV-01', 'GOV-02'], effectiveFrom: '2025-03-01' }, { as: keeper });
    const { id } = await house.ok('evidence.upload', { title: 'Policy', period }, { as: keeper, file: text });
    await Promise.all(
      ['GOV-01', 'GOV-02'].map((code) => house.ok('evidence.assign', { ids: [id], add: [code] }, { as: keeper })),
    );
    assert.deepEqual((await house.ok('evidence.get', { id }, { as: keeper })).controls, ['GOV-01', 'GOV-02']);
    const { result } = await house.run('log.check', {}, { as: keeper });
    assert.deepEqual(result?.['faults'], { count: 0, first: [] });
  });

  test('a reader reads and adds nothing', async () => {
    const reader = await house.member(owner, 'reader');
    assert.equal((await house.call('evidence.list', {}, { as: reader })).status, 200);
    const reply = await house.call('evidence.upload', { title: 'X', period }, { as: reader, file: text });
    assert.equal(reply.error?.code, 'not_permitted');
  });
});
