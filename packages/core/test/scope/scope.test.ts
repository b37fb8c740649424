import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  changedFields,
  diagramOf,
  dutyStanding,
  engagementPeriod,
  importedItem,
  importTemplate,
  kindsInOrOut,
  linksOf,
  namedItems,
  relinked,
  scopeBody,
  scopeFields,
  scopeHoles,
  scopeKinds,
  timingFault,
  vendorStanding,
  versionOn,
  type AnswerOfThree,
  type EngagementTerms,
  type ScopeBody,
  type Scoped,
  type ScopeOf,
} from '../../src/index.ts';

const terms: EngagementTerms = { type: 'type2', period: { from: '2026-01-01', to: '2026-06-30' } };
const of: ScopeOf = { categories: ['security'], terms, adopted: ['IAM-02', 'CHG-02'] };

/** `u1` as a UUID. */
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const item = (n: number, body: Record<string, unknown>): Scoped => ({
  id: uuid(n),
  body: scopeBody.parse({ name: `Item ${n}`, ...body }),
});
const yes = { answer: 'yes', reason: 'So it is' } as const;
const no = { answer: 'no', reason: 'So it is' } as const;
const subservice = { matters: yes, needed: yes, suffices: no };
const cuec = { theirs: yes, needed: yes };

/** A scope without a hole. */
const whole: Scoped[] = [
  item(1, { kind: 'service', users: 'Shops', delivery: 'cloud' }),
  item(2, { kind: 'commitment', categories: ['security'], services: [uuid(1)], source: 'Terms, section 4' }),
  item(3, { kind: 'requirement', commitments: [uuid(2)], criteria: ['CC6.1'], controls: ['IAM-02'] }),
  item(4, { kind: 'environment', purpose: 'production', productionData: 'yes' }),
  item(5, { kind: 'data-type', classification: 'confidential', personal: 'no' }),
  item(6, { kind: 'team', lead: uuid(7) }),
  item(7, { kind: 'person', role: 'Head of platform', teams: [uuid(6)] }),
  item(8, {
    kind: 'system',
    type: 'data-store',
    environments: [uuid(4)],
    dataTypes: [uuid(5)],
    owner: uuid(6),
  }),
  item(9, { kind: 'data-flow', from: 'users', to: uuid(8), dataTypes: [uuid(5)], encrypted: 'yes' }),
  item(10, { kind: 'process', systems: [uuid(8)], owner: uuid(6) }),
  item(11, {
    kind: 'vendor',
    systems: [uuid(8)],
    owner: uuid(7),
    test: subservice,
    method: 'carve-out',
    expectedControls: [{ text: 'Locked rooms', criteria: ['CC6.4'] }],
    monitoring: [
      { report: 'soc2-type2', from: '2025-07-01', to: '2026-03-31', bridgedTo: '2026-06-30', reviewedOn: '2026-05-02' },
    ],
    theirControls: [{ text: 'Customers limit who may sign in', controls: ['IAM-02'] }],
  }),
  item(12, { kind: 'cuec', criteria: ['CC6.2'], commitments: [uuid(2)], test: cuec }),
  item(13, { kind: 'user-responsibility', test: { theirs: yes, needed: no } }),
  item(14, { kind: 'boundary', why: 'It holds no data of customers' }),
  item(15, { kind: 'location', type: 'office' }),
];

const codes = (items: readonly Scoped[], changes: Partial<ScopeOf> = {}): string[] =>
  scopeHoles(items, { ...of, ...changes }).map(({ code }) => code);
/** The whole scope with an item that is otherwise. */
const but = (n: number, part: Record<string, unknown>): Scoped[] =>
  whole.map((each) => (each.id === uuid(n) ? { id: each.id, body: scopeBody.parse({ ...each.body, ...part }) } : each));
const without = (n: number): Scoped[] => whole.filter(({ id }) => id !== uuid(n));

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

test('SC13 a scope in which nothing is missing has no hole, and an empty one says what belongs into it', () => {
  assert.deepEqual(codes(whole), []);
  const empty = scopeHoles([], of);
  assert.deepEqual(
    empty.map(({ code, kind, item: about, criterion }) => [code, kind, about, criterion]),
    [
      ['service', 'DC 1'],
      ['commitment', 'DC 2'],
      ['requirement', 'DC 2'],
      ['system', 'DC 3'],
      ['data-type', 'DC 3'],
      ['process', 'DC 3'],
      ['team', 'DC 3'],
    ].map(([kind, criterion]) => ['nothing-written', kind, null, criterion]),
  );
  assert.equal(new Set(empty.map(({ id }) => id)).size, empty.length);
  const [hole] = scopeHoles(but(8, { owner: undefined }), of);
  assert.deepEqual(hole?.item, { id: uuid(8), name: 'Item 8' });
  assert.deepEqual([hole?.field, hole?.criterion, hole?.text], ['owner', 'DC 3', 'Item 8 has no owner.']);
  assert.ok(hole?.why !== '' && hole?.action !== '');
});

