import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  changedFields,
  diagramOf,
  dutyStanding,
  engagementPeriod,
  hasBegun,
  importedItem,
  importTemplate,
  kindsInOrOut,
  linksOf,
  namedItems,
  relinked,
  scopeBody,
  scopeFields,
  scopeKinds,
  timingFault,
  vendorStanding,
  verdictOf,
  versionOn,
  type AnswerOfThree,
  type EngagementTerms,
  type ScopeBody,
} from '../../src/index.ts';
import { but, item, terms, uuid, whole } from './whole.ts';

test('SC1 every field of every kind has its place in forms, and the other way round', () => {
  for (const shape of scopeBody.options) {
    const kind = shape.shape.kind.value;
    const fields = Object.keys(shape.shape).filter((name) => name !== 'kind');
    assert.deepEqual(scopeFields[kind].map(({ name }) => name).toSorted(), fields.toSorted(), kind);
    assert.equal(fields.includes('inScope'), (kindsInOrOut as readonly string[]).includes(kind), kind);
  }
  assert.deepEqual(
    scopeBody.options.map((shape) => shape.shape.kind.value),
    [...scopeKinds],
  );
});

const all: AnswerOfThree[] = ['yes', 'no', 'unknown'];
const matches = (pattern: string, given: AnswerOfThree): boolean =>
  pattern === 'any' || (pattern.startsWith('!') ? given !== pattern.slice(1) : given === pattern);

test('SC11 a vendor is a subservice organization by all three answers alone; what is not known decides nothing good', () => {
  // What each combination of answers comes to: to matters, needed and suffices; each is in one row.
  const table = [
    ['yes', 'yes', 'no', 'subservice', /what it does matters, and its controls are needed together with yours\.$/],
    ['any', 'yes', 'yes', 'undecided', /contradict each other: its controls are needed, and yours would be enough/],
    ['!no', 'no', 'no', 'undecided', /contradict each other: its controls are not needed, and yours are not enough/],
    ['no', 'yes', '!yes', 'vendor', /^A plain vendor: what it does does not matter for the criteria that apply\.$/],
    ['no', '!yes', 'any', 'vendor', /^A plain vendor: what it does does not matter for the criteria that apply\.$/],
    ['!no', 'no', '!no', 'vendor', /^A plain vendor: its controls are not needed to keep your commitments\.$/],
    [
      '!no',
      'unknown',
      'yes',
      'vendor',
      /^A plain vendor: your own controls are enough without relying on its controls/,
    ],
    ['unknown', 'yes', '!yes', 'undecided', /^Not every question that decides it is answered\.$/],
    ['yes', 'yes', 'unknown', 'undecided', /^Not every question that decides it is answered\.$/],
    ['!no', 'unknown', '!yes', 'undecided', /^Not every question that decides it is answered\.$/],
  ] as const;
  for (const matters of all) {
    for (const needed of all) {
      for (const suffices of all) {
        const rows = table.filter(([a, b, c]) => matches(a, matters) && matches(b, needed) && matches(c, suffices));
        assert.equal(rows.length, 1, `${matters} ${needed} ${suffices}`);
        const standing = vendorStanding({
          matters: { answer: matters },
          needed: { answer: needed },
          suffices: { answer: suffices },
        });
        assert.equal(standing.verdict, rows[0]?.[3], `${matters} ${needed} ${suffices}`);
        assert.match(standing.words, rows[0]?.[4] ?? /^$/);
      }
    }
  }
  assert.deepEqual(vendorStanding(undefined), {
    verdict: 'undecided',
    words: 'None of the three questions is answered.',
  });
});

test('SC12 what customers do is told apart by who can do it, and by what would stay unmet', () => {
  const table = [
    ['no', 'any', 'own-control', /^A control of your own: you can do it, or make the system see to it\.$/],
    ['!no', 'no', 'user-responsibility', /^A user responsibility: every commitment and criterion is met without it\.$/],
    ['yes', 'yes', 'cuec', /only customers can do it, and without it something stays unmet\.$/],
    ['unknown', '!no', 'undecided', /^Not every question that decides it is answered\.$/],
    ['yes', 'unknown', 'undecided', /^Not every question that decides it is answered\.$/],
  ] as const;
  for (const theirs of all) {
    for (const needed of all) {
      const rows = table.filter(([a, b]) => matches(a, theirs) && matches(b, needed));
      assert.equal(rows.length, 1, `${theirs} ${needed}`);
      const standing = dutyStanding({ theirs: { answer: theirs }, needed: { answer: needed } });
      assert.equal(standing.verdict, rows[0]?.[2], `${theirs} ${needed}`);
      assert.match(standing.words, rows[0]?.[3] ?? /^$/);
    }
  }
  assert.deepEqual(dutyStanding(undefined), {
    verdict: 'undecided',
    words: 'Neither of the two questions is answered.',
  });
});

