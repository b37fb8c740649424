import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { scopeKinds } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import type { Person } from '../engagements/house.ts';
import { interrupted } from '../platform/database/interrupted.ts';
import { ahead, startScoped, type Scoped } from './scoped.ts';

onPostgres('scope', (subject) => {
  let scoped: Scoped;

  before(async () => {
    scoped = await startScoped(subject);
  });
  after(() => scoped.house.stop());

  test('SC1 SC5 SC8 five hundred items of every kind are one call and one entry, which says nothing of what they say', async () => {
    const { house, list, put, refused, count, entries, faults } = scoped;
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
    const { house, owner, list, put, refused, one, count, names } = scoped;
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
    const { house, owner, engagementId, list, put, refused, one, names } = scoped;
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
    const { house, owner, engagementId, list, put, count } = scoped;
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
    const { house, owner, engagementId, list, refused, one } = scoped;
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
    const { house, list, put, refused, one, faults, names } = scoped;
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
});
