import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeHole, scopeHoles, scopeKinds, type Scoped, type ScopeOf } from '../../src/index.ts';
import {
  but,
  byRow,
  cuec,
  item,
  no,
  of,
  subservice,
  told,
  uuid,
  vendor,
  watched,
  whole,
  without,
  yes,
  type Row,
} from './whole.ts';

const inclusive = { method: 'inclusive', inclusivePart: 'Its rooms', assertion: 'yes', monitoring: [] };

/** What is otherwise than in the whole scope, and every hole that it makes. */
const table: [items: Scoped[], found: Row[], changes?: Partial<ScopeOf>][] = [
  [whole, []],
  [
    without(2),
    [
      ['nothing-written', 'commitment', null, 'No service commitment is in scope.'],
      ['service-without-commitment', 1, 'name', 'has no commitment.'],
      ['link-to-nothing', 3, 'commitments', 'names something that was removed.'],
      ['link-to-nothing', 12, 'commitments', 'names something that was removed.'],
    ],
  ],
  [but(1, { users: undefined }), [['service-without-users', 1, 'users', 'does not say who uses it.']]],
  [
    but(3, { commitments: [] }),
    [
      ['commitment-without-requirement', 2, 'name', 'has no system requirement.'],
      ['requirement-without-commitment', 3, 'commitments', 'serves no commitment.'],
    ],
  ],
  [but(2, { source: undefined }), [['promise-without-source', 2, 'source', 'has no source.']]],
  [
    but(2, { services: [] }),
    [
      ['service-without-commitment', 1, 'name', 'has no commitment.'],
      ['commitment-without-service', 2, 'services', 'is of no service.'],
    ],
  ],
  [
    but(2, { categories: [] }),
    [
      [
        'category-without-commitment',
        'commitment',
        'categories',
        'No commitment is about Security, which the engagement covers.',
      ],
      ['commitment-without-category', 2, 'categories', 'is about no category.'],
    ],
  ],
  [
    but(2, { categories: ['security', 'privacy', 'availability'] }),
    [
      [
        'category-not-covered',
        2,
        'categories',
        'is about Privacy and Availability, which the engagement does not cover.',
      ],
    ],
  ],
  [but(3, { criteria: [] }), [['requirement-without-criterion', 3, 'criteria', 'is of no criterion.']]],
  [
    but(3, { criteria: ['A1.1', 'CC6.1', 'A1.2'] }),
    [['criterion-not-covered', 3, 'criteria', 'names A1.1 and A1.2, which the engagement does not cover.']],
  ],
  [but(3, { controls: [] }), [['requirement-without-control', 3, 'controls', 'has no control.']]],
  [
    but(3, { controls: ['IAM-02', 'IAM-03'] }),
    [['control-not-adopted', 3, 'controls', 'names IAM-03, which is not adopted.']],
  ],
  [
    but(3, { controls: ['IAM-03', 'IAM-04'] }),
    [['control-not-adopted', 3, 'controls', 'names IAM-03 and IAM-04, which are not adopted.']],
  ],
  [
    but(8, { environments: [] }),
    [
      ['system-without-environment', 8, 'environments', 'is in no environment.'],
      ['environment-without-system', 4, 'name', 'has no system in it.'],
    ],
  ],
  [but(8, { owner: undefined }), [['system-without-owner', 8, 'owner', 'has no owner.']]],
  [
    but(8, { dataTypes: [] }),
    [
      ['system-without-data', 8, 'dataTypes', 'does not say what data it holds.'],
      ['data-held-nowhere', 5, 'name', 'is held by no system and no vendor.'],
    ],
  ],
  [but(8, { type: undefined }), [['system-without-type', 8, 'type', 'does not say what it is.']]],
  ...[undefined, 'unknown'].flatMap((answer): [Scoped[], Row[]][] => [
    [
      but(4, { productionData: answer }),
      [['environment-data-unknown', 4, 'productionData', 'does not tell whether real data is in it.']],
    ],
    [
      but(5, { personal: answer }),
      [['data-personal-unknown', 5, 'personal', 'does not tell whether it is about people.']],
    ],
    [
      but(9, { encrypted: answer }),
      [['flow-encryption-unknown', 9, 'encrypted', 'does not tell whether it is encrypted.']],
    ],
  ]),
  [but(4, { productionData: 'no' }), []],
  [but(5, { classification: undefined }), [['data-without-class', 5, 'classification', 'has no class.']]],
  [but(9, { from: undefined }), [['flow-from-nowhere', 9, 'from', 'comes from nowhere.']]],
  [but(9, { to: undefined }), [['flow-to-nowhere', 9, 'to', 'leads nowhere.']]],
  [but(9, { to: uuid(99) }), [['link-to-nothing', 9, 'to', 'names something that was removed.']]],
  [but(9, { dataTypes: [] }), [['flow-without-data', 9, 'dataTypes', 'carries no type of data.']]],
  [but(10, { owner: undefined }), [['process-without-owner', 10, 'owner', 'has no owner.']]],
  [but(10, { systems: [] }), [['process-without-system', 10, 'systems', 'names no system it uses.']]],
  [but(6, { lead: undefined }), []],
  [but(7, { teams: [] }), []],
  [
    but(6, { lead: undefined }).filter(({ id }) => id !== uuid(7)),
    [
      ['team-without-people', 6, 'lead', 'has no lead, and nobody is named in it.'],
      ['link-to-nothing', 11, 'owner', 'names something that was removed.'],
    ],
  ],
  [
    [...whole, item(26, { kind: 'team' })],
    [['team-without-people', 26, 'lead', 'has no lead, and nobody is named in it.']],
  ],
  [but(7, { role: undefined }), [['person-without-role', 7, 'role', 'has no role.']]],
  [but(14, { why: undefined }), [['boundary-without-reason', 14, 'why', 'does not say why.']]],
  [but(15, { type: undefined }), []],

  [vendor({ owner: undefined }), [['vendor-without-owner', 11, 'owner', 'has nobody who looks after it.']]],
  [
    vendor({ test: undefined, method: undefined, expectedControls: [], monitoring: [] }),
    [['vendor-undecided', 11, 'test', 'may be a subservice organization. None of the three questions is answered.']],
  ],
  [
    vendor({ test: { ...subservice, needed: { answer: 'unknown' } } }),
    [
      [
        'vendor-undecided',
        11,
        'test',
        'may be a subservice organization. Not every question that decides it is answered.',
      ],
    ],
  ],
  [
    vendor({ test: { ...subservice, needed: no, suffices: yes } }),
    [['method-of-vendor', 11, 'method', 'is a plain vendor by its test, and has a method all the same.']],
  ],
  [
    vendor({
      test: { ...subservice, matters: no },
      method: undefined,
      monitoring: [],
      theirControls: [{ text: 'One' }],
    }),
    [],
  ],
  [
    vendor({ method: undefined }),
    [['subservice-without-method', 11, 'method', 'is neither carved out nor inclusive.']],
  ],
  [
    vendor({ expectedControls: [] }),
    [['subservice-without-controls', 11, 'expectedControls', 'has no expected control.']],
  ],
  [
    vendor({ expectedControls: [{ text: 'Locked rooms', criteria: ['CC6.4'] }, { text: 'Guards' }] }),
    [
      [
        'expected-control-without-criterion',
        11,
        'expectedControls.1',
        'has an expected control without a criterion, number 2.',
      ],
    ],
  ],
  [
    vendor({
      expectedControls: [
        { text: 'Locked rooms', criteria: ['CC6.4'] },
        { text: 'Spare power', criteria: ['A1.2'] },
      ],
    }),
    [['criterion-not-covered', 11, 'expectedControls.1', 'names A1.2, which the engagement does not cover.']],
  ],
  [
    vendor({ theirControls: [{ text: 'Customers limit who may sign in' }, { text: 'They encrypt', met: 'We do' }] }),
    [
      [
        'their-control-not-met',
        11,
        'theirControls.0',
        'asks its customers for a control, number 1, and it is not said how you run it.',
      ],
    ],
  ],
  [
    vendor({
      theirControls: [
        { text: 'One', met: 'So' },
        { text: 'Two', controls: ['IAM-03'] },
      ],
    }),
    [['control-not-adopted', 11, 'theirControls.1', 'names IAM-03, which is not adopted.']],
  ],
  [vendor(inclusive), []],
  [
    vendor({ ...inclusive, inclusivePart: undefined }),
    [['inclusive-without-part', 11, 'inclusivePart', 'is inclusive, and its part of the description is missing.']],
  ],
  [
    vendor({ ...inclusive, assertion: 'no' }),
    [['inclusive-without-assertion', 11, 'assertion', 'is inclusive, and its management gives no assertion.']],
  ],
  ...[undefined, 'unknown'].map((assertion): [Scoped[], Row[]] => [
    vendor({ ...inclusive, assertion }),
    [
      [
        'inclusive-without-assertion',
        11,
        'assertion',
        'is inclusive, and it is not known whether its management gives an assertion.',
      ],
    ],
  ]),

  [
    watched(),
    [['subservice-without-monitoring', 11, 'monitoring', 'is not watched by anything that is written here.']],
  ],
  [
    watched({ from: '2025-07-01', to: '2026-06-30', reviewedOn: undefined }),
    [['monitoring-not-reviewed', 11, 'monitoring', 'has a report that nobody has reviewed.']],
  ],
  [watched({ from: '2025-07-01', to: '2026-06-30', reviewedOn: undefined }, { report: 'own-check' }), []],
  [
    watched({ from: '2025-07-01', to: '2026-06-29' }, { report: 'own-check' }),
    [
      [
        'monitoring-leaves-days',
        11,
        'monitoring',
        'has reports and letters that do not speak of every day from 2026-01-01 to 2026-06-30.',
      ],
    ],
  ],
  [
    watched({ from: '2025-01-01' }),
    [
      [
        'monitoring-leaves-days',
        11,
        'monitoring',
        'has reports and letters that do not speak of every day from 2026-01-01 to 2026-06-30.',
      ],
    ],
  ],
  [watched({ report: 'own-check' }), []],

  [but(12, { criteria: [] }), [['cuec-without-criterion', 12, 'criteria', 'is of no criterion.']]],
  [
    but(12, { criteria: ['CC6.2', 'A1.2'], controls: ['IAM-03'] }),
    [
      ['criterion-not-covered', 12, 'criteria', 'names A1.2, which the engagement does not cover.'],
      ['control-not-adopted', 12, 'controls', 'names IAM-03, which is not adopted.'],
    ],
  ],
  [
    but(12, { test: undefined }),
    [['duty-undecided', 12, 'test', 'is not tested. Neither of the two questions is answered.']],
  ],
  [
    but(13, { test: { theirs: yes, needed: { answer: 'unknown' } } }),
    [['duty-undecided', 13, 'test', 'is not tested. Not every question that decides it is answered.']],
  ],
  [
    but(12, { test: { theirs: yes, needed: no } }),
    [
      [
        'duty-of-another-kind',
        12,
        'test',
        'stands under user-entity controls. By its test it is something else. A user responsibility: every commitment and criterion is met without it.',
      ],
    ],
  ],
  [
    but(13, { test: cuec }),
    [
      [
        'duty-of-another-kind',
        13,
        'test',
        'stands under user responsibilities. By its test it is something else. A complementary user-entity control: only customers can do it, and without it something stays unmet.',
      ],
    ],
  ],
  ...[12, 13].map((n): [Scoped[], Row[]] => [
    but(n, { test: { theirs: no, needed: yes } }),
    [
      [
        'duty-of-another-kind',
        n,
        'test',
        `stands under ${n === 12 ? 'user-entity controls' : 'user responsibilities'}. By its test it is something else. A control of your own: you can do it, or make the system see to it.`,
      ],
    ],
  ]),
];

