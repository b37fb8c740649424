import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { interrupted } from '../platform/database/interrupted.ts';
import { startPlanned, terms, type Planned } from './planned.ts';

onPostgres('plan', (subject) => {
  let planned: Planned;

  before(async () => {
    planned = await startPlanned(subject);
  });
  after(() => planned.house.stop());

  type Name = Parameters<Planned['house']['call']>[0];

  test('PL1 PL28 an empty plan has no item, nothing to wait for, and a way to the report from today on', async () => {
    const { house, refused } = planned;
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
    const { house, manager, engagementId, add, seen } = planned;
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
    const { house, seen, refused, faults } = planned;
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
    const { house, ann, bob, reader, engagementId, of, add, seen, update, move, get, refused } = planned;
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
    const { house, owner, manager, ann, engagementId, of, add, seen, update, get, refused, count } = planned;
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
    const { house, manager, ann, reader, engagementId, of, add, seen, update, get, refused, count } = planned;
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

  test('PL7 each write leaves one entry of ids alone, told in words, and every record is held against the entries', async () => {
    const { house, seen, entries, faults } = planned;
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

  test('PL39 a write that is interrupted leaves nothing of itself, neither a row nor an entry', async () => {
    const { house, seen, upload, faults } = planned;
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

  test('PL2 PL5 a thousand items are listed, found, sorted and scheduled, two hundred of them changed by one entry', async () => {
    const { house, seen, refused, on } = planned;
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
