import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import ICAL from 'ical.js';
import type { LogCheck, PlanItem } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { squeezed, textOf } from '../documents/pdf-text.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { interrupted } from '../platform/database/interrupted.ts';

const period = { from: '2026-06-01', to: '2026-08-31' };
const terms = { type: 'type2', period };

onPostgres('plan', (subject) => {
  let house: House;
  let owner: Person;
  let manager: Person;
  let ann: Person;
  let bob: Person;
  let reader: Person;
  let engagementId: string;
  const user = new Map<Person, string>();

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization('Northwind', { terms }));
    manager = await house.member(owner, 'compliance-manager');
    ann = await house.member(owner, 'control-owner');
    bob = await house.member(owner, 'control-owner');
    reader = await house.member(owner, 'reader');
    for (const person of [owner, manager, ann, bob, reader]) {
      user.set(person, (await house.ok('sessions.current', {}, { as: person })).user.id);
    }
  });
  after(() => house.stop());

  type Name = Parameters<House['call']>[0];
  const of = (person: Person): string => user.get(person) ?? '';
  const add = (title: string, more: Record<string, unknown> = {}, as = manager, id = engagementId) =>
    house.ok('plan.add', { engagementId: id, title, ...more }, { as });
  const seen = ({ id, revision }: Pick<PlanItem, 'id' | 'revision'>) => ({ id, revision });
  const update = async (item: PlanItem, given: Record<string, unknown>, as = manager): Promise<PlanItem> => {
    const [changed] = (await house.ok('plan.update', { items: [seen(item)], ...given }, { as })).items;
    assert.ok(changed);
    return changed;
  };
  const move = async (item: PlanItem, to: string, note?: string, as = manager): Promise<PlanItem> => {
    const [moved] = (await house.ok('plan.move', { items: [seen(item)], to, note }, { as })).items;
    assert.ok(moved);
    return moved;
  };
  const get = (id: string, as = manager) => house.ok('plan.get', { id }, { as });
  const refused = async (name: Name, input: Record<string, unknown>, as = manager) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };
  const upload = (title: string, as = owner) =>
    house.ok('evidence.upload', { title, period }, { as, file: title, fileName: 'file.txt' });
  const count = async (as = owner) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };
  const on = async <T>(day: string, work: () => Promise<T>): Promise<T> => {
    const before = house.time.now;
    house.time.now = new Date(`${day}T09:00:00.000Z`);
    try {
      return await work();
    } finally {
      house.time.now = before;
    }
  };

  test('PL1 PL28 an empty plan has no item, nothing to wait for, and a way to the report from today on', async () => {
    const { owner: as, engagementId: id } = await house.organization('Empty', { terms });
    const { items, total, counts } = await house.ok('plan.list', { engagementId: id }, { as });
    assert.deepEqual([items, total, counts.total, counts.overdue], [[], 0, 0, 0]);
    const roadmap = await house.ok('plan.roadmap', { engagementId: id }, { as });
    assert.deepEqual([roadmap.items, roadmap.findings, roadmap.titles, roadmap.tried], [[], [], [], false]);
    assert.deepEqual([roadmap.ready.on, roadmap.drafted.report], ['2026-03-02', '2026-09-28']);
    const settings = await house.ok('plan.settings', { engagementId: id }, { as });
    assert.deepEqual([settings.revision, settings.wishedOn, settings.people], [0, null, []]);
    assert.deepEqual((await house.ok('plan.gaps', { engagementId: id }, { as })).items, []);
    for (const format of ['pdf', 'xlsx', 'ics']) {
      const { status, bytes } = await house.call('plan.export', { engagementId: id, format }, { as });
      assert.ok(status === 200 && bytes.length > 100, format);
    }
    assert.deepEqual(await refused('plan.add-from-gaps', { engagementId: id }, as), ['already_done', 'gaps']);
  });

  test('PL1 what nobody said of an item is unknown, and is never 0 or anybody', async () => {
    const item = await add('Write it down');
    const { severity, owner: whose, effortDays, dueOn, notBefore, gap, state, revision, code } = item;
    assert.deepEqual(
      [severity, whose, effortDays, dueOn, notBefore, gap, state, revision, code],
      [null, null, null, null, null, null, 'open', 1, 'PA-1'],
    );
    const { unscheduled } = await house.ok('plan.roadmap', { engagementId }, { as: manager });
    assert.deepEqual(
      unscheduled.map(({ code: of, gates, reasons }) => [of, gates, reasons.map(({ why }) => why)]),
      [['PA-1', true, ['no-effort', 'no-owner']]],
    );
    await house.ok('plan.drop', { items: [seen(item)], reason: 'A try' }, { as: manager });
  });

  test('PL2 PL3 items are made of many gaps at once, those that have one are told, and a newer answer is told and closes nothing', async () => {
    const { owner: as, engagementId: id } = await house.organization('Gaps', { terms });
    const say = (question: string, kind: string, given: number) =>
      house.ok(
        'readiness.answer',
        { engagementId: id, answers: [{ question, answer: { kind }, after: given }] },
        { as },
      );
    await say('RQ-046', 'no', 0);
    await say('RQ-056', 'unknown', 0);
    await say('RQ-020', 'partial', 0);
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const first = await house.ok('plan.add-from-gaps', { engagementId: id, gaps: ['RQ-046.1'], owner: me }, { as });
    const [item] = first.items;
    assert.ok(item);
    assert.deepEqual(
      [item.gap?.id, item.gap?.answerVersion, item.gap?.standing, item.severity, item.effortSource, item.owner?.id],
      ['RQ-046.1', 1, 'same', 'critical', 'catalogue', me],
    );
    assert.ok(item.controls.includes('IAM-02') && item.criteria.includes('CC6.6') && (item.effortDays ?? 0) > 0);
    const rest = await house.ok('plan.add-from-gaps', { engagementId: id }, { as });
    assert.deepEqual(
      [rest.items.map(({ gap }) => gap?.id), rest.already],
      [['RQ-056.1', 'RQ-020.2'], [{ gap: 'RQ-046.1', item: item.id, code: 'PA-1' }]],
    );
    assert.deepEqual(await refused('plan.add-from-gaps', { engagementId: id }, as), ['already_done', 'gaps']);
    assert.deepEqual(await refused('plan.add-from-gaps', { engagementId: id, gaps: ['RQ-056.1', 'RQ-046.2'] }, as), [
      'not_found',
      'gaps.1',
    ]);
    const standing = async () =>
      (await house.ok('plan.list', { engagementId: id }, { as })).items.map(({ state, gap }) => [state, gap?.standing]);
    await say('RQ-056', 'unknown', 1).catch(() => undefined);
    await say('RQ-046', 'partial', 1);
    await say('RQ-020', 'yes', 1);
    assert.deepEqual(await standing(), [
      ['open', 'changed'],
      ['open', 'same'],
      ['open', 'closed'],
    ]);
    await say('RQ-046', 'no', 2);
    await say('RQ-020', 'withdrawn', 2);
    assert.deepEqual(await standing(), [
      ['open', 'answered-again'],
      ['open', 'same'],
      ['open', 'taken-back'],
    ]);
    const moved = await house.ok('plan.list', { engagementId: id, gapMoved: true }, { as });
    assert.deepEqual(
      moved.items.map(({ code }) => code),
      ['PA-3'],
    );
    const gaps = await house.ok('plan.gaps', { engagementId: id }, { as });
    assert.deepEqual([gaps.total, gaps.without, gaps.items[0]?.item?.state], [2, 0, 'open']);
    // Dropped items stand for their gaps until somebody names the gap again.
    await house.ok('plan.drop', { items: [seen(item)], reason: 'Too much' }, { as });
    assert.deepEqual(await refused('plan.add-from-gaps', { engagementId: id }, as), ['already_done', 'gaps']);
    const again = await house.ok('plan.add-from-gaps', { engagementId: id, gaps: ['RQ-046.1'] }, { as });
    assert.equal(again.items[0]?.code, 'PA-4');
    assert.deepEqual(await faults(as), []);
  });

  test('PL4 owners of items move their own, managers plan, readers read, and what another organization has is not there', async () => {
    const item = await add('Restore a backup', { owner: of(ann), verifier: of(bob), effortDays: 2 });
    const one = { items: [seen(item)] };
    assert.deepEqual(await refused('plan.update', { ...one, dueOn: '2026-05-01' }, ann), ['not_permitted', 'dueOn']);
    assert.deepEqual(await refused('plan.update', { ...one, effortDays: 1 }, bob), ['not_permitted', 'items.0.id']);
    assert.deepEqual(await refused('plan.move', { ...one, to: 'in-progress' }, bob), ['not_permitted', 'items.0.id']);
    for (const name of ['plan.accept', 'plan.drop', 'plan.set-dates', 'plan.change-settings', 'plan.add'] as const) {
      assert.equal((await refused(name, {}, ann))[0], 'not_permitted', name);
    }
    for (const name of ['plan.move', 'plan.verify', 'plan.update'] as const) {
      assert.equal((await refused(name, {}, reader))[0], 'not_permitted', name);
    }
    assert.equal((await get(item.id, reader)).title, 'Restore a backup');
    const own = await update(item, { effortDays: 1.5, evidenceOfDone: 'Minutes of the restore' }, ann);
    const begun = await move(own, 'in-progress', undefined, ann);
    assert.deepEqual([begun.state, begun.effortDays, begun.movedBy?.id], ['in-progress', 1.5, of(ann)]);

    const { owner: stranger, engagementId: other } = await house.organization('Other', { terms });
    const foreign = { items: [seen(begun)] };
    for (const [name, input, field] of [
      ['plan.get', { id: item.id }, 'id'],
      ['plan.update', { ...foreign, title: 'Mine' }, 'items.0.id'],
      ['plan.move', { ...foreign, to: 'done', note: 'x' }, 'items.0.id'],
      ['plan.verify', { ...foreign, outcome: 'verified' }, 'items.0.id'],
      ['plan.accept', { ...foreign, until: '2026-09-01', reason: 'x' }, 'items.0.id'],
      ['plan.attach', { id: item.id, evidence: [item.id] }, 'id'],
      ['plan.list', { engagementId }, 'id'],
      ['plan.add', { engagementId: other, title: 'x', after: [{ id: item.id }] }, 'after.0.id'],
      ['plan.add', { engagementId: other, title: 'x', owner: of(ann) }, 'owner'],
    ] as const) {
      const [code, where] = await refused(name, input, stranger);
      assert.equal(code, 'not_found', name);
      if (name !== 'plan.list') assert.equal(where, field, name);
    }
    assert.equal((await get(item.id)).title, 'Restore a backup');
  });

  test('PL5 whoever has not seen the newest revision is told what changed and by whom, and nothing of the call is kept', async () => {
    const one = await add('One');
    const two = await add('Two');
    await update(one, { title: 'One, by somebody else', dueOn: '2026-04-01' }, owner);
    const before = await count();
    const { error } = await house.call(
      'plan.update',
      { items: [seen(two), seen(one)], owner: of(ann) },
      { as: manager },
    );
    assert.deepEqual([error?.code, error?.field], ['conflict', 'items.1.revision']);
    assert.match(error?.message ?? '', /^Olga Owner changed PA-\d+ after you had looked: title, due date\. Nothing/);
    assert.equal((await get(two.id)).owner, null);
    assert.deepEqual(await refused('plan.move', { items: [{ id: one.id, revision: 9 }], to: 'in-progress' }), [
      'conflict',
      'items.0.revision',
    ]);
    assert.equal(await count(), before);
    // Two at the same moment: one is kept whole, the other told.
    const fresh = seen(await get(two.id));
    const both = await Promise.all(
      ['Left', 'Right'].map((title) => house.call('plan.update', { items: [fresh], title }, { as: manager })),
    );
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409]);
    assert.equal(await count(), before + 1);
    // What is said of each already leaves nothing.
    const all = (await house.ok('plan.list', { engagementId }, { as: manager })).items.filter(
      ({ state }) => state === 'open',
    );
    const many = await house.ok('plan.update', { items: all.map(seen), severity: 'low' }, { as: manager });
    assert.equal(many.total, all.length);
    assert.deepEqual(await refused('plan.update', { items: many.items.map(seen), severity: 'low' }), [
      'already_done',
      'items',
    ]);
  });

  test('PL6 dates that contradict each other, a verifier who owns it, and circles are refused by field, and nothing is lost', async () => {
    const [a, b, c] = [await add('A'), await add('B'), await add('C')];
    const b2 = await update(b, { after: [{ id: a.id, lagDays: 2 }] });
    const c2 = await update(c, { after: [{ id: b.id }] });
    const before = await count();
    const circle = await house.call('plan.update', { items: [seen(a)], after: [{ id: c.id }] }, { as: manager });
    assert.deepEqual([circle.error?.code, circle.error?.field], ['conflict', 'after']);
    assert.match(
      circle.error?.message ?? '',
      new RegExp(
        `in a circle: ${a.code} waits for ${c.code}, ${c.code} for ${b.code} and ${b.code} for ${a.code} again`,
      ),
    );
    const of1 = (given: Record<string, unknown>) => refused('plan.update', { items: [seen(a)], ...given });
    for (const [given, expected] of [
      [{ after: [{ id: a.id }] }, ['conflict', 'after']],
      [{ after: [{ id: b.id }, { id: b.id }] }, ['bad_input', 'after.1.id']],
      [{ after: [{ id: engagementId }] }, ['not_found', 'after.0.id']],
      [{ notBefore: '2026-05-02', dueOn: '2026-05-01' }, ['conflict', 'dueOn']],
      [{ owner: of(ann), verifier: of(ann) }, ['conflict', 'verifier']],
      [{ owner: of(ann), deputy: of(ann) }, ['conflict', 'deputy']],
      [{ owner: of(reader) }, ['conflict', 'owner']],
      [{ owner: engagementId }, ['not_found', 'owner']],
      [{ effortDays: 0 }, ['bad_input', 'effortDays']],
      [{ effortDays: 0.3 }, ['bad_input', 'effortDays']],
      [{ dueOn: '2026-02-30' }, ['bad_input', 'dueOn']],
      [{ dueOn: '3026-02-01' }, ['bad_input', 'dueOn']],
      [{ criteria: ['CC99.1'] }, ['not_found', 'criteria.0']],
      [{ controls: ['NO-01'] }, ['not_found', 'controls.0']],
      [{ title: '' }, ['bad_input', 'title']],
      [{}, ['bad_input', 'items']],
    ] as const) {
      assert.deepEqual(await of1(given), expected, JSON.stringify(given));
    }
    const own = await update(a, { owner: of(ann), notBefore: '2026-04-10' });
    assert.deepEqual(await refused('plan.update', { items: [seen(own)], verifier: of(ann) }), ['conflict', 'verifier']);
    assert.deepEqual(await refused('plan.update', { items: [seen(own)], dueOn: '2026-04-09' }), ['conflict', 'dueOn']);
    assert.deepEqual(
      await refused('plan.set-dates', {
        items: [
          { ...seen(c2), dueOn: '2026-04-01' },
          { ...seen(own), dueOn: '2026-04-01' },
        ],
      }),
      ['conflict', 'items.1.dueOn'],
    );
    assert.deepEqual(await refused('plan.update', { items: [seen(own), seen(own)], title: 'x' }), [
      'bad_input',
      'items.1.id',
    ]);
    const { owner: stranger, engagementId: other } = await house.organization('Third', { terms });
    await house.ok('plan.add', { engagementId: other, title: 'Theirs' }, { as: stranger });
    assert.equal(await count(), before + 1, 'only the one change that was right');
    assert.deepEqual((await get(b.id)).after, [{ id: a.id, lagDays: 2, code: a.code, title: 'A', state: 'open' }]);
    assert.deepEqual(
      (await get(a.id)).followers.map(({ id }) => id),
      [b2.id],
    );
  });

  test('PL8 PL13 done takes evidence or a note why there is none, and what is attached stays with what it shows', async () => {
    const item = await add('Encrypt the disks', { owner: of(ann), verifier: of(bob) });
    assert.deepEqual(await refused('plan.move', { items: [seen(item)], to: 'done' }, ann), [
      'not_yet_possible',
      'note',
    ]);
    const piece = await upload('Settings of the disks');
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [piece.id] }, bob), ['not_permitted', 'id']);
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [item.id] }, ann), [
      'not_found',
      'evidence.0',
    ]);
    const attached = await house.ok('plan.attach', { id: item.id, evidence: [piece.id] }, { as: ann });
    assert.deepEqual([attached.evidence, attached.revision], [1, 2]);
    assert.deepEqual(await refused('plan.attach', { id: item.id, evidence: [piece.id] }, ann), [
      'already_done',
      'evidence',
    ]);
    const done = await move(attached, 'done', undefined, ann);
    assert.equal(done.state, 'done');
    assert.deepEqual(await refused('plan.update', { items: [seen(done)], title: 'x' }), [
      'no_longer_possible',
      'items.0.id',
    ]);
    const by = await update(done, { verifier: of(owner) });
    assert.equal(by.verifier?.id, of(owner));
    const { items } = await house.ok('plan.verify', { items: [seen(by)], outcome: 'verified' }, { as: owner });
    assert.deepEqual(await refused('plan.detach', { id: item.id, evidence: [piece.id] }, ann), [
      'no_longer_possible',
      'id',
    ]);
    const [verified] = items;
    assert.ok(verified);
    assert.deepEqual(await refused('plan.move', { items: [seen(verified)], to: 'in-progress' }, ann), [
      'bad_input',
      'note',
    ]);
    const again = await move(verified, 'in-progress', 'It came back', ann);
    const detached = await house.ok('plan.detach', { id: again.id, evidence: [piece.id] }, { as: ann });
    assert.equal(detached.evidence, 0);
    // A file that is gone shows nothing any more.
    await house.ok('plan.attach', { id: again.id, evidence: [piece.id] }, { as: ann });
    await house.ok('retention.delete', { id: piece.id, reason: 'wrong-file', words: 'Not ours' }, { as: owner });
    const gone = await get(item.id);
    assert.deepEqual([gone.pieces[0]?.deleted, gone.evidence], [true, 1]);
    assert.deepEqual(await refused('plan.move', { items: [seen(gone)], to: 'done' }, ann), [
      'not_yet_possible',
      'note',
    ]);
    const noted = await move(gone, 'done', 'Shown on the screen to the auditor', ann);
    assert.equal(noted.note, 'Shown on the screen to the auditor');
  });

  test('PL9 only somebody other than the owner, and than who said that it is done, verifies; who finds it wanting sends it back', async () => {
    const item = await add('Test the alarm', { owner: of(ann), deputy: of(bob) });
    assert.deepEqual(await refused('plan.verify', { items: [seen(item)], outcome: 'verified' }, bob), [
      'conflict',
      'to',
    ]);
    const done = await move(item, 'done', 'Heard it', bob);
    const verify = (as: Person, outcome = 'verified', note?: string, of = done) =>
      refused('plan.verify', { items: [seen(of)], outcome, note }, as);
    assert.deepEqual(await verify(ann), ['conflict', 'items.0.id']);
    assert.deepEqual(await verify(bob), ['conflict', 'items.0.id']);
    assert.deepEqual(await verify(manager, 'sent-back'), ['bad_input', 'note']);
    const back = await house.ok(
      'plan.verify',
      { items: [seen(done)], outcome: 'sent-back', note: 'By night too' },
      { as: manager },
    );
    const [open] = back.items;
    assert.ok(open);
    assert.deepEqual([open.state, open.note], ['in-progress', 'By night too']);
    const named = await update(open, { verifier: of(owner), deputy: null });
    const twice = await move(named, 'done', 'By night as well', ann);
    assert.deepEqual(await verify(bob, 'verified', undefined, twice), ['not_permitted', 'items.0.id']);
    const { items } = await house.ok('plan.verify', { items: [seen(twice)], outcome: 'verified' }, { as: owner });
    assert.equal(items[0]?.state, 'verified');
    // A manager who owns an item is its owner, whatever else they may.
    const mine = await add('Mine', { owner: of(manager) });
    const said = await move(mine, 'done', 'Done');
    assert.deepEqual(await verify(manager, 'verified', undefined, said), ['conflict', 'items.0.id']);
  });

  test('PL10 a risk is accepted by name, with a reason and a last day, and the item is open again after it and says so', async () => {
    const item = await add('Replace the firewall', { owner: of(ann), dueOn: '2026-03-03', severity: 'critical' });
    const accept = (given: Record<string, unknown>) => refused('plan.accept', { items: [seen(item)], ...given }, owner);
    assert.deepEqual(await accept({ reason: 'x' }), ['bad_input', 'until']);
    assert.deepEqual(await accept({ until: '2026-04-01' }), ['bad_input', 'reason']);
    assert.deepEqual(await accept({ until: '2026-03-01', reason: 'x' }), ['bad_input', 'until']);
    assert.deepEqual(await accept({ until: '2027-03-04', reason: 'x' }), ['bad_input', 'until']);
    const given = { items: [seen(item)], until: '2026-03-04', reason: 'The new one comes in April' };
    const [accepted] = (await house.ok('plan.accept', given, { as: owner })).items;
    assert.ok(accepted);
    assert.deepEqual(
      [accepted.state, accepted.acceptance?.by.name, accepted.acceptance?.until, accepted.acceptance?.reason],
      ['accepted', 'Olga Owner', '2026-03-04', 'The new one comes in April'],
    );
    assert.deepEqual(await refused('plan.update', { items: [seen(accepted)], title: 'x' }), [
      'no_longer_possible',
      'items.0.id',
    ]);
    await on('2026-03-04', async () => {
      const last = await get(item.id);
      assert.deepEqual([last.state, last.overdue, last.acceptance?.expired], ['accepted', false, false]);
    });
    await on('2026-03-05', async () => {
      const open = await get(item.id);
      assert.deepEqual([open.state, open.overdue, open.acceptance?.expired], ['open', true, true]);
      const { counts } = await house.ok('plan.list', { engagementId, state: 'open' }, { as: manager });
      assert.deepEqual([counts.expired, counts.accepted], [1, 0]);
      const again = await house.ok(
        'plan.accept',
        { items: [seen(open)], until: '2026-04-30', reason: 'Later' },
        { as: owner },
      );
      assert.equal(again.items[0]?.state, 'accepted');
      const back = await house.ok(
        'plan.move',
        { items: again.items.map(seen), to: 'in-progress', note: 'It came' },
        { as: ann },
      );
      assert.deepEqual([back.items[0]?.state, back.items[0]?.acceptance], ['in-progress', null]);
    });
  });

  test('PL11 PL12 everything that was done to an item stays in its history, with what it said before and who did it', async () => {
    const first = await add('Review access', { owner: of(ann) });
    const before = await add('Tidy the groups');
    const next = await update(first, { owner: of(bob), effortDays: 2.5, after: [{ id: before.id, lagDays: 1 }] });
    const [dropped] = (await house.ok('plan.drop', { items: [seen(next)], reason: 'Done elsewhere' }, { as: manager }))
      .items;
    assert.ok(dropped);
    assert.deepEqual(await refused('plan.drop', { items: [seen(dropped)], reason: 'x' }), [
      'already_done',
      'items.0.id',
    ]);
    assert.deepEqual(await refused('plan.move', { items: [seen(dropped)], to: 'open' }), ['bad_input', 'note']);
    await move(dropped, 'open', 'Not after all');
    const { history } = await get(first.id);
    assert.deepEqual(
      history.map(({ kind, words, by, revision }) => [kind, words, by.id === of(manager), revision]),
      [
        ['moved', 'Not after all', true, 4],
        ['moved', 'Done elsewhere', true, 3],
        ['changed', null, true, 2],
        ['added', null, true, 1],
      ],
    );
    assert.deepEqual(
      history[2]?.changes.map(({ field, before: was, after: is }) => [field, was, is]),
      [
        ['ownerId', 'control-owner', 'control-owner'],
        ['effortHalves', null, '2.5 days'],
        ['after', null, `${before.code} and 1 day after it`],
      ],
    );
    assert.deepEqual(history[1]?.changes, [{ field: 'state', before: 'Open', after: 'Dropped' }]);
  });

  test('PL7 each write leaves one entry of ids alone, told in words, and every record is held against the entries', async () => {
    const { owner: as, engagementId: id } = await house.organization('Told', { terms });
    const items = await house.ok(
      'plan.add',
      { engagementId: id, title: 'Ask Sam of the bank', description: 'Sam knows' },
      { as },
    );
    const other = await house.ok('plan.add', { engagementId: id, title: 'Other' }, { as });
    await house.ok(
      'plan.update',
      { items: [seen(items), seen(other)], severity: 'high', deliverable: 'For Sam' },
      { as },
    );
    const one = await house.ok('plan.get', { id: items.id }, { as });
    await house.ok('plan.move', { items: [seen(one)], to: 'done', note: 'Sam said so' }, { as });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const people = [{ person: me, daysPerWeek: 2.5, absences: [{ from: '2026-04-01', to: '2026-04-10' }] }];
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-12-01', people }, { as });
    const all = (await entries('plan.update', as)).concat(
      await entries('plan.move', as),
      await entries('plan.change-settings', as),
    );
    assert.deepEqual(all[0]?.facts, {
      engagementId: id,
      items: [items.id, other.id],
      changed: ['severity', 'deliverable'],
    });
    assert.deepEqual(all[1]?.facts, { engagementId: id, items: [items.id], to: 'done', from: ['open'] });
    assert.deepEqual(
      Object.keys(all[0]?.seals ?? {}).map((key) => key.split('/')[0]),
      ['planChanges', 'planItems', 'planItems'],
    );
    assert.doesNotMatch(JSON.stringify(all), /Sam|bank|2026-04/);
    await sequence(house, as.organization);
    const told = await house.ok('log.changes', { since: 'beginning', engagementId: id, noun: 'plan' }, { as });
    assert.deepEqual(told.items.map(({ text, place }) => [text, place?.kind]).toReversed(), [
      ['Item of the plan added: PA-1 “Ask Sam of the bank”.', 'plan-item'],
      ['Item of the plan added: PA-2 “Other”.', 'plan-item'],
      ['2 items of the plan changed: severity and deliverable.', 'plan'],
      ['PA-1 “Ask Sam of the bank” of the plan moved.', 'plan-item'],
      ['Plan of action: wished date of the report and time of people changed.', 'plan'],
    ]);
    assert.deepEqual([told.items[1]?.before?.words, told.items[1]?.now?.words], ['Open', 'Said to be done']);
    assert.deepEqual(await faults(as), []);
    assert.deepEqual(await faults(), []);
  });

  test('PL30 when the report is wished for and how much time people have is on record, and nobody writes over what they have not seen', async () => {
    const { owner: as, engagementId: id } = await house.organization('Settings', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const set = (given: Record<string, unknown>) =>
      house.ok('plan.change-settings', { engagementId: id, ...given }, { as });
    const people = [{ person: me, daysPerWeek: 2, absences: [{ from: '2026-05-01', to: '2026-05-03' }] }];
    const first = await set({ revision: 0, wishedOn: '2026-12-01', people });
    assert.deepEqual([first.revision, first.wishedOn, first.people[0]?.name], [1, '2026-12-01', 'Olga Owner']);
    const fails = (given: Record<string, unknown>) =>
      refused('plan.change-settings', { engagementId: id, ...given }, as);
    assert.deepEqual(await fails({ revision: 0, wishedOn: null }), ['conflict', 'revision']);
    assert.deepEqual(await fails({ revision: 1, wishedOn: '2026-12-01' }), ['already_done', 'engagementId']);
    assert.deepEqual(await fails({ revision: 1, people: [people[0], people[0]] }), ['bad_input', 'people.1.person']);
    assert.deepEqual(await fails({ revision: 1, people: [{ person: id, daysPerWeek: 1 }] }), [
      'not_found',
      'people.0.person',
    ]);
    const bad = [{ person: me, daysPerWeek: 1, absences: [{ from: '2026-05-03', to: '2026-05-01' }] }];
    assert.deepEqual(await fails({ revision: 1, people: bad }), ['bad_input', 'people.0.absences.0.to']);
    const second = await set({ revision: 1, people: [{ person: me, daysPerWeek: null }] });
    assert.deepEqual([second.revision, second.wishedOn, second.people], [2, '2026-12-01', []]);
  });

  test('PL28 a roadmap tries other dates and capacities, changes nothing, and its dates become due dates by one write', async () => {
    const { owner: as, engagementId: id } = await house.organization('Roadmap', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const plan = (title: string, more: Record<string, unknown> = {}) =>
      house.ok('plan.add', { engagementId: id, title, owner: me, severity: 'high', effortDays: 10, ...more }, { as });
    const first = await plan('First');
    const second = await plan('Second', { after: [{ id: first.id }] });
    await house.ok('holidays.add', { holidays: [{ date: '2026-03-02', name: 'A day off' }] }, { as });
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-07-01' }, { as });
    const before = await count(as);
    const roadmap = (given: Record<string, unknown> = {}) =>
      house.ok('plan.roadmap', { engagementId: id, ...given }, { as });
    const now = await roadmap();
    assert.deepEqual(
      now.items.map(({ start, finish, critical }) => [start, finish, critical]),
      [
        ['2026-03-03', '2026-03-16', true],
        ['2026-03-17', '2026-03-30', true],
      ],
    );
    assert.deepEqual([now.findings[0]?.code, now.tried], ['wish-impossible', false]);
    assert.match(now.findings[0]?.words ?? '', /2026-07-01; the earliest possible is 2026-07-28, 27 days later/);
    const slower = await roadmap({ people: [{ person: me, daysPerWeek: 2.5 }], wish: null });
    assert.deepEqual([slower.ready.on, slower.wished, slower.tried], ['2026-04-27', null, true]);
    const shorter = await roadmap({
      items: [{ id: second.id, effortDays: 1, dueOn: '2026-03-20' }],
      terms: { type: 'type1', asOf: '2026-05-01' },
      dryRun: true,
    });
    assert.deepEqual(
      [shorter.ready.on, shorter.findings.some(({ code }) => code === 'wish-possible')],
      ['2026-03-17', true],
    );
    assert.equal(await count(as), before);
    const dates = now.items.map((item) => ({
      id: item.id,
      revision: now.titles.find((each) => each.id === item.id)?.revision,
      dueOn: item.finish,
    }));
    const { items } = await house.ok('plan.set-dates', { items: dates }, { as });
    assert.deepEqual(
      items.map(({ dueOn }) => dueOn),
      ['2026-03-16', '2026-03-30'],
    );
    assert.equal(await count(as), before + 1);
  });

  test('PL39 a write that is interrupted leaves nothing of itself, neither a row nor an entry', async () => {
    const { owner: as, engagementId: id } = await house.organization('Stopped', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const answers = ['RQ-046', 'RQ-056', 'RQ-020'].map((question) => ({ question, answer: { kind: 'no' } }));
    await house.ok('readiness.answer', { engagementId: id, answers }, { as });
    const kept = () =>
      subject.database.transaction({ role: 'app', organizationId: as.organization, userId: null }, async (tx) => ({
        items: await tx.selectFrom('planItems').selectAll().orderBy('id').execute(),
        changes: await tx.selectFrom('planChanges').selectAll().orderBy('id').execute(),
        pieces: await tx.selectFrom('planEvidence').selectAll().orderBy('id').execute(),
        settings: await tx.selectFrom('planSettings').selectAll().orderBy('id').execute(),
        entries: (await tx.selectFrom('logEntries').select('index').execute()).length,
      }));
    type At = Parameters<typeof interrupted>[1];
    /** Breaks a write at each of these rows, and then lets it be. */
    const stops = async <N extends Name>(name: N, input: Record<string, unknown>, at: At[]) => {
      const before = await kept();
      for (const place of [...at, { table: 'log_entries', when: `new.op = '${name}'` }]) {
        const reply = await interrupted(subject.database, place, () => house.call(name, input, { as }));
        assert.equal(reply.status, 500, `${name} at ${place.table}`);
        assert.deepEqual(await kept(), before, `${name} at ${place.table}`);
      }
      const made = await house.ok(name, input, { as });
      const { entries, ...after } = await kept();
      assert.equal(entries, before.entries + 1, 'the control arm: without the fault it is kept');
      assert.notDeepEqual(after, { ...before, entries: undefined });
      return made;
    };
    const third = { when: 'new.number = 3' };
    const change = { table: 'plan_changes' };
    const made = await stops('plan.add-from-gaps', { engagementId: id, owner: me }, [
      { table: 'plan_items', ...third },
      change,
    ]);
    assert.equal(made.total, 3);
    const updated = await stops('plan.update', { items: made.items.map(seen), dueOn: '2026-05-01' }, [
      { table: 'plan_items', on: 'update', ...third },
      change,
    ]);
    const begun = await stops('plan.move', { items: updated.items.map(seen), to: 'in-progress' }, [
      { table: 'plan_items', on: 'update', ...third },
      change,
    ]);
    const [first] = begun.items;
    assert.ok(first);
    const dated = await stops(
      'plan.set-dates',
      { items: begun.items.map((item, n) => ({ ...seen(item), dueOn: `2026-05-0${n + 2}` })) },
      [{ table: 'plan_items', on: 'update', ...third }, change],
    );
    const piece = await upload('Minutes', as);
    const attached = await stops('plan.attach', { id: first.id, evidence: [piece.id] }, [
      { table: 'plan_evidence' },
      change,
    ]);
    await stops('plan.detach', { id: first.id, evidence: [piece.id] }, [change]);
    const rest = { items: dated.items.slice(1).map(seen) };
    await stops('plan.accept', { ...rest, until: '2026-06-01', reason: 'Rarely' }, [change]);
    await stops('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-12-01' }, [
      { table: 'plan_settings' },
    ]);
    assert.equal(attached.evidence, 1);
    assert.deepEqual(await faults(as), []);
  });

  const dangerous = '=HYPERLINK("http://x.example","Click")';
  const long = 'Ünïcödé, with commas; semicolons \\ and “quotes” – '.repeat(5).trim();

  /** A plan with an item of every kind that an export has to show. */
  const exportable = async (name: string) => {
    const { owner: as, engagementId: id } = await house.organization(name, { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    const first = await house.ok(
      'plan.add',
      {
        engagementId: id,
        title: dangerous,
        description: `${long}\nSecond line`,
        severity: 'critical',
        owner: me,
        effortDays: 2.5,
        dueOn: '2026-03-20',
      },
      { as },
    );
    const second = await house.ok(
      'plan.add',
      { engagementId: id, title: 'No end <known> & "quoted"', after: [{ id: first.id, lagDays: 2 }] },
      { as },
    );
    const third = await house.ok(
      'plan.add',
      { engagementId: id, title: 'By the roadmap', owner: me, effortDays: 1 },
      { as },
    );
    const fourth = await house.ok('plan.add', { engagementId: id, title: 'Not done', dueOn: '2026-04-01' }, { as });
    await house.ok('plan.drop', { items: [seen(fourth)], reason: '-1+1 is no formula' }, { as });
    await house.ok('plan.change-settings', { engagementId: id, revision: 0, wishedOn: '2026-12-01' }, { as });
    const made = async (format: string) => {
      const { status, headers, bytes } = await house.call('plan.export', { engagementId: id, format }, { as });
      assert.equal(status, 200);
      assert.match(headers.get('content-disposition') ?? '', new RegExp(`plan-of-action-2026-03-02\\.${format}`));
      assert.equal(headers.get('cache-control'), 'private, no-store');
      return bytes;
    };
    return { as, id, first, second, third, fourth, made };
  };

  test('PL33 the workbook holds every item as text, numbers and dates, and no text of it is a formula', async () => {
    const { made } = await exportable('Workbook');
    const bytes = await made('xlsx');
    const part = (name: string): string => partOf(bytes, name);
    const items = part('xl/worksheets/sheet1.xml');
    assert.doesNotMatch(items, /<f[ >]/, 'no cell has a formula');
    assert.match(items, /s="4" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK\(&quot;http/);
    assert.match(items, /s="4" t="inlineStr"><is><t xml:space="preserve">-1\+1 is no formula/);
    assert.match(items, /No end &lt;known&gt; &amp; &quot;quoted&quot;/);
    assert.match(items, /<v>2\.5<\/v>/);
    assert.match(items, new RegExp(`s="2"><v>${Date.parse('2026-03-20') / 86_400_000 + 25_569}</v>`));
    assert.match(items, /Not known/);
    const roadmap = part('xl/worksheets/sheet2.xml');
    assert.match(roadmap, /Nobody said how much work it is\. Nobody is named who does it\./);
    assert.match(part('xl/worksheets/sheet3.xml'), /Whether a report on 2026-12-01 is possible cannot be told/);
    assert.deepEqual(await made('xlsx'), bytes, 'the same plan gives the same bytes');
  });

  test('PL34 a calendar program reads the due dates as whole days, and a later export takes the place of an earlier one', async () => {
    const { as, id, first, third, fourth, made } = await exportable('Calendar');
    const text = (await made('ics')).toString();
    assert.ok(text.endsWith('END:VCALENDAR\r\n'));
    for (const line of text.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75 && !line.includes('\n'), line);
      assert.equal(line, line.toWellFormed());
    }
    const events = (of: string) => {
      const calendar = new ICAL.Component(ICAL.parse(of) as unknown[]);
      return new Map(
        calendar.getAllSubcomponents('vevent').map((each) => {
          const event = new ICAL.Event(each);
          return [event.uid, { event, status: String(each.getFirstPropertyValue('status')) }] as const;
        }),
      );
    };
    const read = events(text);
    const due = read.get(`${first.id}@plan.tickmark`);
    assert.equal(due?.event.summary, `Due: PA-1 ${dangerous}`);
    assert.ok(due.event.description.startsWith(`${long}\nSecond line\nState: Open`));
    assert.deepEqual(
      [due.event.startDate.isDate, due.event.startDate.toString(), due.event.endDate.toString(), due.event.sequence],
      [true, '2026-03-20', '2026-03-21', 0],
    );
    assert.equal(read.get(`${third.id}@plan.tickmark`)?.event.summary, 'Ends by the roadmap: PA-3 By the roadmap');
    assert.equal(read.get(`${fourth.id}@plan.tickmark`)?.status, 'CANCELLED');
    assert.ok(read.get(`${id}-report@plan.tickmark`)?.event.startDate.toString() === '2026-12-01');
    await house.ok('plan.update', { items: [seen(first)], dueOn: '2026-03-27' }, { as });
    const later = events((await made('ics')).toString());
    assert.deepEqual([...later.keys()].toSorted(), [...read.keys()].toSorted());
    const moved = later.get(`${first.id}@plan.tickmark`)?.event;
    assert.deepEqual([moved?.startDate.toString(), moved?.sequence], ['2026-03-27', 1]);
    const before = read.get(`${third.id}@plan.tickmark`)?.event.sequence ?? 0;
    assert.ok((later.get(`${third.id}@plan.tickmark`)?.event.sequence ?? 0) > before);
  });

  test('PL35 the document holds the findings, the roadmap and every item, and each text as it was written', async () => {
    const { made } = await exportable('Document');
    const text = textOf(await made('pdf'));
    for (const words of [
      'Plan of action',
      '=HYPERLINK("http://x.example","Click")',
      'No end <known> & "quoted"',
      'Whether a report on 2026-12-01 is possible cannot be told',
      'Nobody said how much work it is.',
      'Dropped',
      '2.5 days',
      'Second line',
      'Confidential',
    ]) {
      assert.ok(text.includes(squeezed(words)), words);
    }
  });

  test('PL2 PL5 a thousand items are listed, found, sorted and scheduled, two hundred of them changed by one entry', async () => {
    const { owner: as, engagementId: id } = await house.organization('Large', { terms });
    const me = (await house.ok('sessions.current', {}, { as })).user.id;
    await house.database.owner(async ({ query, script }) => {
      await script('alter table tickmark.plan_items no force row level security');
      await query(
        `insert into tickmark.plan_items (organization_id, id, engagement_id, number, revision, title, severity, criteria,
          controls, owner_id, effort_halves, effort_source, after, state, created_at, created_by, entry_index)
        select $1, gen_random_uuid(), $2, n, 1, 'Item ' || n, 'medium', '{}', '{}', $3, 1 + n % 9, 'own', '[]', 'open',
          now(), $3, 0 from generate_series(1, 1000) n`,
        [as.organization, id, me],
      );
      await script('alter table tickmark.plan_items force row level security');
    });
    const list = (given: Record<string, unknown> = {}) => house.ok('plan.list', { engagementId: id, ...given }, { as });
    const page = await list({ limit: 200, sort: '-number' });
    assert.deepEqual([page.total, page.items.length, page.items[0]?.code], [1000, 200, 'PA-1000']);
    const rest = await list({ limit: 200, sort: '-number', cursor: page.nextCursor });
    assert.equal(rest.items[0]?.code, 'PA-800');
    assert.deepEqual(
      (await list({ search: 'item 999' })).items.map(({ code }) => code),
      ['PA-999'],
    );
    const { items } = await house.ok('plan.update', { items: page.items.map(seen), dueOn: '2026-03-03' }, { as });
    assert.equal(items.length, 200);
    const tooMany = [...page.items, ...rest.items].slice(0, 201).map(seen);
    assert.deepEqual(await refused('plan.update', { items: tooMany, dueOn: '2026-05-02' }, as), ['bad_input', 'items']);
    const roadmap = await house.ok('plan.roadmap', { engagementId: id }, { as });
    assert.deepEqual([roadmap.items.length, roadmap.unscheduled.length], [1000, 0]);
    const overdue = await on('2026-03-04', () => list({ overdue: true, owner: me, severity: 'medium', limit: 1 }));
    assert.equal(overdue.total, 200);
  });
});

/** A part of a zip file, by its central directory (PKWARE APPNOTE 4.3.12). */
function partOf(zip: Buffer, name: string): string {
  for (let entry = zip.indexOf('PK\x01\x02'); entry >= 0; entry = zip.indexOf('PK\x01\x02', entry + 46)) {
    const length = zip.readUInt16LE(entry + 28);
    if (zip.toString('utf8', entry + 46, entry + 46 + length) !== name) continue;
    const local = zip.readUInt32LE(entry + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    return inflateRawSync(zip.subarray(begins, begins + zip.readUInt32LE(entry + 20))).toString('utf8');
  }
  throw new Error(`The zip file has no ${name}.`);
}
