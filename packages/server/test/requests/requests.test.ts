import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changeNounTitles, type AuditRequest, type LogCheck } from '@tickmark/core';
import type { KyselyPlugin } from 'kysely';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import type { Tx } from '../../src/platform/database/index.ts';
import { countRequests, listRequests } from '../../src/requests/list-store.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const reason = 'The list was of another system.';
const own = { area: 'Cloud', title: 'Accounts of the cloud', kind: 'configuration' } as const;

onPostgres('requests', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization());
    await house.ok('controls.adopt', { codes: ['CHG-02', 'GOV-02'], effectiveFrom: '2025-03-01' }, { as: owner });
  });
  after(() => house.stop());

  type Name = Parameters<House['call']>[0];
  const upload = (title: string, more: Record<string, unknown> = {}, as = owner) =>
    house.ok('evidence.upload', { title, period, ...more }, { as, file: title, fileName: 'file.txt' });
  const refused = async (name: Name, input: Record<string, unknown>, as = owner) => {
    const { error } = await house.call(name, input, { as });
    assert.ok(error === undefined || error.code === 'not_permitted' || error.message.length > 10);
    return [error?.code, error?.field];
  };
  const get = (id: string, as = owner) => house.ok('requests.get', { id }, { as });
  const list = (input: Record<string, unknown> = {}, as = owner) => house.ok('requests.list', input, { as });
  const codes = async (input: Record<string, unknown>) => (await list(input)).items.map(({ code }) => code);
  let made = 0;
  const add = (more: Record<string, unknown> = {}, as = owner): Promise<AuditRequest> => {
    made += 1;
    return house.ok('requests.add', { engagementId, code: `A-${made}`, ...own, ...more }, { as });
  };
  const link = (ids: unknown[], evidence: unknown[], as = owner) =>
    house.ok('requests.link-evidence', { ids, evidence }, { as });
  const userOf = async (person: Person) => (await house.ok('sessions.current', {}, { as: person })).user.id;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };

  test('EV71 the requests of the catalogue that apply are added once, and the others say why they do not', async () => {
    const { owner: as, engagementId: id } = await house.organization('Eastwind');
    await house.ok('controls.adopt', { codes: ['CHG-02'], effectiveFrom: '2025-03-01' }, { as });
    const offered = await house.ok('requests.catalogue', { engagementId: id }, { as });
    assert.deepEqual([offered.items.length, offered.listed], [62, 0]);
    const {
      items: added,
      counts,
      already,
      notApplying,
    } = await house.ok('requests.add-from-catalogue', { engagementId: id, dueOn: '2026-03-31' }, { as });
    assert.deepEqual([added.length, already, added.length + notApplying.length], [offered.applying, [], 62]);
    assert.deepEqual(counts, { already: 0, notApplying: 62 - added.length });
    assert.ok(
      added.every(({ state, dueOn, catalogueId, code }) => state === 'draft' && dueOn !== null && catalogueId === code),
    );
    assert.deepEqual(
      added.find(({ code }) => code === 'PBC-47')?.controls,
      ['CHG-02'],
      'of its controls, those examined',
    );
    assert.equal(notApplying.find((each) => each.id === 'PBC-60')?.why, 'category');
    assert.deepEqual(await refused('requests.add-from-catalogue', { engagementId: id }, as), [
      'already_done',
      'engagementId',
    ]);
    assert.equal((await list({}, as)).total, added.length);

    await house.ok('controls.adopt', { codes: ['HR-01'], effectiveFrom: '2025-03-01' }, { as });
    const mine = { engagementId: id, code: 'pbc-13', area: 'People', title: 'Joiners', kind: 'population' };
    await house.ok('requests.add', mine, { as });
    const later = await house.ok('requests.add-from-catalogue', { engagementId: id }, { as });
    assert.deepEqual(
      later.items.map(({ code }) => code),
      ['PBC-16'],
      'one called PBC-13 was there, whatever its case',
    );
    assert.equal(later.already.length, added.length + 1);
    const sealed = await entries('requests.add-from-catalogue', as);
    assert.deepEqual(sealed.at(-1)?.facts, { engagementId: id, codes: ['PBC-16'] });
  });

  test('EV71 of many who take the catalogue at the same moment, one does and nothing is there twice', async () => {
    const { owner: as, engagementId: id } = await house.organization('Two at once');
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => house.call('requests.add-from-catalogue', { engagementId: id }, { as })),
    );
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409, 409, 409]);
    assert.equal((await list({}, as)).total, 4);
  });

  test('EV70 requests are found by each filter, with counts by area, and overdue by the day in the zone of the organization', async () => {
    const { owner: as, engagementId: id } = await house.organization('Filters', { timeZone: 'Pacific/Kiritimati' });
    await house.ok('controls.adopt', { codes: ['GOV-02'], effectiveFrom: '2025-03-01' }, { as });
    // 11:00 UTC on the 2nd is the 3rd in Kiritimati.
    house.time.now = new Date('2026-03-02T11:00:00.000Z');
    const one = async (code: string, more: Record<string, unknown>) =>
      house.ok('requests.add', { engagementId: id, code, ...own, ...more }, { as });
    const me = await userOf(as);
    const late = await one('B-1', { area: 'Access', dueOn: '2026-03-02', owner: me, note: 'Ask the bank 50%_' });
    await one('B-2', { area: 'Access', dueOn: '2026-03-03', kind: 'population', phase: 'completion' });
    const done = await one('B-3', { controls: ['GOV-02', 'GOV-02'] });
    const old = await one('B-4', { dueOn: '2020-01-01' });
    await house.ok('requests.submit', { id: done.id, answer: 'There are none.' }, { as });
    await house.ok('requests.supersede', { id: old.id, by: done.id, reason }, { as });
    const found = async (input: Record<string, unknown>) =>
      (await list(input, as)).items.map(({ code }) => code.slice(2)).join('');
    for (const [input, expected] of [
      [{}, '1234'],
      [{ sort: '-code' }, '4321'],
      [{ sort: 'dueOn' }, '4123'],
      [{ sort: '-state', limit: 2 }, '43'],
      [{ engagementId: id }, '1234'],
      [{ state: 'draft' }, '12'],
      [{ state: 'submitted' }, '3'],
      [{ area: 'Access' }, '12'],
      [{ phase: 'completion' }, '2'],
      [{ kind: 'population' }, '2'],
      [{ owner: me }, '1'],
      [{ unowned: true, state: 'draft' }, '2'],
      [{ overdue: true }, '1'],
      [{ control: 'GOV-02' }, '3'],
      [{ control: 'GOV-01' }, ''],
      [{ search: 'bank 50%_' }, '1'],
      [{ search: 'olga access' }, '1'],
      [{ search: 'gov-02' }, '3'],
      [{ search: 'nowhere' }, ''],
      [{ limit: 1 }, '1'],
    ] as const) {
      assert.equal(await found(input), expected, JSON.stringify(input));
    }
    const { counts } = await list({ state: 'submitted' }, as);
    assert.deepEqual(counts, {
      total: 3,
      draft: 2,
      inProgress: 0,
      submitted: 1,
      superseded: 1,
      overdue: 1,
      areas: [
        { area: 'Access', total: 2, submitted: 0, overdue: 1 },
        { area: 'Cloud', total: 1, submitted: 1, overdue: 0 },
      ],
    });
    assert.deepEqual([late.overdue, late.owner?.name, done.controls], [true, 'Olga Owner', ['GOV-02']]);
    assert.deepEqual(await refused('requests.list', { engagementId }, as), ['not_found', 'engagementId']);
    const empty = await house.organization('Empty');
    const nothing = await list({}, empty.owner);
    assert.deepEqual([nothing.items, nothing.counts.total, nothing.counts.areas], [[], 0, []]);
    house.time.now = new Date('2026-03-02T09:00:00.000Z');
  });

  test('EV70 what cannot be a request is refused by its field', async () => {
    const { id } = await add({ code: 'Taken' });
    const { owner: other, engagementId: theirs } = await house.organization('Southwind');
    const stranger = await userOf(await house.member(other, 'owner'));
    const { total } = await house.ok('log.entries', {}, { as: owner });
    const input = { engagementId, code: 'New', ...own };
    for (const [change, code, field] of [
      [{ code: ' ' }, 'bad_input', 'code'],
      [{ code: 'two\nlines' }, 'bad_input', 'code'],
      [{ code: 'TAKEN' }, 'conflict', 'code'],
      [{ kind: 'thing' }, 'bad_input', 'kind'],
      [{ dueOn: '2026-02-30' }, 'bad_input', 'dueOn'],
      [{ controls: ['GOV-02', 'IAM-01'] }, 'not_found', 'controls'],
      [{ owner: stranger }, 'not_found', 'owner'],
      [{ engagementId: theirs }, 'not_found', 'engagementId'],
    ] as const) {
      assert.deepEqual(await refused('requests.add', { ...input, ...change }), [code, field], JSON.stringify(change));
    }
    assert.deepEqual(await refused('requests.update', { id, title: own.title }), ['already_done', 'id']);
    assert.deepEqual(await refused('requests.update', { id, controls: ['IAM-01'] }), ['not_found', 'controls']);
    assert.deepEqual(await refused('requests.assign', { ids: [id] }), ['bad_input', 'owner']);
    assert.deepEqual(await refused('requests.assign', { ids: [id], owner: null }), ['already_done', 'ids']);
    assert.equal((await house.ok('log.entries', {}, { as: owner })).total, total, 'none left an entry');
    const again = await house.ok('requests.update', { id, code: 'taken', note: 'By mail' }, { as: owner });
    assert.deepEqual([again.code, again.note, again.needsCompletenessAccuracy], ['taken', 'By mail', false]);
    assert.equal((await add({ kind: 'population' })).needsCompletenessAccuracy, true);
  });

  test('EV72 managers keep the list, control owners answer, readers read, employees see nothing', async () => {
    const { id } = await add();
    const piece = await upload('For the roles');
    const manager = await house.member(owner, 'compliance-manager');
    const controlOwner = await house.member(owner, 'control-owner');
    const reader = await house.member(owner, 'reader');
    const employee = await house.member(owner, 'employee');
    const them = await userOf(controlOwner);
    for (const as of [controlOwner, reader]) {
      assert.deepEqual(await refused('requests.assign', { ids: [id], owner: them }, as), ['not_permitted', undefined]);
      assert.equal((await get(id, as)).id, id);
    }
    const assigned = await house.ok(
      'requests.assign',
      { ids: [id], owner: them, dueOn: '2026-04-01' },
      { as: manager },
    );
    assert.deepEqual([assigned.items[0]?.owner?.id, assigned.items[0]?.dueOn], [them, '2026-04-01']);
    for (const as of [reader, employee]) {
      assert.deepEqual(await refused('requests.link-evidence', { ids: [id], evidence: [piece.id] }, as), [
        'not_permitted',
        undefined,
      ]);
      assert.deepEqual(await refused('requests.submit', { id, answer: 'None' }, as), ['not_permitted', undefined]);
    }
    for (const as of [reader, employee]) {
      const unable = { ids: [id], owner: await userOf(as) };
      assert.deepEqual(await refused('requests.assign', unable), ['conflict', 'owner']);
    }
    assert.deepEqual(await refused('requests.get', { id }, employee), ['not_permitted', undefined]);
    await link([id], [piece.id], controlOwner);
    const { submitted } = await house.ok('requests.submit', { id }, { as: controlOwner });
    assert.deepEqual([submitted?.by.id, submitted?.answer], [them, null]);
  });

  test('EV72 a request of another organization is not there, for any operation', async () => {
    const { id } = await add();
    const { id: second } = await add();
    const piece = await upload('Ours alone');
    const { owner: other, engagementId: theirs } = await house.organization('Strangers');
    const own = await upload('Theirs', {}, other);
    const mine = await house.ok(
      'requests.add',
      { engagementId: theirs, code: 'X', area: 'A', title: 'T', kind: 'document' },
      { as: other },
    );
    for (const [name, input] of [
      ['requests.get', { id }],
      ['requests.update', { id, title: 'Mine' }],
      ['requests.assign', { ids: [id], dueOn: '2026-04-01' }],
      ['requests.remove', { ids: [id] }],
      ['requests.link-evidence', { ids: [id], evidence: [own.id] }],
      ['requests.unlink-evidence', { ids: [id], evidence: [piece.id] }],
      ['requests.take-newer', { id }],
      ['requests.submit', { id, answer: 'None' }],
      ['requests.reopen', { id, reason }],
      ['requests.supersede', { id, by: second, reason }],
      ['requests.supersede', { id: mine.id, by: id, reason }],
      ['requests.link-evidence', { ids: [mine.id], evidence: [own.id, piece.id] }],
    ] as const) {
      assert.equal((await refused(name, input, other))[0], 'not_found', name);
    }
    assert.equal((await list({ evidence: piece.id }, other)).total, 0);
    assert.equal((await house.ok('evidence.list', { request: id }, { as: other })).total, 0);
    assert.equal((await get(mine.id, other)).evidence, 0);
  });

  test('EV73 many pieces are linked to many requests by one entry; a draft is in progress then, and a piece tells its requests', async () => {
    const [a, b] = [await add(), await add()];
    const [one, two] = [await upload('First piece'), await upload('Second piece')];
    const { items } = await link([a.id, b.id, a.id], [two.id, one.id, one.id]);
    assert.deepEqual(
      items.map(({ code, evidence, began }) => [code, evidence, began]),
      [
        [a.code, [one.id, two.id].toSorted(), true],
        [b.code, [one.id, two.id].toSorted(), true],
      ],
    );
    const sealed = (await entries('requests.link-evidence')).at(-1);
    assert.deepEqual(sealed?.facts, {
      engagementId,
      requests: [a.id, b.id],
      evidence: [one.id, two.id].toSorted(),
    });
    assert.deepEqual(Object.keys(sealed?.seals ?? {}).toSorted(), [`requests/${a.id}`, `requests/${b.id}`].toSorted());
    const piece = await house.ok('evidence.get', { id: one.id }, { as: owner });
    assert.deepEqual(
      piece.requests.map(({ code, state, engagement }) => [code, state, engagement.id]),
      [
        [a.code, 'in-progress', engagementId],
        [b.code, 'in-progress', engagementId],
      ],
    );
    const names = async (input: Record<string, unknown>) =>
      (await house.ok('evidence.list', { sort: 'title', ...input }, { as: owner })).items.map(({ title }) => title);
    assert.deepEqual(await names({ request: a.id }), ['First piece', 'Second piece']);
    assert.deepEqual(await codes({ evidence: two.id }), [a.code, b.code].toSorted());
    const { total } = await house.ok(
      'requests.unlink-evidence',
      { ids: [a.id, b.id], evidence: [two.id] },
      { as: owner },
    );
    assert.equal(total, 2);
    assert.deepEqual(await names({ request: a.id }), ['First piece']);
    assert.deepEqual((await get(a.id)).state, 'in-progress');
    assert.deepEqual((await get(a.id)).steps, [], 'before it is submitted nothing is kept of it but the entry');
  });

  test('EV73 what is no evidence of the organization is not linked, and then nothing is', async () => {
    const { id } = await add();
    const fine = await upload('Fine');
    const { owner: other } = await house.organization('Others');
    const foreign = await upload('Foreign', {}, other);
    const deleted = await upload('Deleted');
    await house.ok('retention.delete', { id: deleted.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    const asked = { title: 'By a link', period, forWhom: 'The bank' };
    const { secret } = await house.ok('capture-links.create', asked, { as: owner });
    await house.ok('capture-links.give', { name: 'Sam' }, { link: secret, file: 'given' });
    const { items } = await house.ok('evidence.list', { acceptance: 'received' }, { as: owner });
    const given = items[0]?.id ?? '';
    const tried = (evidence: string[]) => refused('requests.link-evidence', { ids: [id], evidence });
    assert.deepEqual(await tried([fine.id, foreign.id]), ['not_found', 'evidence.1']);
    assert.deepEqual(await tried([deleted.id]), ['no_longer_possible', 'evidence.0']);
    assert.deepEqual(await tried([fine.id, given]), ['conflict', 'evidence.1']);
    assert.deepEqual(await tried([]), ['bad_input', 'evidence']);
    assert.equal((await get(id)).state, 'draft');
    await house.ok('evidence.accept', { id: given }, { as: owner });
    assert.equal((await link([id], [given])).total, 1, 'once accepted it is evidence');
    assert.deepEqual(await tried([given]), ['already_done', 'ids']);
    assert.deepEqual(await refused('requests.unlink-evidence', { ids: [id], evidence: [fine.id] }), [
      'already_done',
      'ids',
    ]);
    const { id: elsewhere } = await house.ok(
      'engagements.create',
      { service: 'Books', categories: ['security'], terms: { type: 'type1', asOf: '2026-02-28' } },
      { as: owner },
    );
    const there = await house.ok('requests.add', { engagementId: elsewhere, code: 'A', ...own }, { as: owner });
    assert.deepEqual(await refused('requests.link-evidence', { ids: [id, there.id], evidence: [fine.id] }), [
      'conflict',
      'ids.1',
    ]);
  });

  test('EV73 of many who link or submit at the same moment each does once, and everything is as sealed', async () => {
    const { id } = await add();
    const pieces = await Promise.all(['a', 'b', 'c'].map((title) => upload(title)));
    const linked = await Promise.all(
      [...pieces, ...pieces].map((piece) =>
        house.call('requests.link-evidence', { ids: [id], evidence: [piece.id] }, { as: owner }),
      ),
    );
    assert.deepEqual(linked.map(({ status }) => status).toSorted(), [200, 200, 200, 409, 409, 409]);
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => house.call('requests.submit', { id }, { as: owner })),
    );
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409, 409, 409, 409]);
    const { steps, linked: all } = await get(id);
    assert.deepEqual([steps.length, steps[0]?.evidence.length, all.length], [1, 3, 3]);
  });

  test('EV74 a request is submitted with evidence or a written answer, and with neither it is not', async () => {
    const [empty, full] = [await add(), await add()];
    const piece = await upload('Shown');
    assert.deepEqual(await refused('requests.submit', { id: empty.id }), ['not_yet_possible', 'answer']);
    assert.deepEqual(await refused('requests.submit', { id: empty.id, answer: '  ' }), ['bad_input', 'answer']);
    const none = 'There were none in the period.';
    const answered = await house.ok('requests.submit', { id: empty.id, answer: none }, { as: owner });
    assert.deepEqual([answered.state, answered.submitted?.answer], ['submitted', none]);
    const deleted = await upload('Deleted since');
    await link([full.id], [piece.id, deleted.id]);
    await house.ok('retention.delete', { id: deleted.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    assert.deepEqual(await refused('requests.submit', { id: full.id }), ['not_yet_possible', 'id']);
    assert.deepEqual(
      (await get(full.id)).linked.map(({ title, deleted: gone }) => [title, gone]),
      [
        ['Deleted since', true],
        ['Shown', false],
      ],
    );
    await house.ok('requests.unlink-evidence', { ids: [full.id], evidence: [deleted.id] }, { as: owner });
    await house.ok('requests.submit', { id: full.id }, { as: owner });
    const { steps, state } = await get(full.id);
    assert.deepEqual(
      [state, ...steps.map(({ step, by, words, evidence }) => [step, by.name, words, evidence[0]?.title])],
      ['submitted', ['submitted', 'Olga Owner', null, 'Shown']],
    );
    const facts = (await entries('requests.submit')).map((entry) => entry.facts);
    assert.ok(!JSON.stringify(facts).includes('none in the period'), 'the answer stands in no entry');
    for (const [name, input] of [
      ['requests.update', { id: full.id, title: 'Other' }],
      ['requests.assign', { ids: [full.id], dueOn: '2026-05-01' }],
      ['requests.link-evidence', { ids: [full.id], evidence: [piece.id] }],
      ['requests.take-newer', { id: full.id }],
      ['requests.remove', { ids: [full.id] }],
    ] as const) {
      assert.equal((await refused(name, input))[0], 'no_longer_possible', name);
    }
  });

  test('EV75 a submitted request is taken up again, and evidence taken off it, only with a reason that stays', async () => {
    const { id } = await add();
    const [right, wrong] = [await upload('Right'), await upload('Wrong')];
    await link([id], [right.id, wrong.id]);
    assert.deepEqual(await refused('requests.reopen', { id, reason }), ['already_done', 'id']);
    await house.ok('requests.submit', { id }, { as: owner });
    const off = (evidence: string[], why?: string) =>
      house.call('requests.unlink-evidence', { ids: [id], evidence, reason: why }, { as: owner });
    assert.deepEqual((await off([wrong.id])).error?.field, 'reason');
    assert.deepEqual((await off([wrong.id, right.id], reason)).error?.code, 'conflict', 'nothing would be left');
    assert.equal((await off([wrong.id], reason)).status, 200);
    assert.deepEqual([(await get(id)).state, (await get(id)).evidence], ['submitted', 1]);
    assert.deepEqual(await refused('requests.reopen', { id }), ['bad_input', 'reason']);
    const reopened = await house.ok('requests.reopen', { id, reason: 'One was missing.' }, { as: owner });
    assert.deepEqual([reopened.state, reopened.submitted], ['in-progress', null]);
    await house.ok('requests.submit', { id }, { as: owner });
    assert.deepEqual(
      (await get(id)).steps.map(({ step, words, evidence }) => [step, words, evidence.map(({ title }) => title)]),
      [
        ['submitted', null, ['Right', 'Wrong'].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))],
        ['unlinked', reason, ['Wrong']],
        ['reopened', 'One was missing.', []],
        ['submitted', null, ['Right']],
      ],
    );
    function idOf(title: string): string {
      return title === 'Right' ? right.id : wrong.id;
    }
  });

  test('EV76 another request takes the place of one; drafts that nothing hangs on are taken off, and nothing else is', async () => {
    const [old, fresh, draft] = [await add(), await add(), await add()];
    assert.deepEqual(await refused('requests.supersede', { id: old.id, by: old.id, reason }), ['conflict', 'by']);
    const superseded = await house.ok('requests.supersede', { id: old.id, by: fresh.id, reason }, { as: owner });
    assert.deepEqual([superseded.state, superseded.supersededBy?.code], ['superseded', fresh.code]);
    assert.deepEqual(await refused('requests.supersede', { id: old.id, by: draft.id, reason }), ['already_done', 'id']);
    assert.deepEqual(await refused('requests.supersede', { id: draft.id, by: old.id, reason }), ['conflict', 'by']);
    assert.equal((await refused('requests.submit', { id: old.id, answer: 'None' }))[0], 'no_longer_possible');
    assert.deepEqual(await refused('requests.remove', { ids: [draft.id, fresh.id] }), ['no_longer_possible', 'ids.1']);
    assert.equal(
      (await house.ok('requests.assign', { ids: [fresh.id], state: 'in-progress' }, { as: owner })).total,
      1,
    );
    assert.equal((await house.ok('requests.assign', { ids: [fresh.id], state: 'draft' }, { as: owner })).total, 1);
    assert.deepEqual(await refused('requests.assign', { ids: [fresh.id], state: 'draft' }), ['already_done', 'ids']);
    const { removed } = await house.ok('requests.remove', { ids: [draft.id] }, { as: owner });
    assert.deepEqual(removed, [draft.id]);
    assert.deepEqual(await refused('requests.get', { id: draft.id }), ['not_found', 'id']);
    const reopened = await house.ok('requests.reopen', { id: old.id, reason }, { as: owner });
    assert.deepEqual([reopened.state, reopened.supersededBy], ['in-progress', null]);
    assert.deepEqual(await refused('requests.assign', { ids: [old.id], state: 'draft' }), ['conflict', 'ids.0']);
  });

  test('EV77 a request keeps the version that was linked, tells of the newest, and takes it before it is submitted', async () => {
    const { id } = await add();
    const first = await upload('Rules');
    const other = await upload('Something else');
    await link([id], [first.id, other.id]);
    const second = await upload('Rules, second', { supersedes: first.id });
    const third = await upload('Rules, third', { supersedes: second.id });
    const before = await get(id);
    assert.deepEqual(
      [before.newer, ...before.linked.map(({ title, newer }) => [title, newer?.title ?? null])],
      [1, ['Rules', 'Rules, third'], ['Something else', null]],
    );
    assert.deepEqual(await refused('requests.take-newer', { id, evidence: [other.id] }), ['already_done', 'evidence']);
    assert.deepEqual(await refused('requests.take-newer', { id, evidence: [third.id] }), ['not_found', 'evidence.0']);
    const { items } = await house.ok('requests.take-newer', { id }, { as: owner });
    assert.deepEqual(items, [{ before: first.id, now: third.id, title: 'Rules, third' }]);
    await house.ok('requests.submit', { id }, { as: owner });
    await upload('Rules, fourth', { supersedes: third.id });
    const after = await get(id);
    assert.deepEqual([after.newer, after.linked.map(({ title }) => title)], [1, ['Rules, third', 'Something else']]);
    assert.deepEqual(await refused('requests.take-newer', { id }), ['no_longer_possible', 'id']);
  });

  test('EV77 what a request was submitted with is not deleted while its engagement is in progress', async () => {
    const { id } = await add();
    const piece = await upload('Rests on it');
    await link([id], [piece.id]);
    const remove = () =>
      house.call('retention.delete', { id: piece.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    await house.ok('requests.submit', { id }, { as: owner });
    const { error } = await remove();
    assert.equal(error?.code, 'conflict');
    assert.match(error?.message ?? '', /was submitted with it/);
    await house.ok('requests.reopen', { id, reason }, { as: owner });
    assert.equal((await remove()).status, 200);
  });

  test('EV78 each write is told in words from ids and codes alone, under a noun of its own', async () => {
    const { owner: as, engagementId: id } = await house.organization('Told');
    const asked = async (code: string) =>
      house.ok('requests.add', { engagementId: id, code, ...own, title: 'Jane Roe’s laptop' }, { as });
    const [a, b, c] = [await asked('T-1'), await asked('T-2'), await asked('T-3')];
    const piece = await upload('Laptop', {}, as);
    await house.ok('requests.update', { id: a.id, title: 'Jane Roe’s new laptop', note: 'Call Jane' }, { as });
    await house.ok('requests.assign', { ids: [a.id, b.id], dueOn: '2026-04-01' }, { as });
    await link([a.id], [piece.id], as);
    const newer = await upload('Laptop, newer', { supersedes: piece.id }, as);
    await house.ok('requests.take-newer', { id: a.id }, { as });
    await house.ok('requests.submit', { id: a.id, answer: 'Jane has it' }, { as });
    await house.ok('requests.reopen', { id: a.id, reason: 'Jane left' }, { as });
    await house.ok('requests.unlink-evidence', { ids: [a.id], evidence: [newer.id] }, { as });
    await house.ok('requests.supersede', { id: b.id, by: a.id, reason: 'Jane again' }, { as });
    await house.ok('requests.remove', { ids: [c.id] }, { as });
    await house.ok('requests.add-from-catalogue', { engagementId: id }, { as });
    await sequence(house, as.organization);
    const { items } = await house.ok(
      'log.changes',
      { since: 'beginning', engagementId: id, noun: 'requests', sort: 'index', limit: 100 },
      { as },
    );
    const laptop = '“Jane Roe’s new laptop”';
    assert.deepEqual(
      items.map(({ text }) => text),
      [
        `Request added: T-1 ${laptop}.`,
        'Request added: T-2 “Jane Roe’s laptop”.',
        'Request added: taken off the list since.',
        `Request T-1 ${laptop} changed: another title and note.`,
        'Due date of 2 requests changed.',
        `“Laptop” linked to request T-1 ${laptop}.`,
        `1 newer version linked to T-1 ${laptop} in place of what was there.`,
        `Request submitted: T-1 ${laptop}.`,
        `Correction: request T-1 ${laptop} was submitted and is taken up again, with a reason.`,
        `“Laptop, newer” taken off request T-1 ${laptop}.`,
        `Request T-2 “Jane Roe’s laptop” superseded by T-1 ${laptop}.`,
        '1 draft taken off the list of requests.',
        '4 requests of the catalogue added: PBC-01, PBC-03, PBC-61, PBC-62.',
      ],
    );
    assert.equal(
      items[7]?.now?.words,
      'With 1 piece of evidence and a written answer. Nobody of the audit firm has said anything of it here',
    );
    assert.equal(changeNounTitles.requests, 'Requests');
    const { items: all } = await house.ok('log.entries', { limit: 100 }, { as });
    const written = all.filter(({ statement }) => statement.op.startsWith('requests.'));
    assert.equal(written.length, 13, 'one entry for each write');
    assert.doesNotMatch(JSON.stringify(written), /Jane|laptop/i);
    assert.deepEqual([await faults(as), await faults()], [[], []], 'with all that was done to requests before');
  });

  test('EV79 a request for a population tells the frozen ones of its engagement that tests of its controls are over', async () => {
    const input = { engagementId, name: 'From the pipeline', reading: { format: 'csv' } };
    const freeze = async (kind: string, file: string) => {
      const job = await house.run('populations.import', { ...input, kind }, { as: owner, file });
      assert.equal(job.state, 'done', JSON.stringify(job.error));
      return job.result?.['populationId'];
    };
    const id = await freeze('code-changes', 'id,branch,merged_at\nc1,main,2025-05-20T10:00:00Z');
    const merges = await add({ kind: 'population', controls: ['CHG-02'] });
    const fitting = async (request: AuditRequest) =>
      (await get(request.id)).populations.map((each) => [each.id, each.kind, each.name, each.rows, each.interim]);
    assert.deepEqual(await fitting(merges), [[id, 'code-changes', 'From the pipeline', 1, false]]);
    assert.deepEqual(await fitting(await add({ kind: 'document', controls: ['CHG-02'] })), []);
    assert.deepEqual(await fitting(await add({ kind: 'population', controls: ['GOV-02'] })), []);
  });

  test('EV79 three hundred requests with two thousand links are listed by as many statements as one', async () => {
    const { owner: as, engagementId: id } = await house.organization('Large');
    const scope = { role: 'app', organizationId: as.organization, userId: null } as const;
    const statements = async (): Promise<[number, number, number]> => {
      let count = 0;
      const counting: KyselyPlugin = {
        transformQuery: ({ node }) => {
          count += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      };
      const page = await subject.database.transaction(scope, async (plain) => {
        const tx = plain.withPlugin(counting) as Tx;
        await countRequests(tx, as.organization, '2026-03-02', id);
        return listRequests(tx, as.organization, '2026-03-02', { engagementId: id, limit: 500 });
      });
      return [count, page.total, page.items.reduce((sum, { evidence }) => sum + evidence, 0)];
    };
    const first = await house.ok('requests.add', { engagementId: id, code: 'L-0', ...own }, { as });
    await house.ok('requests.submit', { id: first.id, answer: 'None' }, { as });
    const [few] = await statements();
    const piece = await upload('Large', {}, as);
    await subject.database.owner(async ({ query }) => {
      await query(`alter table tickmark.requests no force row level security`, []);
      await query(`alter table tickmark.evidence no force row level security`, []);
      await query(`alter table tickmark.evidence_requests no force row level security`, []);
      await query(
        `insert into tickmark.requests select organization_id, gen_random_uuid(), engagement_id, 'L-' || n, null, area, title,
          kind, phase, controls, needs_completeness_accuracy, owner_id, due_on, 'in-progress', note, null, created_at,
          created_by, entry_index from tickmark.requests, generate_series(1, 299) n where id = $1`,
        [first.id],
      );
      await query(
        `insert into tickmark.evidence (organization_id, id, title, method, source, captured_at, captured_by, period_from,
          period_to, back_dated, file_name, media_type, size, sha256, commitment, salt, entry_index)
        select organization_id, gen_random_uuid(), title || n, method, source, captured_at, captured_by, period_from,
          period_to, back_dated, file_name, media_type, size, sha256, commitment, salt, entry_index
        from tickmark.evidence, generate_series(1, 40) n where id = $1`,
        [piece.id],
      );
      await query(
        `insert into tickmark.evidence_requests
        select r.organization_id, e.id, r.id from tickmark.requests r join tickmark.evidence e
          on e.organization_id = r.organization_id where r.organization_id = $1 order by r.code, e.id limit 2000`,
        [as.organization],
      );
      await query(`alter table tickmark.requests force row level security`, []);
      await query(`alter table tickmark.evidence force row level security`, []);
      await query(`alter table tickmark.evidence_requests force row level security`, []);
    });
    assert.deepEqual(await statements(), [few, 300, 2000]);
  });
});
