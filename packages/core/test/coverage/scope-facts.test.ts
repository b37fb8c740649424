import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  categories,
  controlCatalogue,
  scopeBody,
  scopeFact,
  scopeFactIds,
  scopeFactsOf,
  suggestControls,
  suggestion,
  type Answer,
  type Scoped,
  type ScopeFact,
  type ScopeFactId,
  type SuggestionFacts,
} from '../../src/index.ts';

/** A scope with these bodies, as they would be written. */
const scopeOf = (...bodies: Record<string, unknown>[]): Scoped[] =>
  bodies.map((body, n) => ({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    body: scopeBody.parse({ name: `Item ${n}`, ...body }),
  }));
const fact = (id: ScopeFactId, scope: Scoped[], answers: Record<string, Answer> = {}): ScopeFact => {
  const found = scopeFactsOf(new Map(Object.entries(answers)), scope).find((each) => each.id === id);
  assert.ok(found, id);
  return found;
};
const out = { inScope: false, why: 'Nothing of ours is there' };
const location = (type?: string, more = {}) => ({ kind: 'location', type, ...more });
const system = (type: string, more = {}) => ({ kind: 'system', type, ...more });
const data = (personal?: string, more = {}) => ({ kind: 'data-type', personal, ...more });
const unknown = scopeFactsOf(new Map(), []);
const known = (of: Partial<Record<ScopeFactId, boolean>>): ScopeFact[] =>
  unknown.map((each) => ({ ...each, value: of[each.id] ?? null, from: 'answer' as const }));
const suggest = (facts: Partial<SuggestionFacts> = {}) =>
  suggestControls({ categories: [...categories], scope: unknown, notRelevant: [], adopted: new Set(), ...facts });
const suggested = (facts: Partial<SuggestionFacts>, code: string) => {
  const found = suggest(facts).find(({ control }) => control === code);
  assert.ok(found, code);
  return found;
};
const reasons = (facts: Partial<SuggestionFacts>, code: string) =>
  suggested(facts, code).reasons.map((reason) => [reason.code, reason.sentence]);

/** Each fact, the question that asks it, its words, and the controls that rest on it. */
const facts: [ScopeFactId, string, string, string[]][] = [
  ['offices', 'RQ-060', 'offices or rooms with equipment in scope', ['AVL-07', 'PHY-01', 'PHY-02', 'PHY-03']],
  [
    'development',
    'RQ-076',
    'software of your own, in repositories',
    ['CHG-02', 'CHG-03', 'CHG-04', 'CHG-06', 'CHG-08', 'OPS-08'],
  ],
  ['infrastructure', 'RQ-082', 'infrastructure that you run yourselves', ['CHG-09', 'NET-03', 'OPS-07']],
  [
    'vendors',
    'RQ-004',
    'vendors that run something you need',
    ['PRV-13', 'PRV-14', 'VEN-01', 'VEN-02', 'VEN-03', 'VEN-04', 'VEN-05'],
  ],
  [
    'devices',
    'RQ-058',
    'laptops, phones or other devices of your own',
    ['CRY-04', 'END-01', 'END-02', 'END-03', 'END-04'],
  ],
  ['tenants', 'RQ-052', 'several customers on one system', ['IAM-11']],
  [
    'personal-data-controller',
    'RQ-098',
    'personal information about which you decide yourselves',
    ['PRV-01', 'PRV-02', 'PRV-03', 'PRV-04'],
  ],
];

