import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { scopeHoles, type Scoped, type ScopeOf } from '../../src/index.ts';
import {
  but,
  byRow,
  codes,
  item,
  no,
  of,
  outOf,
  subservice,
  told,
  uuid,
  vendor,
  watched,
  whole,
  type Row,
} from './whole.ts';

/** What is in scope, and rests on something that is not. */
const restsOn: [n: number, ...found: [about: number, field: string][]][] = [
  [1, [2, 'services']],
  [4, [8, 'environments']],
  [5, [8, 'dataTypes'], [9, 'dataTypes']],
  [8, [10, 'systems']],
];

test('SC15 what is in scope does not rest on what is out of it, and may name it where that means no part', () => {
  const out = { inScope: false, why: 'Not ours' };
  for (const [n, ...found] of restsOn) {
    const holes = scopeHoles(but(n, out), of).filter(({ code }) => code === 'link-out-of-scope');
    assert.deepEqual(
      holes.map(({ item: about, field }) => [about?.id, field]),
      found.map(([about, field]) => [uuid(about), field]),
    );
    assert.match(holes[0]?.text ?? '', new RegExp(`^Item \\d+ is in scope, and Item ${n} is out of it\\.$`));
  }
  const part = item(20, { ...whole[7]?.body, kind: 'system', partOf: uuid(21) });
  const larger = (more: object) => item(21, { ...whole[7]?.body, kind: 'system', name: 'Item 21', ...more });
  assert.deepEqual(told([...whole, part, larger({})]), []);
  assert.deepEqual(told([...whole, { ...part, body: { ...part.body, name: 'Item 20' } }, larger(out)]), [
    ['link-out-of-scope', 20, 'partOf', 'is in scope, and Item 21 is out of it.'],
  ]);
  // An owner, a place, a wider team and what a vendor provides are named, and no part.
  assert.deepEqual(codes(but(15, out)), []);
  assert.deepEqual(
    codes(but(8, { locations: [uuid(15)] }).map((each) => (each.id === uuid(15) ? outOf(each) : each))),
    [],
  );
  const teams = [item(21, { kind: 'team', ...out }), item(22, { kind: 'team', partOf: uuid(21), lead: uuid(7) })];
  assert.deepEqual(codes([...whole, ...teams]), []);
  assert.deepEqual(codes([...but(8, { owner: uuid(21) }), ...teams]), []);
  assert.deepEqual(codes([...vendor({ systems: [uuid(23)] }), outOf(item(23, { kind: 'system' }))]), []);
});
test('SC13 what is out of scope has no hole but links to what was removed, and makes nothing good for what is in', () => {
  const bare = ['service', 'system', 'environment', 'data-type', 'process', 'team', 'vendor'].map((kind, n) =>
    outOf(item(30 + n, { kind })),
  );
  assert.deepEqual(codes([...whole, ...bare]), []);
  assert.deepEqual(codes([...whole, outOf(item(30, { kind: 'system', dataTypes: [uuid(99)] }))]), ['link-to-nothing']);
  assert.deepEqual(
    codes([...whole, outOf(item(30, { kind: 'process', systems: [uuid(31)] })), outOf(item(31, { kind: 'system' }))]),
    [],
  );
  const left = whole.map((each) => (each.id === uuid(8) ? outOf(each) : each));
  assert.deepEqual(told(left).toSorted(byRow), [
    ['data-held-nowhere', 5, 'name', 'is held by no system and no vendor.'],
    ['environment-without-system', 4, 'name', 'has no system in it.'],
    ['link-out-of-scope', 10, 'systems', 'is in scope, and Item 8 is out of it.'],
    ['nothing-written', 'system', null, 'No system is in scope.'],
  ]);
});

