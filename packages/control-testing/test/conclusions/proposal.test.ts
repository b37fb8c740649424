import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reasonSentence, type Occurrence, type ProposalKind, type Reason, type ReasonCode } from '@tickmark/core';
import * as fc from 'fast-check';
import { proposal, type ProposalFacts } from '../../src/index.ts';

const items = (inScope: number, deviations = 0, unverified = 0) => ({
  total: inScope,
  outOfPeriod: 0,
  notGoverned: 0,
  inScope,
  pass: inScope - deviations - unverified,
  deviations,
  unverified,
});
const facts = (changes: Partial<ProposalFacts> = {}): ProposalFacts => ({
  items: items(100),
  timeline: [],
  interim: false,
  extractedThrough: '2026-07-01T00:00:00.000Z',
  gaps: [],
  concentration: null,
  ...changes,
});
const kind = (changes: Partial<ProposalFacts>) => proposal(facts(changes)).kind;

test('CT40 nothing wrong and nothing unknown is effective', () => assert.equal(kind({}), 'effective'));

test('CT41 five percent of at least ten items is isolated, more is not effective', () => {
  assert.equal(kind({ items: items(100, 5) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(100, 6) }), 'not-effective');
  assert.equal(kind({ items: items(20, 1) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(10, 1) }), 'not-effective');
});

test('CT42 under ten items a rate means nothing', () => {
  assert.equal(kind({ items: items(9, 1) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ items: items(9, 2) }), 'not-effective');
});

test('CT43 deviations with one person or across the period are systematic', () => {
  const concentration = { column: 'author', value: 'ann', deviations: 3 };
  assert.equal(kind({ items: items(1000, 4), concentration }), 'not-effective');
  assert.equal(kind({ items: items(1000, 5), concentration }), 'effective-with-isolated-deviations');
  const months = (deviations: number[]) =>
    deviations.map((d, i) => ({ date: `2026-0${i + 1}-03`, pass: 100, deviations: d, unverified: 0 }));
  assert.equal(kind({ items: items(1000, 3), timeline: months([1, 1, 1, 0]) }), 'not-effective');
  assert.equal(kind({ items: items(1000, 2), timeline: months([1, 1, 0]) }), 'effective-with-isolated-deviations');
  assert.equal(
    kind({ items: items(1000, 3), timeline: months([1, 1, 1, 0, 0]) }),
    'effective-with-isolated-deviations',
  );
  assert.equal(kind({ items: items(1000, 6), concentration: { ...concentration, deviations: 4 } }), 'not-effective');
  assert.equal(
    kind({ items: items(1000, 2), concentration: { ...concentration, deviations: 2 } }),
    'effective-with-isolated-deviations',
  );
});

test('CT44 what is unknown blocks “effective” and never hides a failure', () => {
  assert.equal(kind({ items: items(100, 0, 1) }), 'cannot-say');
  assert.equal(kind({ gaps: ['Rows are missing.'] }), 'cannot-say');
  assert.equal(kind({ items: items(100, 1, 1) }), 'cannot-say');
  assert.equal(kind({ items: items(100, 50, 1) }), 'not-effective');
  assert.equal(
    kind({ days: { expected: 10, observed: 9, unobserved: 1, unobservedList: [], intervals: [] } }),
    'cannot-say',
  );
});

test('CT45 interim adds a reason and changes nothing else', () => {
  const told = proposal(facts({ interim: true }));
  assert.equal(told.kind, 'effective');
  assert.match(told.reasons.at(-1) ?? '', /Interim/);
});

test('CT46 among few occurrences late is not absent', () => {
  const occurrences = (late: number, missed: number) => ({
    expected: 4,
    met: 4 - late - missed,
    late,
    missed,
    notDue: 0,
    unverified: 0,
    list: [],
  });
  assert.equal(kind({ occurrences: occurrences(0, 0) }), 'effective');
  assert.equal(kind({ occurrences: occurrences(1, 0) }), 'effective-with-isolated-deviations');
  assert.equal(kind({ occurrences: occurrences(0, 1) }), 'not-effective');
});

test('CT8 a counted zero is no occurrence', () => assert.equal(kind({ items: items(0) }), 'no-occurrence'));

const because = (changes: Partial<ProposalFacts>): Reason[] => proposal(facts(changes)).because ?? [];
const codes = (changes: Partial<ProposalFacts>): ReasonCode[] => because(changes).map((r) => r.code);