test('SC13 SC14 SC15 SC16 SC17 each hole tells its item, its field and what is missing, and nothing else is one', () => {
  for (const [items, found, changes] of table) {
    assert.deepEqual(told(items, changes).toSorted(byRow), found.toSorted(byRow));
  }
});
test('SC13 every hole has an id of its own, why it matters, what it leaves open, and what closes it', () => {
  const seen = new Map<string, string>();
  const scopes: [Scoped[], Partial<ScopeOf>?][] = [
    ...table.map(([items, , changes]): [Scoped[], Partial<ScopeOf>?] => [items, changes]),
    [[]],
    [but(5, { classification: 'internal' }), { categories: ['security', 'confidentiality'] }],
    [whole, { categories: ['security', 'privacy'] }],
    [but(9, { encrypted: 'no' })],
    [but(4, { inScope: false, why: 'Not ours' })],
    [but(8, { dataTypes: [uuid(5), uuid(97), uuid(98)], environments: [uuid(4), uuid(99)] })],
    [
      vendor({
        expectedControls: [
          { text: 'One', criteria: ['A1.1'] },
          { text: 'Two', criteria: ['A1.2'] },
        ],
        theirControls: [
          { text: 'One', controls: ['IAM-03'] },
          { text: 'Two', controls: ['IAM-04'] },
        ],
      }),
    ],
  ];
  for (const [items, changes] of scopes) {
    const found = scopeHoles(items, { ...of, ...changes });
    for (const each of found) assert.deepEqual(scopeHole.parse(each), each);
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length, found.map(({ id }) => id).join(' '));
    for (const { id, code, why, action, criterion, item: about } of found) {
      for (const sentence of [why, action]) assert.match(sentence, /^[A-Z].{10,}\.$/, code);
      assert.ok(id.startsWith(`${code}/`) && (about === null || id.includes(about.id)), id);
      if (about !== null) seen.set(code, criterion);
    }
  }
  const leavesOpen = Map.groupBy(seen.keys(), (code) => seen.get(code));
  assert.deepEqual(
    ['DC 1', 'DC 2', 'DC 3', 'DC 5', 'DC 6', 'DC 7'].map((criterion) => leavesOpen.get(criterion)?.toSorted()),
    [
      ['boundary-without-reason', 'service-without-users'],
      [
        'category-not-covered',
        'commitment-without-category',
        'commitment-without-requirement',
        'commitment-without-service',
        'promise-without-source',
        'requirement-without-commitment',
        'service-without-commitment',
      ],
      [
        'data-held-nowhere',
        'data-personal-unknown',
        'data-without-class',
        'environment-data-unknown',
        'environment-without-system',
        'flow-encryption-unknown',
        'flow-from-nowhere',
        'flow-in-clear',
        'flow-to-nowhere',
        'flow-without-data',
        'link-out-of-scope',
        'link-to-nothing',
        'person-without-role',
        'process-without-owner',
        'process-without-system',
        'system-without-data',
        'system-without-environment',
        'system-without-owner',
        'system-without-type',
        'team-without-people',
      ],
      ['control-not-adopted', 'criterion-not-covered', 'requirement-without-control', 'requirement-without-criterion'],
      ['cuec-without-criterion', 'duty-of-another-kind', 'duty-undecided'],
      [
        'expected-control-without-criterion',
        'inclusive-without-assertion',
        'inclusive-without-part',
        'method-of-vendor',
        'monitoring-leaves-days',
        'monitoring-not-reviewed',
        'subservice-without-controls',
        'subservice-without-method',
        'subservice-without-monitoring',
        'their-control-not-met',
        'vendor-undecided',
        'vendor-without-owner',
      ],
    ],
  );
});