test('CO14 a fact is asked by its question and speaks of its controls alone', () => {
  assert.deepEqual(
    facts.map(([id]) => id),
    [...scopeFactIds],
  );
  for (const [id, question, words, controls] of facts) {
    for (const value of [true, false]) {
      const sentence = value ? `You have ${words} (${question}).` : `You have no ${words} (${question}).`;
      const found = suggest({ scope: known({ [id]: value }) });
      const own = found.filter((each) => each.reasons.some((reason) => reason.sentence === sentence));
      assert.deepEqual(own.map(({ control }) => control).toSorted(), controls, id);
      for (const { state, reasons: why } of own) {
        assert.ok(why.some(({ code }) => code === (value ? 'fact' : 'no-such-thing')));
        if (value) assert.equal(state, 'suggested', id);
      }
    }
    const [control = ''] = controls;
    const asked = reasons({}, control).find(([code]) => code === 'not-known');
    assert.equal(asked?.[1], `Whether you have ${words} is not known; ${question} asks.`);
  }
});

test('SC37 which answer tells that there is such a thing, that there is none, or nothing', () => {
  const yes: Answer[] = [
    { kind: 'yes' },
    { kind: 'partial' },
    { kind: 'no' },
    { kind: 'choice', value: 'controller' },
    { kind: 'choice', value: 'both' },
  ];
  const no: Answer[] = [
    { kind: 'not-applicable', reason: 'None here' },
    { kind: 'choice', value: 'processor' },
  ];
  const nothing: Answer[] = [
    { kind: 'unknown' },
    { kind: 'withdrawn' },
    { kind: 'choice', value: 'other' },
    { kind: 'number', value: 3 },
    { kind: 'text', text: 'Some' },
  ];
  for (const [answers, value] of [
    [yes, true],
    [no, false],
    [nothing, null],
  ] as const) {
    for (const answer of answers) {
      for (const [id, question] of facts) {
        const found = fact(id, [], { [question]: answer });
        assert.deepEqual([found.value, found.from], [value, value === null ? null : 'answer'], JSON.stringify(answer));
        assert.equal(
          found.told,
          value === null ? `Neither the scope nor ${question} says.` : `By the answer to ${question}.`,
        );
        assert.deepEqual([found.items, found.contradicts, found.question], [[], false, question]);
        assert.deepEqual(scopeFact.parse(found), found);
      }
    }
  }
});

test('SC37 what the scope tells of each fact, with the items that tell it', () => {
  const cases: [ScopeFactId, Record<string, unknown>[], boolean | null, number[]][] = [
    ['offices', [], null, []],
    ['offices', [location('office'), location('home'), location('data-centre')], true, [0, 2]],
    ['offices', [location('office', out), location('home')], false, [0, 1]],
    ['offices', [location('office', out)], false, [0]],
    ['offices', [location('cloud-region'), location('home')], false, [0, 1]],
    ['offices', [location('cloud-region'), location('other')], null, []],
    ['offices', [location('home'), location()], null, []],
    ['offices', [location('home'), location(undefined, out)], false, [0, 1]],
    ['offices', [location('office'), location()], true, [0]],
    ['development', [system('repository'), system('software'), system('repository', out)], true, [0]],
    ['development', [system('repository', out)], null, []],
    [
      'development',
      [
        { kind: 'environment', purpose: 'development' },
        { kind: 'environment', purpose: 'production' },
        system('repository'),
      ],
      true,
      [2, 0],
    ],
    ['development', [{ kind: 'environment', purpose: 'development', ...out }], null, []],
    ['development', [{ kind: 'environment', purpose: 'production' }], null, []],
    ['infrastructure', [system('infrastructure'), system('network'), system('tool'), system('software')], true, [0, 1]],
    ['infrastructure', [system('infrastructure', out), system('network', out)], null, []],
    ['vendors', [{ kind: 'vendor' }, { kind: 'vendor', ...out }], true, [0]],
    [
      'vendors',
      [
        { kind: 'vendor', ...out },
        { kind: 'vendor', ...out },
      ],
      false,
      [0, 1],
    ],
    ['vendors', [system('tool')], null, []],
    ['devices', [system('device'), system('device', out), system('tool')], true, [0]],
    ['devices', [system('device', out)], null, []],
    ['tenants', [{ kind: 'service', delivery: 'cloud' }], null, []],
    ['personal-data-controller', [data('no'), data('no'), data('yes', out)], false, [0, 1]],
    ['personal-data-controller', [data('no'), data('yes')], null, []],
    ['personal-data-controller', [data('no'), data('unknown')], null, []],
    ['personal-data-controller', [data('no'), data()], null, []],
    ['personal-data-controller', [data('no', out)], null, []],
  ];
  for (const [id, bodies, value, items] of cases) {
    const scope = scopeOf(...bodies);
    const found = fact(id, scope);
    const label = `${id}: ${JSON.stringify(bodies)}`;
    assert.deepEqual([found.value, found.from], [value, value === null ? null : 'scope'], label);
    assert.deepEqual(
      found.items,
      items.map((n) => ({ id: scope[n]?.id, name: `Item ${n}` })),
      label,
    );
    assert.deepEqual(scopeFact.parse(found), found);
  }
});