test('SC14 SC15 each category has a commitment; confidentiality and privacy have data that they are about', () => {
  const covered: ScopeOf['categories'] = ['security', 'confidentiality', 'privacy'];
  const of3 = { categories: covered };
  const promised = but(2, { categories: ['security'] });
  const other = item(22, {
    ...promised[1]?.body,
    kind: 'commitment',
    name: 'Item 22',
    categories: ['confidentiality', 'privacy'],
  });
  const serves = (items: Scoped[]): Scoped[] =>
    items.map((each) =>
      each.body.kind === 'requirement' ? { ...each, body: { ...each.body, commitments: [uuid(2), uuid(22)] } } : each,
    );
  const rows = (...data: Scoped[]): Row[] =>
    told(
      serves([...promised, other, ...data]).map((each) =>
        each.id === uuid(8) && each.body.kind === 'system'
          ? { ...each, body: { ...each.body, dataTypes: [uuid(5), ...data.map(({ id }) => id)] } }
          : each,
      ),
      of3,
    );
  const people = item(25, { kind: 'data-type', classification: 'public', personal: 'yes' });
  const noPeople: Row = [
    'privacy-without-data',
    'data-type',
    'personal',
    'The engagement covers Privacy, and no type of data is about people.',
  ];
  assert.deepEqual(rows(people), []);
  assert.deepEqual(rows(), [noPeople]);
  assert.deepEqual(
    scopeHoles(whole, { ...of, ...of3 }).map(({ id, criterion }) => [id, criterion]),
    [
      ['category-without-commitment/confidentiality', 'DC 2'],
      ['category-without-commitment/privacy', 'DC 2'],
      ['privacy-without-data/privacy', 'DC 3'],
    ],
  );
  const confidentiality = { categories: ['security', 'confidentiality'] } as const;
  for (const [classification, held] of [
    ['public', false],
    ['internal', false],
    ['confidential', true],
    ['restricted', true],
  ] as const) {
    const found = told(but(5, { classification }), { categories: [...confidentiality.categories] });
    const missing: Row[] = [
      [
        'confidentiality-without-data',
        'data-type',
        'classification',
        'The engagement covers Confidentiality, and no type of data is confidential or restricted.',
      ],
    ];
    assert.deepEqual(
      found.filter(([code]) => code !== 'category-without-commitment'),
      held ? [] : missing,
    );
    assert.deepEqual(codes(but(5, { classification })), [], 'of confidentiality alone');
  }
  const out = whole.map((each) => (each.id === uuid(5) ? outOf(each) : each));
  assert.ok(codes(out, { categories: [...confidentiality.categories] }).includes('confidentiality-without-data'));
});

test('SC15 environments, data, services, commitments and teams are held by any one item that names them', () => {
  const system = whole.find(({ id }) => id === uuid(8));
  const second = [
    item(24, { kind: 'environment', productionData: 'no' }),
    item(25, { kind: 'data-type', classification: 'public', personal: 'no' }),
    item(26, { kind: 'team' }),
    item(27, { kind: 'person', role: 'Engineer', teams: [uuid(26)] }),
    item(28, { ...system?.body, kind: 'system', name: 'Item 28', environments: [uuid(24)], dataTypes: [uuid(25)] }),
    item(21, { kind: 'service', users: 'Banks' }),
    item(22, { kind: 'commitment', categories: ['security'], services: [uuid(21)], source: 'Terms, section 5' }),
    item(23, { kind: 'requirement', commitments: [uuid(22)], criteria: ['CC6.1'], controls: ['IAM-02'] }),
  ];
  assert.deepEqual(told([...whole, ...second]), []);
  // A vendor may hold data, as long as it is in scope.
  const got = [...vendor({ dataTypes: [uuid(25)] }), ...second.slice(1, 2)];
  assert.deepEqual(told(got), []);
  assert.deepEqual(codes(got.map((each) => (each.id === uuid(11) ? outOf(each) : each))), ['data-held-nowhere']);
  assert.deepEqual(
    codes([...got, item(31, { kind: 'vendor', owner: uuid(7), test: { ...subservice, matters: no } })]),
    [],
  );
});