test('SC13 an empty scope says what belongs into it, and holes come by kind and then by item', () => {
  assert.deepEqual(
    scopeHoles([], of).map(({ id, code, kind, item: about, field, text, criterion }) => [
      id,
      code,
      kind,
      about,
      field,
      text,
      criterion,
    ]),
    [
      ['service', 'DC 1', 'service'],
      ['commitment', 'DC 2', 'service commitment'],
      ['requirement', 'DC 2', 'system requirement'],
      ['system', 'DC 3', 'system'],
      ['data-type', 'DC 3', 'type of data'],
      ['process', 'DC 3', 'business process'],
      ['team', 'DC 3', 'team'],
    ].map(([kind, criterion, words]) => [
      `nothing-written/${kind}`,
      'nothing-written',
      kind,
      null,
      null,
      `No ${words} is in scope.`,
      criterion,
    ]),
  );
  const bare = scopeKinds.toReversed().flatMap((kind, n) => [item(60 + 2 * n, { kind }), item(61 + 2 * n, { kind })]);
  const found = scopeHoles(bare, of);
  const places = found.map(({ kind }) => scopeKinds.indexOf(kind));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.deepEqual(
    found.filter(({ kind }) => kind === 'person').map(({ item: about }) => about?.id),
    bare.filter(({ body }) => body.kind === 'person').map(({ id }) => id),
  );
});