test('SC37 infrastructure that a vendor in scope provides is not run by yourselves', () => {
  const [own, theirs] = scopeOf(system('infrastructure'), system('network'));
  const [vendor] = scopeOf({ kind: 'vendor', systems: [theirs?.id] }).map((each) => ({ ...each, id: own?.id ?? '' }));
  const [left] = scopeOf({ kind: 'vendor', systems: [theirs?.id], ...out });
  assert.ok(own && theirs && vendor && left);
  const names = (scope: Scoped[]) => fact('infrastructure', scope).items.map(({ name }) => name);
  assert.deepEqual(names([own, theirs, vendor]), ['Item 0']);
  assert.deepEqual(names([own, theirs, left]), ['Item 0', 'Item 1'], 'a vendor that is left out provides nothing');
  assert.equal(fact('infrastructure', [theirs, vendor]).value, null);
});

test('SC37 up to three items are named, more are counted', () => {
  const told = (...names: string[]) =>
    fact('vendors', scopeOf(...names.map((name) => ({ kind: 'vendor', name })))).told;
  assert.equal(told('A'), 'The scope has A.');
  assert.equal(told('A', 'B', 'C'), 'The scope has A, B and C.');
  assert.equal(told('A', 'B', 'C', 'D'), 'The scope has A, B, C and 1 other.');
  assert.equal(told('A', 'B', 'C', 'D', 'E'), 'The scope has A, B, C and 2 others.');
  const none = fact('vendors', scopeOf({ kind: 'vendor', name: 'A', ...out }));
  assert.equal(none.told, 'By the scope there is none: A.');
});

test('SC38 scope and answer that agree count once, and where they do not nothing counts', () => {
  const [has, left] = [scopeOf({ kind: 'vendor', name: 'A' }), scopeOf({ kind: 'vendor', name: 'A', ...out })];
  const yes: Answer = { kind: 'yes' };
  const no: Answer = { kind: 'not-applicable', reason: 'None' };
  const dontKnow: Answer = { kind: 'unknown' };
  const otherwise = 'The answer to RQ-004 says otherwise, so it counts as not known until one of them is corrected.';
  const cases: [Scoped[], Answer, boolean | null, boolean, string][] = [
    [has, yes, true, false, 'The scope has A.'],
    [has, no, null, true, `The scope has A. ${otherwise}`],
    [has, dontKnow, true, false, 'The scope has A.'],
    [left, no, false, false, 'By the scope there is none: A.'],
    [left, yes, null, true, `By the scope there is none: A. ${otherwise}`],
    [left, dontKnow, false, false, 'By the scope there is none: A.'],
  ];
  for (const [scope, answer, value, contradicts, told] of cases) {
    const found = fact('vendors', scope, { 'RQ-004': answer });
    assert.deepEqual([found.value, found.contradicts, found.from, found.told], [value, contradicts, 'scope', told]);
  }
  const contradicting = scopeFactsOf(new Map([['RQ-004', no]]), has);
  assert.deepEqual(reasons({ categories: ['security'], scope: contradicting }, 'VEN-02'), [
    ['supports', 'It supports CC9.2.'],
    [
      'contradicts',
      `Whether you have vendors that run something you need is told in two ways. The scope has A. ${otherwise}`,
    ],
  ]);
});

