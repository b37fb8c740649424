import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { scopeKinds } from '@tickmark/core';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { ahead, past, startScoped, type Scoped } from './scoped.ts';

onPostgres('scope that changes, is copied, taken in and held against records', (subject) => {
  let scoped: Scoped;

  before(async () => {
    scoped = await startScoped(subject);
  });
  after(() => scoped.house.stop());

  test('SC8 the changes of the log tell it in words, with a way there', async () => {
    const { house, put, one } = scoped;
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
    const { house, list, put, refused, one } = scoped;
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
    const { house, list, put, refused, one, entries } = scoped;
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
    const { house, list, one, count, names } = scoped;
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
    const { house, put } = scoped;
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
    const { house, list, put, one, names } = scoped;
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