/** One occurrence a month from January on, with these states. */
function monthly(states: readonly Occurrence['state'][]): NonNullable<ProposalFacts['occurrences']> {
  const list = states.map((state, i): Occurrence => {
    const year = 2025 + Math.floor(i / 12);
    const month = String((i % 12) + 1).padStart(2, '0');
    return {
      from: `${year}-${month}-01`,
      to: `${year}-${month}-28`,
      dueBy: `${year}-${month}-28`,
      state,
      item: null,
      at: null,
    };
  });
  const count = (state: Occurrence['state']) => states.filter((s) => s === state).length;
  return {
    expected: states.length,
    met: count('met'),
    late: count('late'),
    missed: count('missed'),
    notDue: count('not-due'),
    unverified: count('unverified'),
    list,
  };
}

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

const few: [string, Occurrence['state'][], ProposalKind, ReasonCode][] = [
  ['one late of four', ['met', 'late', 'met', 'met'], 'effective-with-isolated-deviations', 'late'],
  ['two late of four', ['late', 'late', 'met', 'met'], 'effective-with-isolated-deviations', 'late'],
  ['three late of four', ['late', 'late', 'late', 'met'], 'not-effective', 'persistently-late'],
  ['three late of five', ['late', 'late', 'late', 'met', 'met'], 'effective-with-isolated-deviations', 'late'],
  ['both of two late', ['late', 'late'], 'not-effective', 'persistently-late'],
  ['the only one late', ['late'], 'effective-with-isolated-deviations', 'late'],
  ['one missed of nine', [...times(8, 'met' as const), 'missed'], 'not-effective', 'absent-slice'],
];
for (const [what, states, expected, code] of few) {
  test(`CN21 under ten occurrences, ${what} is ${expected}`, () => {
    assert.equal(kind({ occurrences: monthly(states) }), expected);
    assert.ok(codes({ occurrences: monthly(states) }).includes(code));
  });
}

test('CN21 from ten occurrences on a rate counts, and so does what persists below it', () => {
  assert.ok(codes({ occurrences: monthly([...times(9, 'met' as const), 'missed']) }).includes('rate'));
  const daily = Array.from({ length: 120 }, (_, i): Occurrence => {
    const day = `2026-0${Math.floor(i / 28) + 1}-${String((i % 28) + 1).padStart(2, '0')}`;
    return { from: day, to: day, dueBy: day, state: i % 28 === 3 ? 'late' : 'met', item: null, at: null };
  });
  const late = daily.filter((o) => o.state === 'late').length;
  const occurrences = { expected: 120, met: 120 - late, late, missed: 0, notDue: 0, unverified: 0, list: daily };
  assert.ok(late * 20 <= 120, 'the control arm: the rate alone would not tell');
  assert.deepEqual(codes({ occurrences }), ['late', 'persistence']);
});

test('CN21 what persists is counted in months in which something was due, late or missed', () => {
  const due = (found: Occurrence['state'][]) => found.flatMap((state) => [...times(20, 'met' as const), state]);
  const occurrences = (months: Occurrence['state'][][]) => {
    const list = months.flatMap((states, m) =>
      states.map((state, d): Occurrence => {
        const day = `2026-${String(m + 1).padStart(2, '0')}-${String(d + 1).padStart(2, '0')}`;
        return { from: day, to: day, dueBy: day, state, item: null, at: null };
      }),
    );
    return { ...monthly(list.map((o) => o.state)), list };
  };
  const idle = times(6, times(21, 'not-due' as const));
  const found = (states: Occurrence['state'][]) =>
    because({ occurrences: occurrences([...states.map((state) => due([state])), ...idle]) });
  assert.deepEqual(found(['late', 'missed', 'late', 'met']).at(-1), {
    code: 'persistence',
    months: 3,
    of: 4,
    what: 'occurrences',
  });
  assert.equal(found(['late', 'missed', 'late', 'met', 'met']).at(-1)?.code, 'late');
});

test('CN22 nothing due, an empty population, nothing in scope and missed have codes of their own', () => {
  const idle = items(0);
  assert.deepEqual(codes({ items: idle, occurrences: monthly(times(3, 'not-due')) }), ['nothing-due']);
  assert.deepEqual(codes({ items: idle }), ['empty-population']);
  assert.deepEqual(codes({ items: { ...idle, total: 7, notGoverned: 7 } }), ['none-in-scope']);
  assert.deepEqual(codes({ items: idle, occurrences: monthly(times(3, 'missed')) }), ['missed', 'absent-slice']);
});