test('SC14 SC15 SC16 SC17 each hole is found where it is, and only there', () => {
  for (const [items, ...found] of [
    [without(2), 'nothing-written', 'service-without-commitment', 'link-to-nothing', 'link-to-nothing'],
    [but(1, { users: undefined }), 'service-without-users'],
    [but(3, { commitments: [] }), 'commitment-without-requirement', 'requirement-without-commitment'],
    [but(2, { source: undefined }), 'promise-without-source'],
    [but(2, { services: [] }), 'service-without-commitment', 'commitment-without-service'],
    [but(2, { categories: [] }), 'category-without-commitment', 'commitment-without-category'],
    [but(2, { categories: ['security', 'privacy'] }), 'category-not-covered'],
    [but(3, { criteria: [] }), 'requirement-without-criterion'],
    [but(3, { criteria: ['CC6.1', 'A1.2'] }), 'criterion-not-covered'],
    [but(3, { controls: [] }), 'requirement-without-control'],
    [but(3, { controls: ['IAM-03'] }), 'control-not-adopted'],
    [but(8, { environments: [] }), 'system-without-environment', 'environment-without-system'],
    [but(8, { dataTypes: [] }), 'system-without-data', 'data-held-nowhere'],
    [but(8, { type: undefined }), 'system-without-type'],
    [but(4, { productionData: 'unknown' }), 'environment-data-unknown'],
    [but(4, { inScope: false, why: 'Not ours' }), 'link-out-of-scope'],
    [but(5, { classification: undefined }), 'data-without-class'],
    [but(5, { personal: 'unknown' }), 'data-personal-unknown'],
    [but(9, { to: undefined }), 'flow-to-nowhere'],
    [but(9, { from: undefined }), 'flow-from-nowhere'],
    [but(9, { to: uuid(99) }), 'link-to-nothing'],
    [but(9, { dataTypes: [] }), 'flow-without-data'],
    [but(9, { encrypted: 'unknown' }), 'flow-encryption-unknown'],
    [but(9, { encrypted: 'no' }), 'flow-in-clear'],
    [but(10, { owner: undefined, systems: [] }), 'process-without-owner', 'process-without-system'],
    [but(7, { role: undefined }), 'person-without-role'],
    [but(11, { owner: undefined }), 'vendor-without-owner'],
    [but(11, { test: undefined }), 'vendor-undecided'],
    [but(11, { test: { ...subservice, needed: { answer: 'unknown' } } }), 'vendor-undecided'],
    [but(11, { test: { ...subservice, needed: no, suffices: yes } }), 'method-of-vendor'],
    [but(11, { method: undefined }), 'subservice-without-method'],
    [but(11, { expectedControls: [] }), 'subservice-without-controls'],
    [but(11, { expectedControls: [{ text: 'Locked rooms' }] }), 'expected-control-without-criterion'],
    [but(11, { monitoring: [] }), 'subservice-without-monitoring'],
    [
      but(11, { monitoring: [{ report: 'soc2-type2', from: '2025-07-01', to: '2026-06-30' }] }),
      'monitoring-not-reviewed',
    ],
    [
      but(11, {
        monitoring: [{ report: 'soc2-type2', from: '2025-07-01', to: '2026-06-29', reviewedOn: '2026-07-02' }],
      }),
      'monitoring-leaves-days',
    ],
    [but(11, { monitoring: [{ report: 'own-check', reviewedOn: '2026-02-02' }] })],
    [but(11, { theirControls: [{ text: 'Customers limit who may sign in' }] }), 'their-control-not-met'],
    [but(11, { method: 'inclusive' }), 'inclusive-without-part', 'inclusive-without-assertion'],
    [but(11, { method: 'inclusive', inclusivePart: 'Its rooms', assertion: 'unknown' }), 'inclusive-without-assertion'],
    [but(11, { method: 'inclusive', inclusivePart: 'Its rooms', assertion: 'yes', monitoring: [] })],
    [but(11, { inScope: false, why: 'Ended', test: undefined })],
    [but(12, { criteria: [] }), 'cuec-without-criterion'],
    [but(12, { test: undefined }), 'duty-undecided'],
    [but(12, { test: { theirs: yes, needed: no } }), 'duty-of-another-kind'],
    [but(13, { test: cuec }), 'duty-of-another-kind'],
    [but(14, { why: undefined }), 'boundary-without-reason'],
  ] as [Scoped[], ...string[]][]) {
    assert.deepEqual(codes(items).toSorted(), found.toSorted(), found.join());
  }
  assert.deepEqual(codes(whole, { categories: ['security', 'confidentiality'] }), ['category-without-commitment']);
  assert.deepEqual(codes(but(5, { classification: 'internal' }), { categories: ['security', 'confidentiality'] }), [
    'category-without-commitment',
    'confidentiality-without-data',
  ]);
  assert.deepEqual(codes(whole, { categories: ['security', 'privacy'] }), [
    'category-without-commitment',
    'privacy-without-data',
  ]);
});