test('SC15 confidential data crosses the boundary in the clear only to users, vendors and what is out of scope', () => {
  const ends = [
    outOf(item(40, { kind: 'system' })),
    item(41, { ...whole[7]?.body, kind: 'system', name: 'Item 41' }),
    item(42, { kind: 'data-type', classification: 'internal', personal: 'no' }),
  ];
  const clear = (part: Record<string, unknown>, classification = 'confidential'): string[] => {
    const items = [...but(9, { encrypted: 'no', ...part }), ...ends].map((each) =>
      each.id === uuid(5) ? { ...each, body: { ...each.body, classification } as Scoped['body'] } : each,
    );
    const found = scopeHoles(items, of).filter(({ code }) => code === 'flow-in-clear');
    for (const { item: about, field, text } of found) {
      assert.deepEqual([about?.id, field], [uuid(9), 'encrypted']);
      assert.equal(text, 'Item 9 takes confidential data across the boundary without encryption.');
    }
    return found.map(({ code }) => code);
  };
  const inside = uuid(8);
  for (const [from, to, crosses] of [
    ['users', inside, true],
    [inside, 'users', true],
    [inside, uuid(11), true],
    [uuid(11), inside, true],
    [inside, uuid(40), true],
    [uuid(40), inside, true],
    [inside, uuid(41), false],
    [inside, uuid(99), false],
    [inside, undefined, false],
    [undefined, inside, false],
    [undefined, undefined, false],
  ] as const) {
    const found = crosses ? ['flow-in-clear'] : [];
    assert.deepEqual(clear({ from, to }), found, `${from} to ${to}`);
    assert.deepEqual(clear({ from, to, encrypted: 'yes' }), []);
    assert.deepEqual(clear({ from, to, encrypted: 'unknown' }), []);
    assert.deepEqual(clear({ from, to }, 'restricted'), found);
    assert.deepEqual(clear({ from, to }, 'internal'), []);
    assert.deepEqual(clear({ from, to }, 'public'), []);
    assert.deepEqual(clear({ from, to, dataTypes: [uuid(42), uuid(5)] }), found);
    assert.deepEqual(clear({ from, to, dataTypes: [uuid(99)] }), []);
  }
});

test('SC16 reports with their letters speak of every day of the period, whatever their order, or leave days', () => {
  const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
  const days = fc.integer({ min: -3, max: 14 });
  const report = fc
    .tuple(fc.option(days, { nil: undefined }), days, fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }))
    .filter(([from, to]) => from === undefined || from <= to)
    .map(([from, to, bridge]) => ({ from, to, bridgedTo: bridge === undefined ? undefined : to + bridge }));
  const written = ({
    from,
    to,
    bridgedTo,
  }: {
    from: number | undefined;
    to: number;
    bridgedTo: number | undefined;
  }) => ({
    from: from === undefined ? undefined : day(from),
    to: day(to),
    bridgedTo: bridgedTo === undefined ? undefined : day(bridgedTo),
  });
  fc.assert(
    fc.property(fc.array(report, { minLength: 1, maxLength: 5 }), (reports) => {
      const period = { from: day(0), to: day(9) };
      const spoken = (n: number) =>
        reports.some(({ from, to, bridgedTo }) => (from ?? 0) <= n && n <= (bridgedTo ?? to));
      const every = Array.from({ length: 10 }, (_, n) => n).every(spoken);
      const found = codes(watched(...reports.map(written)), { terms: { type: 'type2', period } });
      assert.deepEqual(found, every ? [] : ['monitoring-leaves-days']);
    }),
  );
  for (const [reports, leaves] of [
    [[{ from: '2026-01-01', to: '2026-06-30' }], false],
    [[{ from: '2026-01-02', to: '2026-06-30' }], true],
    [[{ from: '2026-01-01', to: '2026-06-29' }], true],
    [[{ from: '2025-01-01', to: '2025-12-31', bridgedTo: '2026-06-30' }], false],
    [[{ from: '2025-01-01', to: '2025-12-31' }], true],
    [[{ to: '2026-06-30' }], false],
    [[{ bridgedTo: '2026-06-30' }, { from: '2026-07-01' }], true],
    [[{ from: '2026-02-01', to: '2026-06-30' }, { to: '2026-01-31' }], false],
    [[{ from: '2026-02-01', to: '2026-06-30' }, { to: '2026-03-31' }], false],
    [
      [
        { from: '2026-03-01', to: '2026-06-30' },
        { from: '2026-01-01', to: '2026-02-28' },
      ],
      false,
    ],
    [
      [
        { from: '2026-03-02', to: '2026-06-30' },
        { from: '2026-01-01', to: '2026-02-28' },
      ],
      true,
    ],
    [
      [
        { from: '2026-01-01', to: '2026-06-30' },
        { from: '2026-01-02', to: '2026-02-28' },
      ],
      false,
    ],
  ] as [Record<string, string>[], boolean][]) {
    assert.deepEqual(codes(watched(...reports)), leaves ? ['monitoring-leaves-days'] : [], JSON.stringify(reports));
  }
  const asOf = { terms: { type: 'type1', asOf: '2026-03-31' } } as const;
  assert.deepEqual(codes(watched({ from: '2026-03-31', to: '2026-03-31' }), asOf), []);
  assert.deepEqual(codes(watched({ from: '2026-04-01', to: '2026-06-30' }), asOf), ['monitoring-leaves-days']);
});