test('SC11 SC12 vendors and what customers do have a test of their own, and nothing else has one', () => {
  const told = whole.flatMap(({ body }) => {
    const standing = verdictOf(body);
    return standing === null ? [] : [[body.kind, standing.verdict]];
  });
  assert.deepEqual(told, [
    ['vendor', 'subservice'],
    ['cuec', 'cuec'],
    ['user-responsibility', 'user-responsibility'],
  ]);
});

test('SC20 once the first day has passed a change is dated within the days that have come, and has a reason', () => {
  const fault = (today: string, effectiveFrom?: string, reason?: string, of: EngagementTerms = terms) => {
    const found = timingFault(of, today, { effectiveFrom, reason });
    return found && [found.field, found.message, found.action];
  };
  const passed = [
    'effectiveFrom',
    'The first day, 2026-01-01, has not passed, and what is written holds from it on.',
    'Leave the day out.',
  ];
  const undated = [
    'effectiveFrom',
    'The first day, 2026-01-01, has passed, and it is not said since when this is so.',
    'Say the day on which it changed, or 2026-01-01 where it was so from the beginning and is only written down now.',
  ];
  const before = (day: string) => [
    'effectiveFrom',
    `${day} lies before the first day, 2026-01-01.`,
    'Say 2026-01-01 where it was so from the beginning.',
  ];
  const ahead = (day: string, today: string) => [
    'effectiveFrom',
    `${day} lies after today, ${today}.`,
    'Write a change down once it has happened.',
  ];
  const after = (day: string) => [
    'effectiveFrom',
    `${day} lies after the last day, 2026-06-30.`,
    'What changed after the last day belongs to the next engagement.',
  ];
  const noReason = [
    'reason',
    'It is not said why.',
    'Give the reason: a description of the system tells significant changes of the period.',
  ];
  for (const [today, day, reason, found] of [
    ['2025-12-01', undefined, undefined, null],
    ['2026-01-01', undefined, undefined, null],
    ['2026-01-01', undefined, 'Moved', null],
    ['2026-01-01', '2026-01-01', 'Moved', passed],
    ['2026-01-02', undefined, 'Moved', undated],
    ['2026-03-01', '2025-12-31', 'Moved', before('2025-12-31')],
    ['2026-03-01', '2026-01-01', 'Forgotten', null],
    ['2026-03-01', '2026-02-01', undefined, noReason],
    ['2026-03-01', '2026-02-01', 'Moved', null],
    ['2026-03-01', '2026-03-01', 'Moved', null],
    ['2026-03-01', '2026-03-02', 'Will move', ahead('2026-03-02', '2026-03-01')],
    ['2026-06-29', '2026-06-30', 'Will move', ahead('2026-06-30', '2026-06-29')],
    ['2026-06-30', '2026-07-01', 'Will move', after('2026-07-01')],
    ['2026-09-01', '2026-07-01', 'Moved', after('2026-07-01')],
    ['2026-09-01', '2026-06-30', 'Moved', null],
    ['2026-09-01', '2026-06-30', undefined, noReason],
  ] as const) {
    assert.deepEqual(fault(today, day, reason), found, `${day} on ${today}`);
    assert.equal(hasBegun(terms, today), today > '2026-01-01');
  }
  const asOf: EngagementTerms = { type: 'type1', asOf: '2026-03-31' };
  assert.equal(fault('2026-04-09', '2026-03-31', 'Forgotten', asOf), null);
  assert.equal(fault('2026-04-09', '2026-04-01', 'Moved', asOf)?.[0], 'effectiveFrom');
  assert.equal(engagementPeriod(asOf).from, '2026-03-31');
});

test('SC22 on every day holds the last version written that is so since then, and on the last day the newest', () => {
  const day = fc.integer({ min: 1, max: 30 }).map((n) => `2026-04-${String(n).padStart(2, '0')}`);
  const version = fc.record({ effectiveFrom: fc.option(day, { nil: null }), n: fc.nat() });
  fc.assert(
    fc.property(fc.array(version, { maxLength: 8 }), day, (versions, on) => {
      const found = versionOn(versions, on);
      const holding = versions.filter(({ effectiveFrom: since }) => since === null || since <= on);
      assert.equal(found, holding.at(-1));
      assert.equal(versionOn(versions, '2026-12-31'), versions.at(-1));
    }),
  );
});