test('CO14 a control is suggested, optional or left out, with every reason for it', () => {
  const security = { categories: ['security' as const] };
  const gone = known({ offices: false });
  assert.equal(suggested({ ...security, scope: gone }, 'PHY-01').state, 'left-out');
  assert.deepEqual(reasons({ ...security, scope: gone }, 'PHY-01'), [
    ['supports', 'It supports CC6.4.'],
    ['no-such-thing', 'You have no offices or rooms with equipment in scope (RQ-060).'],
  ]);
  assert.equal(suggested({ ...security, scope: gone }, 'PHY-02').state, 'left-out');
  assert.deepEqual(
    reasons({ ...security, scope: gone }, 'PHY-02').map(([code]) => code),
    ['supports', 'no-such-thing', 'extended'],
  );
  assert.equal(suggested(security, 'PHY-02').state, 'optional');
  assert.deepEqual(reasons(security, 'PHY-02').at(-1), ['extended', 'Many engagements do without it.']);
  assert.deepEqual(
    reasons({ ...security, scope: known({ offices: true }) }, 'PHY-02').map(([code]) => code),
    ['supports', 'fact'],
  );
  const written = scopeFactsOf(new Map(), scopeOf(location('home', { name: 'Homes' })));
  assert.deepEqual(reasons({ ...security, scope: written }, 'PHY-01').at(-1), [
    'no-such-thing',
    'You have no offices or rooms with equipment in scope. By the scope there is none: Homes.',
  ]);
  assert.equal(suggested({ ...security, adopted: new Set(['PHY-02']) }, 'PHY-02').state, 'adopted');
  const free = controlCatalogue.find(
    ({ tier, id }) => tier === 'core' && !facts.some(([, , , own]) => own.includes(id)),
  );
  assert.deepEqual(
    reasons({}, free?.id ?? '').map(([code]) => code),
    ['supports'],
    'one that rests on no fact',
  );
});

test('CO14 only core controls come back for a criterion that would have none, and say for which', () => {
  const scope = known({ 'personal-data-controller': false });
  const privacy = { categories: ['privacy' as const], scope };
  assert.equal(suggested(privacy, 'PRV-01').state, 'suggested');
  for (const each of suggest(privacy)) assert.deepEqual(suggestion.parse(each), each);
  assert.deepEqual(reasons(privacy, 'PRV-01')[1], ['only-one', 'Without it P1.1 would have no control.']);
  assert.deepEqual(reasons(privacy, 'PRV-02')[1], ['only-one', 'Without it P2.1 and P3.2 would have no control.']);
  assert.equal(suggested(privacy, 'PRV-03').state, 'left-out', 'an extended one does not');
  assert.ok(!reasons(privacy, 'PRV-03').some(([code]) => code === 'only-one'));
  const adopted = { ...privacy, adopted: new Set(['PRV-03']) };
  assert.equal(suggested(adopted, 'PRV-02').state, 'left-out', 'what is adopted meets them');
  assert.equal(suggested({ ...privacy, notRelevant: ['P1.1'] }, 'PRV-04').state, 'suggested');
  assert.ok(!suggest({ ...privacy, notRelevant: ['P1.1'] }).some(({ control }) => control === 'PRV-01'));
});

test('CO14 a suggestion tells what the catalogue has of the control, and only criteria that are relevant', () => {
  for (const each of suggest({ categories: ['security'], notRelevant: ['CC5.2'] })) {
    const from = controlCatalogue.find(({ id }) => id === each.control);
    assert.deepEqual([each.title, each.family, each.ownerRole], [from?.title, from?.family, from?.ownerRole]);
    assert.ok(each.criteria.every((id) => id.startsWith('CC') && id !== 'CC5.2' && from?.criteria.includes(id)));
    assert.deepEqual(suggestion.parse(each), each);
  }
});
