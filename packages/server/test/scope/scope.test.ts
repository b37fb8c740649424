import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { scopeKinds, type LogCheck, type ScopeItem } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';
import { interrupted } from '../platform/database/interrupted.ts';

// The clock of the house stands at 2026-03-02: before the first of these periods, and after the last day of the second.
const ahead = { type: 'type2', period: { from: '2026-03-10', to: '2027-03-09' } };
const past = { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } };

onPostgres('scope', (subject) => {
  let house: House;
  let owner: Person;
  let engagementId: string;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    ({ owner, engagementId } = await house.organization('Northwind', { terms: ahead }));
  });
  after(() => house.stop());

  type Name = Parameters<House['call']>[0];
  interface Where {
    as?: Person;
    id?: string;
  }
  const list = (input: Record<string, unknown> = {}, { as = owner, id = engagementId }: Where = {}) =>
    house.ok('scope.list', { engagementId: id, ...input }, { as });
  const put = (items: object[], more: Record<string, unknown> = {}, { as = owner, id = engagementId }: Where = {}) =>
    house.ok('scope.put', { engagementId: id, items, ...more }, { as });
  const refused = async (name: Name, input: Record<string, unknown>, { as = owner, id = engagementId }: Where = {}) => {
    const { error } = await house.call(name, { engagementId: id, ...input }, { as });
    return [error?.code, error?.field];
  };
  const one = async (body: object, where: Where = {}): Promise<ScopeItem> => {
    const [found] = (await put([{ body }], {}, where)).items;
    assert.ok(found);
    return found;
  };
  const count = async (as = owner) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };
  const names = (items: readonly ScopeItem[]): string[] => items.map(({ body }) => body.name);

  test('SC1 SC5 SC8 five hundred items of every kind are one call and one entry, which says nothing of what they say', async () => {
    const { owner: as, engagementId: id } = await house.organization('Large', { terms: ahead });
    const empty = await list({}, { as, id });
    assert.deepEqual([empty.items, empty.total, empty.counts.holes], [[], 0, 7]);
    assert.deepEqual(empty.period, { from: '2026-03-10', to: '2027-03-09', begun: false });
    const items = Array.from({ length: 500 }, (_, n) => ({
      body: { kind: scopeKinds[n % scopeKinds.length], name: `Number ${n}`, description: 'Told by Sam of the bank' },
    }));
    const first = await count(as);
    const { total } = await put(items, {}, { as, id });
    assert.deepEqual([total, await count(as)], [500, first + 1]);
    const [sealed] = await entries('scope.put', as);
    assert.ok(sealed);
    const { kinds } = sealed.facts as { kinds: Record<string, number> };
    assert.deepEqual(
      { ...sealed.facts, kinds: Object.values(kinds).reduce((a, b) => a + b) },
      { engagementId: id, item: null, kinds: 500, effectiveFrom: null },
    );
    assert.equal(Object.keys(sealed.seals ?? {}).length, 500);
    assert.doesNotMatch(JSON.stringify(sealed), /Sam|Number/);
    const { counts } = await list({}, { as, id });
    assert.deepEqual(
      counts.kinds.map((each) => each.kind),
      [...scopeKinds],
    );
    assert.equal(counts.total, 500);
    assert.deepEqual(await refused('scope.put', { items: [...items, items[0]] }, { as, id }), ['bad_input', 'items']);
    assert.deepEqual(await faults(as), []);
  });

  test('SC1 SC2 SC3 SC4 what cannot be is refused by its field, and then nothing of the call is kept', async () => {
    const { engagementId: elsewhere } = await house
      .ok('engagements.create', { service: 'Other', categories: ['security'], terms: ahead }, { as: owner })
      .then(({ id }) => ({ engagementId: id }));
    const foreign = await one({ kind: 'team', name: 'Elsewhere' }, { id: elsewhere });
    const team = await one({ kind: 'team', name: 'Refusing' });
    const first = await count();
    const fine = { body: { kind: 'service', name: 'Never kept' } };
    for (const [body, code, field] of [
      [{ kind: 'mainframe', name: 'x' }, 'bad_input', 'body.kind'],
      [{ kind: 'service' }, 'bad_input', 'body.name'],
      [{ kind: 'service', name: 'x'.repeat(201) }, 'bad_input', 'body.name'],
      [{ kind: 'service', name: 'x', inScope: false }, 'bad_input', 'body.why'],
      [{ kind: 'service', name: 'never  KEPT' }, 'conflict', 'body.name'],
      [{ kind: 'person', name: 'x', email: 'nobody' }, 'bad_input', 'body.email'],
      [{ kind: 'system', name: 'x', owner: randomUUID() }, 'bad_input', 'body.owner'],
      [{ kind: 'system', name: 'x', owner: foreign.id }, 'bad_input', 'body.owner'],
      [{ kind: 'system', name: 'x', environments: [team.id] }, 'bad_input', 'body.environments.0'],
      [{ kind: 'system', name: 'x', seenAs: ['a', 'a'] }, 'bad_input', 'body.seenAs'],
      [{ kind: 'requirement', name: 'x', criteria: ['CC99.1'] }, 'bad_input', 'body.criteria'],
      [{ kind: 'requirement', name: 'x', controls: ['ABC-01'] }, 'bad_input', 'body.controls'],
      [
        { kind: 'vendor', name: 'x', expectedControls: [{ text: 'y', criteria: ['X1'] }] },
        'bad_input',
        'body.expectedControls.0.criteria',
      ],
      [
        { kind: 'vendor', name: 'x', monitoring: [{ report: 'soc1', from: '2026-02-30' }] },
        'bad_input',
        'body.monitoring.0.from',
      ],
      [
        { kind: 'vendor', name: 'x', monitoring: [{ report: 'soc1', from: '2026-02-02', to: '2026-02-01' }] },
        'bad_input',
        'body.monitoring.0.to',
      ],
      [
        {
          kind: 'vendor',
          name: 'x',
          test: { matters: { answer: 'yes' }, needed: { answer: 'unknown' }, suffices: { answer: 'unknown' } },
        },
        'bad_input',
        'body.test.matters.reason',
      ],
      [{ kind: 'data-flow', name: 'x', from: 'users', to: 'users' }, 'bad_input', 'body.to'],
      [{ kind: 'data-flow', name: 'x', from: 'anywhere' }, 'bad_input', 'body.from'],
    ] as const) {
      assert.deepEqual(
        await refused('scope.put', { items: [fine, { body }] }),
        [code, `items.1.${field}`],
        JSON.stringify(body),
      );
    }
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    const circle = [a, b, c].map((id, n) => ({
      id,
      body: { kind: 'system', name: `Ring ${n}`, partOf: [b, c, a][n] },
    }));
    assert.deepEqual(await refused('scope.put', { items: circle }), ['bad_input', 'items.0.body.partOf']);
    const self = { id: a, body: { kind: 'team', name: 'Itself', partOf: a } };
    assert.deepEqual(await refused('scope.put', { items: [self] }), ['bad_input', 'items.0.body.partOf']);
    assert.deepEqual(await refused('scope.put', { items: [self, { ...self, body: fine.body }] }), [
      'bad_input',
      'items.1.id',
    ]);
    assert.deepEqual(await refused('scope.put', { items: [] }), ['bad_input', 'items']);
    assert.deepEqual(await refused('scope.put', { items: [{ id: team.id, after: 1, body: fine.body }] }), [
      'bad_input',
      'items.0.body.kind',
    ]);
    assert.deepEqual(await refused('scope.put', { items: [{ ...fine, after: 3 }] }), ['conflict', 'items.0.after']);
    assert.deepEqual(await refused('scope.history', { id: randomUUID() }), ['not_found', 'id']);
    assert.equal(await count(), first);
    assert.deepEqual(names((await list({ search: 'never kept' })).items), []);
    const chain = [a, b, c].map((id, n) => ({
      id,
      body: { kind: 'system', name: `Chain ${n}`, ...(n === 2 ? {} : { partOf: [b, c][n] }) },
    }));
    assert.equal((await put(chain)).total, 3, 'the control arm: what names each other in one call is kept');
  });

  test('SC5 SC6 versions stay, and of two who change the same item at once the second is told who was first', async () => {
    const manager = await house.member(owner, 'compliance-manager');
    const body = { kind: 'location', name: 'Leipzig', type: 'office' };
    const { id } = await one(body);
    const change = (as: Person, description: string) =>
      house.call('scope.put', { engagementId, items: [{ id, after: 1, body: { ...body, description } }] }, { as });
    const replies = await Promise.all([change(owner, 'Support'), change(manager, 'Engineering')]);
    assert.deepEqual(replies.map(({ status }) => status).toSorted(), [200, 409]);
    const late = replies.find(({ status }) => status === 409)?.error;
    const [standing] = (await list({ item: id })).items;
    assert.match(late?.message ?? '', new RegExp(`^${standing?.by.name} wrote “Leipzig” after you had looked`));
    assert.deepEqual([late?.code, late?.field, standing?.version], ['conflict', 'items.0.after', 2]);
    assert.match(late?.action ?? '', /send 2 as the version/);
    assert.deepEqual(await refused('scope.put', { items: [{ id, after: 1, body: standing?.body }] }), [
      'already_done',
      'items',
    ]);
    const again = { id, after: 2, body: { ...body, description: 'Both' } };
    const { unchanged, items } = await put([again, { body: { kind: 'location', name: 'Home' } }]);
    assert.deepEqual([unchanged, names(items).toSorted()], [[], ['Home', 'Leipzig']]);
    const { items: versions } = await house.ok('scope.history', { engagementId, id }, { as: owner });
    assert.deepEqual(
      versions.map(({ version, fields }) => [version, fields.map(({ field, now }) => [field, now])]),
      [
        [3, [['description', 'Both']]],
        [2, [['description', standing?.body.description]]],
        [
          1,
          [
            ['name', 'Leipzig'],
            ['type', 'Office'],
            ['inScope', 'In scope'],
          ],
        ],
      ],
    );
    const others = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        house.call(
          'scope.put',
          { engagementId, items: [{ body: { kind: 'team', name: `Team ${n}` } }] },
          { as: n % 2 ? owner : manager },
        ),
      ),
    );
    assert.deepEqual(new Set(others.map(({ status }) => status)), new Set([200]));
    const twice = await Promise.all(
      [owner, manager].map((as) =>
        house.call('scope.put', { engagementId, items: [{ body: { kind: 'team', name: 'Twice' } }] }, { as }),
      ),
    );
    assert.deepEqual(twice.map(({ status }) => status).toSorted(), [200, 409]);
  });

  test('SC5 a write that is interrupted leaves neither a version nor an entry', async () => {
    const first = await count();
    const items = ['Stays out', 'Fails'].map((name) => ({ body: { kind: 'process', name } }));
    const fails = { table: 'scope_versions', when: "new.body->>'name' = 'Fails'" };
    const reply = await interrupted(house.database, fails, () =>
      house.call('scope.put', { engagementId, items }, { as: owner }),
    );
    assert.equal(reply.status, 500);
    assert.equal(await count(), first);
    assert.equal((await list({ search: 'Stays out' })).total, 0);
    assert.equal((await put(items)).total, 2);
    assert.equal(await count(), first + 1, 'the control arm: without the fault it is kept');
  });

  test('SC7 managers write, control owners and readers read, employees and strangers see nothing', async () => {
    const { id: item } = await one({ kind: 'person', name: 'Of the roles' });
    const { id: template } = await house.ok(
      'engagements.create',
      { service: 'Empty', categories: ['security'], terms: ahead },
      { as: owner },
    );
    const items = [{ body: { kind: 'person', name: 'Written by a role' } }];
    const reading = { format: 'csv' };
    const reads = [
      ['scope.list', {}],
      ['scope.history', { id: item }],
      ['scope.changes', {}],
      ['scope.holes', {}],
      ['scope.diagram', {}],
      ['scope.discovered', {}],
    ] as const;
    const writes = [
      ['scope.put', { items }],
      ['scope.remove', { items: [{ id: item, after: 1 }], reason: 'Gone' }],
      ['scope.copy', { from: template }],
    ] as const;
    for (const role of ['control-owner', 'reader', 'employee'] as const) {
      const as = await house.member(owner, role);
      for (const [name, input] of writes) {
        assert.deepEqual(await refused(name, input, { as }), ['not_permitted', undefined], `${role} ${name}`);
      }
      for (const [name, input] of reads) {
        const expected = role === 'employee' ? 'not_permitted' : undefined;
        assert.deepEqual(await refused(name, input, { as }), [expected, undefined], `${role} ${name}`);
      }
      const sent = await house.call('scope.import', { engagementId, kind: 'team', reading }, { as, file: 'name\nx' });
      assert.equal(sent.error?.code, 'not_permitted');
    }
    const { owner: as, engagementId: theirs } = await house.organization('Strangers', { terms: ahead });
    for (const [name, input] of [...reads, ...writes]) {
      assert.deepEqual(await refused(name, input, { as }), ['not_found', 'engagementId'], name);
    }
    const sent = await house.call('scope.import', { engagementId, kind: 'team', reading }, { as, file: 'name\nx' });
    assert.deepEqual([sent.error?.code, sent.error?.field], ['not_found', 'engagementId']);
    assert.deepEqual(await refused('scope.copy', { from: engagementId }, { as, id: theirs }), ['not_found', 'from']);
    assert.deepEqual(await refused('scope.history', { id: item }, { as, id: theirs }), ['not_found', 'id']);
    const stolen = [{ id: item, after: 1, body: { kind: 'person', name: 'Mine now' } }];
    assert.deepEqual(await refused('scope.put', { items: stolen }, { as, id: theirs }), ['conflict', 'items.0.after']);
    assert.equal((await list({}, { as, id: theirs })).total, 0);
  });

  test('SC9 SC13 what is removed stays on record, leaves a hole where it is named, and comes back', async () => {
    const { owner: as, engagementId: id } = await house.organization('Removed', { terms: ahead });
    const where = { as, id };
    const env = await one({ kind: 'environment', name: 'Staging' }, where);
    const system = { kind: 'system', name: 'web', environments: [env.id] };
    const { id: web } = await one(system, where);
    const off = { items: [{ id: env.id, after: 1 }], reason: 'Switched off' };
    assert.deepEqual(await refused('scope.remove', { ...off, items: [{ id: env.id, after: 2 }] }, where), [
      'conflict',
      'items.0.after',
    ]);
    assert.deepEqual(await refused('scope.remove', { items: off.items }, where), ['bad_input', 'reason']);
    const { removed } = await house.ok('scope.remove', { engagementId: id, ...off }, { as });
    assert.deepEqual(removed, [{ id: env.id, version: 2 }]);
    assert.deepEqual(await refused('scope.remove', off, where), ['not_found', 'items.0.id']);
    const holes = await house.ok('scope.holes', { engagementId: id, item: web }, { as });
    assert.ok(holes.items.some(({ code, field }) => code === 'link-to-nothing' && field === 'environments'));
    assert.deepEqual(names((await list({ holes: true, kind: 'system' }, where)).items), ['web']);
    const { items } = await put(
      [{ id: web, after: 1, body: { ...system, description: 'Kept although it names what is gone' } }],
      {},
      where,
    );
    assert.equal(items[0]?.version, 2);
    assert.deepEqual(await refused('scope.put', { items: [{ body: { ...system, name: 'other' } }] }, where), [
      'bad_input',
      'items.0.body.environments.0',
    ]);
    const { items: history } = await house.ok('scope.history', { engagementId: id, id: env.id }, { as });
    assert.deepEqual(
      history.map(({ removed: gone, reason, body }) => [gone, reason, body.name]),
      [
        [true, 'Switched off', 'Staging'],
        [false, null, 'Staging'],
      ],
    );
    const back = await put([{ id: env.id, after: 2, body: { kind: 'environment', name: 'Staging' } }], {}, where);
    assert.equal(back.items[0]?.version, 3);
    const after = await house.ok('scope.holes', { engagementId: id, item: web }, { as });
    assert.ok(!after.items.some(({ code }) => code === 'link-to-nothing'));
    assert.deepEqual(await faults(as), []);
  });

  test('SC8 the changes of the log tell it in words, with a way there', async () => {
    const { owner: as, engagementId: id } = await house.organization('Told', { terms: ahead });
    const vendor = await one({ kind: 'vendor', name: 'Cloud host' }, { as, id });
    await put(
      [
        { body: { kind: 'team', name: 'A' } },
        { body: { kind: 'team', name: 'B' } },
        { body: { kind: 'person', name: 'C' } },
      ],
      {},
      { as, id },
    );
    await house.ok(
      'scope.remove',
      { engagementId: id, items: [{ id: vendor.id, after: 1 }], reason: 'Left it' },
      { as },
    );
    await sequence(house, as.organization);
    const { items } = await house.ok('log.changes', { since: 'beginning', engagementId: id, noun: 'scope' }, { as });
    assert.deepEqual(
      items.map(({ text, place }) => [text, place?.kind, place?.key]),
      [
        ['Scope: vendor “Cloud host” removed.', 'scope', vendor.id],
        ['Scope: 2 teams and one person written down.', 'scope', null],
        ['Scope: vendor “Cloud host” written down.', 'scope', vendor.id],
      ],
    );
  });

  test('SC10 a scope is copied with its links into the next engagement, and what is there already stays', async () => {
    const { owner: as, engagementId: from } = await house.organization('Copied', { terms: ahead });
    const next = {
      service: 'The same',
      categories: ['security'],
      terms: { type: 'type2', period: { from: '2027-04-01', to: '2028-03-31' } },
    };
    const { id: to } = await house.ok('engagements.create', next, { as });
    assert.deepEqual(await refused('scope.copy', { from }, { as, id: to }), ['conflict', 'from']);
    const [team, system] = [randomUUID(), randomUUID()];
    await put(
      [
        { id: team, body: { kind: 'team', name: 'Platform' } },
        { id: system, body: { kind: 'system', name: 'db', owner: team } },
        { body: { kind: 'data-flow', name: 'in', from: 'users', to: system } },
      ],
      {},
      { as, id: from },
    );
    const here = await one({ kind: 'team', name: 'PLATFORM', description: 'As it is now' }, { as, id: to });
    const copied = await house.ok('scope.copy', { engagementId: to, from }, { as });
    assert.deepEqual(copied, { total: 2, unlinked: 0, left: [{ kind: 'team', name: 'Platform' }] });
    const { items } = await list({}, { as, id: to });
    const db = items.find(({ body }) => body.kind === 'system');
    assert.deepEqual(db?.body.kind === 'system' && [db.body.owner, db.copiedFrom], [here.id, system]);
    const flow = items.find(({ body }) => body.kind === 'data-flow');
    assert.deepEqual(flow?.body.kind === 'data-flow' && [flow.body.from, flow.body.to], ['users', db?.id]);
    assert.deepEqual(await refused('scope.copy', { from }, { as, id: to }), ['already_done', 'from']);
    assert.deepEqual(await refused('scope.copy', { from: to }, { as, id: to }), ['bad_input', 'from']);
    const { id: parts } = await house.ok('engagements.create', next, { as });
    const part = await house.ok('scope.copy', { engagementId: parts, from, kinds: ['system'] }, { as });
    assert.deepEqual([part.total, part.unlinked], [1, 1]);
  });

  test('SC20 SC21 SC22 after the period began changes are dated, listed field by field, and the scope of a day can be asked for', async () => {
    const { owner: as, engagementId: id } = await house.organization('Dated', { terms: ahead });
    const where = { as, id };
    const body = { kind: 'system', name: 'queue', description: 'Runs in the old region' };
    assert.deepEqual(await refused('scope.put', { items: [{ body }], effectiveFrom: '2026-03-10' }, where), [
      'bad_input',
      'effectiveFrom',
    ]);
    const { id: queue } = await one(body, where);
    house.time.now = new Date('2026-03-25T09:00:00.000Z');
    try {
      const moved = { items: [{ id: queue, after: 1, body: { ...body, description: 'Runs in the new region' } }] };
      const reason = 'Moved with the database';
      assert.deepEqual(await refused('scope.put', moved, where), ['bad_input', 'effectiveFrom']);
      assert.deepEqual(await refused('scope.put', { ...moved, effectiveFrom: '2026-03-20' }, where), [
        'bad_input',
        'reason',
      ]);
      for (const day of ['2026-03-09', '2026-03-26', '2027-03-10', '2026-02-30']) {
        assert.deepEqual(
          await refused('scope.put', { ...moved, effectiveFrom: day, reason }, where),
          ['bad_input', 'effectiveFrom'],
          day,
        );
      }
      await put(moved.items, { effectiveFrom: '2026-03-20', reason }, where);
      await put(
        [{ body: { kind: 'vendor', name: 'Mailer' } }],
        { effectiveFrom: '2026-03-10', reason: 'Forgotten' },
        where,
      );
      await house.ok(
        'scope.remove',
        { engagementId: id, items: [{ id: queue, after: 2 }], effectiveFrom: '2026-03-24', reason: 'Switched off' },
        { as },
      );
      const { items, counts } = await house.ok('scope.changes', { engagementId: id }, { as });
      assert.deepEqual(
        items.map(({ item, what, of, effectiveFrom, reason: why, by }) => [
          item.name,
          what,
          of,
          effectiveFrom,
          why,
          by.name,
        ]),
        [
          ['queue', 'removed', 'system', '2026-03-24', 'Switched off', 'Olga Owner'],
          ['queue', 'changed', 'system', '2026-03-20', reason, 'Olga Owner'],
          ['Mailer', 'added', 'record', '2026-03-10', 'Forgotten', 'Olga Owner'],
        ],
      );
      assert.deepEqual(counts, { system: 2, record: 1 });
      assert.deepEqual(items[1]?.fields, [
        { field: 'description', title: 'Description', before: 'Runs in the old region', now: 'Runs in the new region' },
      ]);
      assert.equal(
        (await house.ok('scope.changes', { engagementId: id, of: 'record', kind: 'system' }, { as })).total,
        0,
      );
      const on = async (asOf: string) =>
        (await list({ asOf }, where)).items.map(({ body: b }) => [b.name, b.description]);
      const mailer = ['Mailer', undefined];
      assert.deepEqual(await on('2026-03-19'), [['queue', 'Runs in the old region'], mailer]);
      assert.deepEqual(await on('2026-03-23'), [['queue', 'Runs in the new region'], mailer]);
      assert.deepEqual(await on('2026-03-24'), [mailer]);
      assert.deepEqual(
        (await house.ok('scope.diagram', { engagementId: id, asOf: '2026-03-23' }, { as })).nodes.map(
          ({ name }) => name,
        ),
        ['queue', 'Mailer'],
      );
      const [told] = (await entries('scope.put', as)).slice(-1);
      assert.doesNotMatch(JSON.stringify(told), /Forgotten|Mailer/);
      assert.equal(told?.facts['effectiveFrom'], '2026-03-10');
    } finally {
      house.time.now = new Date('2026-03-02T09:00:00.000Z');
    }
    const { owner: late, engagementId: over } = await house.organization('Over', { terms: past });
    const first = { items: [{ body }], effectiveFrom: '2025-03-01', reason: 'Written down for the first time' };
    assert.deepEqual(await refused('scope.put', { ...first, effectiveFrom: '2026-03-01' }, { as: late, id: over }), [
      'bad_input',
      'effectiveFrom',
    ]);
    assert.equal(
      (await put(first.items, { effectiveFrom: first.effectiveFrom, reason: first.reason }, { as: late, id: over }))
        .total,
      1,
    );
  });

  test('SC25 SC26 a file is shown row by row and taken in whole or not at all', async () => {
    const { owner: as, engagementId: id } = await house.organization('Files', { terms: ahead });
    const send = (name: 'scope.preview-import' | 'scope.import', file: string | Uint8Array, kind = 'system') =>
      house.call(name, { engagementId: id, kind, reading: { format: 'csv' } }, { as, file });
    const env = await one({ kind: 'environment', name: 'Production' }, { as, id });
    const db = await one({ kind: 'system', name: 'db', environments: [env.id], description: 'Stays' }, { as, id });
    const good =
      '\ufeffname,environments,part_of,colour\r\nDB,,\r\nweb,production,db,red\r\n"queue, fast",Production,Web,\r\n';
    const first = await count(as);
    const broken = await send('scope.preview-import', good);
    assert.deepEqual((broken.body as { rejected: unknown[] }).rejected, [
      { row: 1, column: null, reason: 'has 3 fields where the header has 4' },
    ]);
    const file = good.replace('DB,,\r', 'DB,,,\r');
    const preview = (await send('scope.preview-import', file)).body as {
      rows: { row: number; name: string; fate: string; fields: { field: string }[] }[];
      counts: object;
      absent: string[];
      ignored: string[];
    };
    assert.deepEqual(
      preview.rows.map(({ row, name, fate, fields }) => [row, name, fate, fields.map(({ field }) => field)]),
      [
        [1, 'DB', 'changed', ['name', 'environments']],
        [2, 'web', 'new', ['name', 'environments', 'partOf', 'inScope']],
        [3, 'queue, fast', 'new', ['name', 'environments', 'partOf', 'inScope']],
      ],
    );
    assert.deepEqual(
      [preview.counts, preview.ignored],
      [{ new: 2, changed: 1, unchanged: 0, rejected: 0 }, ['colour']],
    );
    assert.ok(preview.absent.includes('description'));
    const wrong = file.replace('web,production', 'web,staging').replace('red', 'red\r\nweb,,,\r\nself,,self,');
    const shown = (await send('scope.preview-import', wrong)).body as {
      rejected: { row: number; column: string; reason: string }[];
    };
    assert.deepEqual(
      shown.rejected.map(({ row, column }) => [row, column]),
      [
        [2, 'environments'],
        [3, 'name'],
        [4, 'part_of'],
      ],
    );
    const taken = await send('scope.import', wrong);
    assert.deepEqual([taken.error?.code, taken.error?.field], ['population_invalid', 'file']);
    assert.match(
      taken.error?.message ?? '',
      /^3 faults keep this file from being taken \(row 2, environments: There is no environment called “staging”\.\)/,
    );
    for (const [text, code] of [
      ['title\nx\n', 'population_invalid'],
      ['name\n', 'population_invalid'],
      [`name\n${Array.from({ length: 501 }, (_, n) => `s${n}`).join('\n')}\n`, 'too_large'],
      [Buffer.from('name\nCaf\xe9\n', 'latin1'), 'unsupported_media'],
      ['name\n"open', 'population_invalid'],
    ] as const) {
      const { error } = await send('scope.import', text);
      assert.equal(error?.code, code, String(text).slice(0, 20));
      assert.ok(error?.action !== undefined);
    }
    assert.equal(await count(as), first, 'nothing of all this was kept');
    const { body } = await send('scope.import', file);
    assert.equal((body as { total: number }).total, 3);
    assert.equal(await count(as), first + 1);
    const { items } = await list({ kind: 'system' }, { as, id });
    assert.deepEqual(names(items), ['DB', 'queue, fast', 'web']);
    const [changed, fast, web] = items;
    assert.deepEqual([changed?.id, changed?.version, changed?.body.description], [db.id, 2, 'Stays']);
    assert.deepEqual(fast?.body.kind === 'system' && fast.body.partOf, web?.id);
    const again = await send('scope.import', file);
    assert.equal(again.error?.code, 'already_done');
    for (const kind of scopeKinds) {
      const { text } = await house.ok('scope.template', { kind }, { as });
      const { body: of } = await send('scope.preview-import', text, kind);
      assert.deepEqual((of as { rows: unknown[]; rejected: unknown[] }).rejected, [], kind);
      assert.deepEqual((of as { rows: unknown[] }).rows, [], kind);
    }
  });

  test('SC30 what populations name and the scope does not is listed, and goes once it is in or out', async () => {
    const { owner: as, engagementId: id } = await house.organization('Seen', { terms: ahead });
    const discovered = () => house.ok('scope.discovered', { engagementId: id }, { as });
    assert.deepEqual(await discovered(), {
      items: [],
      total: 0,
      counts: { seen: 0, in: 0, out: 0 },
      looked: [],
      cut: [],
    });
    const changes = [
      'id,repository,merged_at',
      ...['web', 'api', 'web', 'tools'].map((name, n) => `c${n},${name},2026-02-20T10:00:00Z`),
    ];
    const vendors = ['id,vendor', 'v1,Cloud Host', 'v2,Mailer'];
    for (const [kind, lines] of [
      ['code-changes', changes],
      ['vendors', vendors],
    ] as const) {
      const job = await house.run(
        'populations.import',
        {
          engagementId: id,
          kind,
          name: kind,
          reading: { format: 'csv' },
          period: { from: '2026-02-01', to: '2026-03-01' },
        },
        { as, file: lines.join('\n') },
      );
      assert.equal(job.state, 'done', JSON.stringify(job.error));
    }
    const first = await discovered();
    assert.deepEqual(
      first.items.map(({ kind, name, seen }) => [kind, name, seen[0]?.what, seen[0]?.rows]),
      [
        ['system', 'api', 'repository', 1],
        ['system', 'tools', 'repository', 1],
        ['system', 'web', 'repository', 2],
        ['vendor', 'Cloud Host', 'vendor', 1],
        ['vendor', 'Mailer', 'vendor', 1],
      ],
    );
    await put(
      [
        { body: { kind: 'system', name: 'Web application', seenAs: ['WEB'] } },
        { body: { kind: 'system', name: 'tools', inScope: false, why: 'Nothing of it reaches customers' } },
        { body: { kind: 'vendor', name: 'cloud host' } },
      ],
      {},
      { as, id },
    );
    const then = await discovered();
    assert.deepEqual(
      then.items.map(({ name }) => name),
      ['api', 'Mailer'],
    );
    assert.deepEqual(then.counts, { seen: 5, in: 2, out: 1 });
  });

  test('SC16 SC36 filters find what is in, out or has a hole, and the steps tell of the scope', async () => {
    const { owner: as, engagementId: id } = await house.organization('Filters', { terms: ahead });
    const where = { as, id };
    const summary = async () =>
      (await house.ok('steps.list', { engagementId: id }, { as })).items.find((step) => step.id === 'scope')?.summary ??
      '';
    assert.match(await summary(), /The scope is not written down\./);
    const yes = { answer: 'yes', reason: 'It runs the machines' };
    const vendor = await one(
      {
        kind: 'vendor',
        name: 'Cloud host',
        test: { matters: yes, needed: yes, suffices: { answer: 'no', reason: 'Rooms are theirs' } },
        expectedControls: [{ text: 'Doors are locked', criteria: ['CC6.4'] }],
      },
      where,
    );
    assert.equal(vendor.standing?.verdict, 'subservice');
    await put(
      [
        { body: { kind: 'service', name: 'Ledger' } },
        { body: { kind: 'service', name: 'Old ledger', inScope: false, why: 'Ends this year' } },
      ],
      {},
      where,
    );
    const found = async (input: Record<string, unknown>) => names((await list(input, where)).items);
    assert.deepEqual(await found({ in: 'out' }), ['Old ledger']);
    assert.deepEqual(await found({ in: 'in', kind: 'service' }), ['Ledger']);
    assert.deepEqual(await found({ holes: true }), ['Ledger', 'Cloud host']);
    assert.deepEqual(await found({ search: 'doors LOCKED' }), ['Cloud host']);
    assert.deepEqual(await found({ search: 'doors open' }), []);
    const { items: holes } = await house.ok('scope.holes', { engagementId: id, kind: 'vendor' }, { as });
    assert.deepEqual(
      holes.map(({ code }) => code),
      ['vendor-without-owner', 'subservice-without-method', 'subservice-without-monitoring'],
    );
    const { counts } = await list({}, where);
    assert.deepEqual(
      counts.kinds.find(({ kind }) => kind === 'service'),
      { kind: 'service', total: 2, out: 1, holes: 2 },
    );
    assert.match(await summary(), new RegExp(`The scope has 3 items, with ${counts.holes} holes\\.`));
  });
});