const order: ProposalKind[] = [
  'not-effective',
  'cannot-say',
  'effective-with-isolated-deviations',
  'no-occurrence',
  'effective',
];
const occurrenceStates = fc.array(
  fc.constantFrom<Occurrence['state']>('met', 'late', 'missed', 'not-due', 'unverified'),
  {
    minLength: 1,
    maxLength: 40,
  },
);

test('CN15 one occurrence that was met and turns out late, or late and turns out missed, never improves a proposal', () => {
  fc.assert(
    fc.property(occurrenceStates, fc.nat(), (states, pick) => {
      const at = pick % states.length;
      const worse = {
        met: 'late',
        late: 'missed',
        missed: 'missed',
        'not-due': 'not-due',
        unverified: 'unverified',
      } as const;
      const after = states.map((state, i) => (i === at ? worse[state] : state));
      const [before, now] = [states, after].map((s) => kind({ items: items(0), occurrences: monthly(s) }));
      assert.ok(order.indexOf(now ?? 'effective') <= order.indexOf(before ?? 'effective'), `${before} became ${now}`);
    }),
  );
});

test('CN15 one item more that deviates never improves a proposal, whatever month it falls in', () => {
  const months = fc.array(fc.record({ pass: fc.nat(60), deviations: fc.nat(3) }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(months, fc.nat(), fc.nat(2), (found, pick, unverified) => {
      const at = pick % found.length;
      const judge = (list: readonly { pass: number; deviations: number }[]) => {
        const sum = (of: (m: { pass: number; deviations: number }) => number) => list.reduce((n, m) => n + of(m), 0);
        const deviations = sum((m) => m.deviations);
        return kind({
          items: items(sum((m) => m.pass) + deviations + unverified, deviations, unverified),
          timeline: list.map((m, i) => ({ date: `2026-${String(i + 1).padStart(2, '0')}-03`, ...m, unverified: 0 })),
        });
      };
      fc.pre((found[at]?.pass ?? 0) > 0);
      const after = found.map((m, i) => (i === at ? { pass: m.pass - 1, deviations: m.deviations + 1 } : m));
      assert.ok(order.indexOf(judge(after)) <= order.indexOf(judge(found)));
    }),
  );
});

test('CN18 a reason carries its counts, and counts what was due without what is not due yet', () => {
  const slice = (month: number) => ({ from: `2025-0${month}-01`, to: `2025-0${month}-28` });
  assert.deepEqual(because({ occurrences: monthly(['late', 'missed', 'met', 'met', 'not-due']) }), [
    { code: 'missed', missed: 1, due: 4, slices: [slice(2)], more: 0 },
    { code: 'late', late: 1, due: 4, slices: [slice(1)], more: 0 },
    { code: 'absent-slice' },
  ]);
  assert.deepEqual(because({ occurrences: monthly(['met', 'unverified', 'not-due']) }), [
    { code: 'occurrences-unverified', unverified: 1, due: 2 },
  ]);
  assert.deepEqual(because({ occurrences: monthly(['met', 'met', 'not-due']) }), [
    { code: 'all-occurrences-met', due: 2 },
  ]);
  assert.deepEqual(because({ items: items(10, 2) }), [{ code: 'rate', deviations: 2, population: 10, of: 'item' }]);
  const timeline = [1, 2, 3].map((m) => ({ date: `2026-0${m}-03`, pass: 100, deviations: 1, unverified: 0 }));
  assert.deepEqual(because({ items: items(1000, 3), timeline }), [
    { code: 'persistence', months: 3, of: 3, what: 'items' },
  ]);
  const days = { expected: 10, observed: 10, unobserved: 0, unobservedList: [], intervals: [] };
  assert.deepEqual(because({ days }), [{ code: 'all-items-pass', items: 100, days: 10 }]);
});

test('CN18 a reason names the first twelve slices and counts the others', () => {
  const [missed, rate] = because({ occurrences: monthly(times(14, 'missed')) });
  assert.ok(missed?.code === 'missed');
  assert.deepEqual([missed.slices.length, missed.more], [12, 2]);
  assert.deepEqual(missed.slices[11], { from: '2025-12-01', to: '2025-12-28' });
  assert.deepEqual(rate, { code: 'rate', deviations: 14, population: 14, of: 'occurrence' });
});

test('CN18 every sentence of a proposal is that of its code', () => {
  fc.assert(
    fc.property(occurrenceStates, fc.boolean(), (states, interim) => {
      const { reasons, because } = proposal(facts({ occurrences: monthly(states), interim }));
      assert.deepEqual(reasons, because?.map(reasonSentence));
    }),
  );
});