test('SC25 a row becomes an item by names, whatever their case, and says of each cell what is wrong with it', () => {
  const named = namedItems(
    whole.map(({ id, body }) => ({ id, body: { ...body, name: body.name.toUpperCase() } as ScopeBody })),
  );
  const row = {
    name: 'ledger-db',
    type: 'Database or store',
    environments: 'item 4;',
    data_types: 'Item  5',
    owner: 'item 7',
    in_scope: 'out',
    why: 'Not yet',
  };
  const made = importedItem('system', row, named);
  assert.ok('body' in made);
  const { body } = made;
  assert.deepEqual(body.kind === 'system' && [body.type, body.environments, body.owner, body.inScope], [
    'data-store',
    [uuid(4)],
    uuid(7),
    false,
  ]);
  const faults = importedItem(
    'system',
    { ...row, type: 'database', environments: 'Nowhere', in_scope: 'maybe' },
    named,
  );
  assert.deepEqual('faults' in faults && faults.faults.map(({ column }) => column), [
    'type',
    'environments',
    'in_scope',
  ]);
  const noReason = importedItem('system', { ...row, why: '' }, named);
  assert.deepEqual('faults' in noReason && noReason.faults, [
    { column: 'why', reason: 'It is not said why ledger-db is out of scope.' },
  ]);
  const flow = importedItem('data-flow', { name: 'f', from: 'Users', to: 'item 8', encrypted: 'Not known' }, named);
  assert.deepEqual(
    'body' in flow && flow.body.kind === 'data-flow' && [flow.body.from, flow.body.to, flow.body.encrypted],
    ['users', uuid(8), 'unknown'],
  );
  // Columns that a file does not have leave what stands, and an empty cell takes it away.
  const before = whole.find(({ id }) => id === uuid(11))?.body;
  const kept = importedItem('vendor', { name: 'Item 11', systems: '' }, named, before);
  assert.ok('body' in kept && kept.body.kind === 'vendor');
  assert.deepEqual([kept.body.systems, kept.body.method, kept.body.expectedControls.length], [[], 'carve-out', 1]);
  const long = importedItem('service', { name: 'n'.repeat(300) }, named);
  assert.deepEqual('faults' in long && long.faults.map(({ column }) => column), ['name']);
  for (const kind of scopeKinds)
    assert.match(importTemplate(kind), /^name,description,.*\r\nA name \(remove this line\),/);
});

test('SC21 what changed is told field by field, and a scope that is copied keeps its links', () => {
  const names = new Map(whole.map(({ id, body }) => [id, body.name]));
  const [before, now] = [whole[7]?.body ?? null, but(8, { owner: uuid(7), locations: [uuid(15)] })[7]?.body ?? null];
  assert.deepEqual(changedFields(before, now, names), [
    { field: 'owner', title: 'Owner', before: 'Item 6', now: 'Item 7' },
    { field: 'locations', title: 'Locations', before: null, now: 'Item 15' },
  ]);
  for (const { body } of whole) {
    assert.deepEqual(changedFields(body, body, names), []);
    assert.ok(changedFields(null, body, names).length > 0);
    const moved = relinked(body, (id) => id.replace('0000-4000', '0001-4000'));
    assert.equal(moved.left, 0);
    assert.deepEqual(
      linksOf(moved.body).map(({ id }) => id.replace('0001-4000', '0000-4000')),
      linksOf(body).map(({ id }) => id),
    );
    assert.equal(relinked(body, () => undefined).left, linksOf(body).length);
  }
});

test('SC33 the diagram has each system once, draws no flow without two ends, and says the same in words', () => {
  const drawn = diagramOf([
    ...whole,
    item(20, { kind: 'system', inScope: false, why: 'Old' }),
    item(21, { kind: 'data-flow', from: uuid(8) }),
  ]);
  assert.deepEqual(
    drawn.nodes.map(({ name, place, subservice: marked }) => [name, place, marked]),
    [
      ['Users', 'users', false],
      ['Item 20', 'out', false],
      ['Item 8', 'in', false],
      ['Item 11', 'vendor', true],
    ],
  );
  assert.deepEqual(drawn.left, ['Item 21']);
  assert.deepEqual(
    drawn.edges.map(({ kind, from, to }) => [kind, from, to]),
    [
      ['flow', 'users', uuid(8)],
      ['provides', uuid(11), uuid(8)],
    ],
  );
  assert.deepEqual(drawn.text, [
    'Item 20 is outside the boundary.',
    'Item 8 is inside the boundary, in Item 4, and holds Item 5.',
    'Item 11 is a vendor and a subservice organization.',
    'Item 5 goes from users to Item 8, encrypted.',
    'Item 11 provides Item 8.',
  ]);
  assert.deepEqual(diagramOf(whole.toReversed()), diagramOf(whole), 'whatever the order of the items');
});