test('SC11 a vendor is a subservice organization by all three answers alone; what is not known decides nothing good', () => {
  const answers: AnswerOfThree[] = ['yes', 'no', 'unknown'];
  const verdict = (matters: AnswerOfThree, needed: AnswerOfThree, suffices: AnswerOfThree) =>
    vendorStanding({ matters: { answer: matters }, needed: { answer: needed }, suffices: { answer: suffices } })
      .verdict;
  const all = answers.flatMap((a) => answers.flatMap((b) => answers.map((c) => [a, b, c] as const)));
  assert.deepEqual(
    all.filter((each) => verdict(...each) === 'subservice'),
    [['yes', 'yes', 'no']],
  );
  for (const [matters, needed, suffices] of all.filter((each) => verdict(...each) === 'vendor')) {
    assert.ok(matters === 'no' || needed === 'no' || suffices === 'yes');
  }
  assert.equal(verdict('yes', 'yes', 'yes'), 'undecided', 'it contradicts itself');
  assert.equal(verdict('yes', 'no', 'no'), 'undecided', 'it contradicts itself');
  assert.equal(verdict('unknown', 'unknown', 'unknown'), 'undecided');
  assert.match(vendorStanding(undefined).words, /None of the three/);
});

test('SC12 what customers do is told apart by who can do it, and by what would stay unmet', () => {
  const verdict = (theirs: AnswerOfThree, needed: AnswerOfThree) =>
    dutyStanding({ theirs: { answer: theirs }, needed: { answer: needed } }).verdict;
  assert.deepEqual(
    [
      verdict('yes', 'yes'),
      verdict('yes', 'no'),
      verdict('no', 'yes'),
      verdict('yes', 'unknown'),
      verdict('unknown', 'yes'),
    ],
    ['cuec', 'user-responsibility', 'own-control', 'undecided', 'undecided'],
  );
  assert.equal(dutyStanding(undefined).verdict, 'undecided');
});

test('SC20 once the first day has passed a change is dated within the days that have come, and has a reason', () => {
  const field = (today: string, effectiveFrom?: string, reason?: string) =>
    timingFault(terms, today, { effectiveFrom, reason })?.field;
  assert.equal(field('2025-12-01'), undefined);
  assert.equal(field('2026-01-01'), undefined, 'the first day itself');
  assert.equal(field('2026-01-01', '2026-01-01'), 'effectiveFrom');
  assert.equal(field('2026-01-02'), 'effectiveFrom');
  assert.equal(field('2026-03-01', '2026-02-01'), 'reason');
  assert.equal(field('2026-03-01', '2026-02-01', 'Moved'), undefined);
  assert.equal(field('2026-03-01', '2026-01-01', 'Forgotten'), undefined);
  assert.equal(field('2026-03-01', '2025-12-31', 'Moved'), 'effectiveFrom');
  assert.equal(field('2026-03-01', '2026-03-02', 'Will move'), 'effectiveFrom');
  assert.equal(field('2026-09-01', '2026-07-01', 'Moved'), 'effectiveFrom');
  assert.equal(field('2026-09-01', '2026-06-30', 'Moved'), undefined);
  const asOf: EngagementTerms = { type: 'type1', asOf: '2026-03-31' };
  assert.equal(timingFault(asOf, '2026-04-09', { effectiveFrom: '2026-03-31', reason: 'Forgotten' }), null);
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
