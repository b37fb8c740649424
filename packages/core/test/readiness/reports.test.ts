import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  askedQuestions,
  categories,
  categoriesWithoutCriteria,
  compareReports,
  computeRoadmap,
  controlCatalogue,
  coverageOf,
  gapOf,
  gradeControls,
  gradeCriteria,
  planCode,
  planStates,
  questionCatalogue,
  readiness,
  readinessFacts,
  readinessFactsOf,
  reportPages,
  severities,
  speaksOfRelevant,
  ungradedCriteria,
  type Answer,
  type Block,
  type Category,
  type CriterionDecision,
  type PlanItem,
  type ReadinessFacts,
  type ReportComparison,
} from '../../src/index.ts';

const period = { from: '2025-03-01', to: '2026-02-28' };
const hash = 'a'.repeat(64);
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

interface Given {
  answers?: Record<string, Answer>;
  adopted?: readonly string[];
  chosen?: readonly Category[];
  notRelevant?: readonly string[];
  items?: readonly Partial<PlanItem>[];
  engagement?: number;
  today?: string;
  wish?: string | null;
  questions?: string;
}

/** The facts of a report of an invented engagement, by the rules that the server reckons with. */
function factsOf(given: Given = {}): ReadinessFacts {
  const { answers = {}, adopted = [], chosen = ['security'], notRelevant = [], today = '2026-03-02' } = given;
  const { engagement: number = 1 } = given;
  const terms = { type: 'type2' as const, period };
  const asked = askedQuestions(chosen, questionCatalogue).map((question) => {
    const answer = answers[question.id] ?? null;
    const gap = gapOf(question, answer, chosen);
    const relevant = speaksOfRelevant(question, chosen, notRelevant);
    return { question, given: answer === null ? null : { answer, at: '2026-02-01T09:00:00.000Z' }, gap, relevant };
  });
  const versions = adopted.map((code) => {
    const control = controlCatalogue.find(({ id }) => id === code);
    const { title = code, criteria = [] } = control ?? {};
    return { code, title, criteria, effectiveFrom: '2025-01-01', retiredOn: null, version: 1 };
  });
  const decision = (criterion: string): CriterionDecision => ({
    criterion,
    version: 1,
    relevant: false,
    reason: 'There is no room.',
    at: '2026-01-01T09:00:00.000Z',
    by: { id: uuid(1), name: 'Olga Owner' },
    entryIndex: 4,
  });
  const engagement = { categories: [...chosen], terms };
  const assessed = {
    engagement,
    versions,
    answers: new Map(Object.entries(answers)),
    results: [],
    tests: [],
    seen: new Set<string>(),
    decisions: new Map(notRelevant.map((id) => [id, decision(id)])),
  };
  const controls = gradeControls(assessed);
  const criteria = gradeCriteria(assessed, controls);
  const coverage = coverageOf({
    engagement,
    versions,
    owned: new Set(),
    tested: new Set(),
    evidenced: new Set(),
    decisions: assessed.decisions,
  });
  const items = (given.items ?? []).map((item, n) => planItem({ number: n + 1, ...item }));
  const roadmap = computeRoadmap({
    today,
    terms,
    wish: given.wish ?? null,
    dryRun: false,
    holidays: [],
    people: [{ id: uuid(1), name: 'Olga Owner', daysPerWeek: null, absences: [], able: true, oneMore: false }],
    items: items.map((item) => ({ ...item, owner: item.owner?.id ?? null, after: [] })),
  });
  const count = (...kinds: string[]): number =>
    asked.filter((each) => kinds.includes(each.given?.answer.kind ?? 'withdrawn')).length;
  const answerCounts = {
    total: asked.length,
    answered: asked.length - count('unknown', 'not-applicable', 'withdrawn'),
    partly: count('partial'),
    unknown: count('unknown'),
    notApplicable: count('not-applicable'),
    unanswered: count('withdrawn'),
  };
  const gapCounts = Object.fromEntries(
    severities.map((severity) => [
      severity,
      asked.filter(({ gap, relevant }) => relevant && gap?.severity === severity).length,
    ]),
  ) as ReadinessFacts['gapCounts'];
  const of = (state: string): number => items.filter((item) => item.state === state).length;
  return readinessFactsOf({
    madeAt: new Date(`${today}T09:00:00.000Z`),
    organization: { name: 'Northwind', example: false },
    engagement: {
      ...engagement,
      id: uuid(900 + number),
      title: `Engagement ${number}`,
      service: 'Keeps the books of small shops.',
      timeZone: 'Europe/Berlin',
      createdAt: '2026-01-01T09:00:00.000Z',
      revision: 1,
      previousId: null,
      warnings: [],
    },
    phase: { id: 'readiness', title: 'Readiness' },
    catalogue: { questions: given.questions ?? hash, criteria: hash, controls: hash },
    scope: { items: [], holes: 0 },
    answers: answerCounts,
    sections: [],
    gapCounts,
    asked,
    since: new Map(),
    criteria,
    controls,
    readyFor: readiness(criteria, gapCounts.critical + gapCounts.high, {
      notRelevant: ungradedCriteria(assessed).length,
      emptied: categoriesWithoutCriteria(assessed),
    }),
    coverage,
    plan: {
      items,
      counts: {
        total: items.length,
        open: of('open'),
        inProgress: of('in-progress'),
        done: of('done'),
        verified: of('verified'),
        accepted: of('accepted'),
        dropped: of('dropped'),
        overdue: items.filter(({ overdue }) => overdue).length,
        expired: 0,
        unowned: 0,
        unestimated: 0,
      },
      without: asked.flatMap(({ gap }) =>
        gap === null || items.some((item) => item.gap?.id === gap.id) ? [] : [gap.id],
      ),
      itemOfGap: new Map(items.flatMap(({ gap, code }) => (gap === null ? [] : [[gap.id, code] as const]))),
    },
    roadmap,
  });
}

function planItem({ number = 1, ...more }: Partial<PlanItem>): PlanItem {
  return {
    id: uuid(number),
    engagementId: uuid(901),
    number,
    code: planCode(number),
    revision: 1,
    title: `Item ${number}`,
    description: null,
    gap: null,
    severity: 'high',
    criteria: [],
    controls: [],
    owner: { id: uuid(1), name: 'Olga Owner' },
    deputy: null,
    verifier: null,
    effortDays: 2,
    effortSource: 'own',
    notBefore: null,
    dueOn: null,
    overdue: false,
    after: [],
    deliverable: null,
    evidenceOfDone: null,
    evidence: 0,
    state: 'open',
    acceptance: null,
    note: null,
    movedAt: null,
    movedBy: null,
    createdAt: '2026-01-01T09:00:00.000Z',
    entryIndex: 1,
    ...more,
  };
}

const yes: Answer = { kind: 'yes' };
const no: Answer = { kind: 'no' };
const unknown: Answer = { kind: 'unknown' };

test('RD31 nothing that is not known is shown as good: no figure, no date and no sentence', () => {
  const empty = factsOf();
  assert.match(empty.verdict, /cannot be told yet: none of 86 questions is answered\.$/);
  const figures = (facts: ReadinessFacts) =>
    reportPages(facts, null, null).flatMap((block) => (block.kind === 'figures' ? block.items : []));
  assert.deepEqual(
    figures(empty).map(({ figure, tone }) => [figure, tone]),
    [
      ['0 of 33', 'ink'],
      ['0 of 86', 'caution'],
      ['None known', 'caution'],
      ['No plan', 'caution'],
      ['Not known', 'caution'],
    ],
  );
  const all = Object.fromEntries(questionCatalogue.map(({ id }): [string, Answer] => [id, yes]));
  const date = (facts: ReadinessFacts): string | undefined => figures(facts).at(-1)?.figure;
  assert.match(date(factsOf({ answers: all })) ?? '', /^\d{4}-\d\d-\d\d$/);
  assert.equal(date(factsOf({ answers: { ...all, 'RQ-046': unknown } })), 'Not known', 'who knows what it hides');
  assert.equal(date(factsOf({ answers: { ...all, 'RQ-046': no } })), 'Not known', 'the roadmap does not know the gap');
  const planned = [{ gap: gapItem('RQ-046.1') }];
  assert.match(date(factsOf({ answers: { ...all, 'RQ-046': no }, items: planned })) ?? '', /^\d{4}/);
});

function gapItem(id: string): PlanItem['gap'] {
  const question = id.split('.')[0] ?? '';
  return { id, question, answerVersion: 1, standing: 'same', now: { gap: id, answerVersion: 1 } };
}

test('RD31 every state is counted for itself, and a criterion taken for not relevant is told apart', () => {
  const facts = factsOf({
    answers: { 'RQ-046': yes, 'RQ-056': no, 'RQ-057': unknown, 'RQ-009': { kind: 'partial' } },
    adopted: ['IAM-02', 'NET-02'],
    notRelevant: ['CC6.4'],
  });
  const { answered, partly, unknown: hidden, unanswered, total } = facts.answers;
  assert.deepEqual([answered, partly, hidden, unanswered, total], [3, 1, 1, 82, 86]);
  assert.equal(
    facts.criteria.some(({ criterion }) => criterion === 'CC6.4'),
    false,
  );
  assert.deepEqual([facts.coverage.notRelevant, facts.relevance[0]?.reason], [1, 'There is no room.']);
  assert.match(facts.verdict, /^Not ready for beginning a Type 2: 32 of 32 criteria stand too low and/);
  assert.match(facts.verdict, /1 more was taken for not relevant, and counts for nothing\.$/);
  assert.deepEqual([facts.controls.designed, facts.controls.unknown, facts.answersAlone], [1, 1, ['IAM-02']]);
  assert.ok(readinessFacts.safeParse(facts).success);
});

test('RD34 a gap holds the criteria that its question keeps from a grade of 1, alone where nothing else does', () => {
  const held = factsOf({ answers: { 'RQ-046': no, 'RQ-057': yes }, adopted: ['IAM-02', 'NET-02'] });
  const gap = held.gaps.find(({ question }) => question === 'RQ-046');
  assert.deepEqual([gap?.holds.includes('CC6.6'), gap?.alone.includes('CC6.6')], [true, true]);
  const both = factsOf({ answers: { 'RQ-046': no, 'RQ-057': unknown }, adopted: ['IAM-02', 'NET-02'] });
  const two = both.gaps.find(({ question }) => question === 'RQ-046');
  assert.deepEqual([two?.holds.includes('CC6.6'), two?.alone.includes('CC6.6')], [true, false]);
  assert.deepEqual(both.criteria.find(({ criterion }) => criterion === 'CC6.6')?.heldBy, ['RQ-046', 'RQ-057']);
  // The proof of it: what is closed raises what it alone held.
  const closed = factsOf({ answers: { 'RQ-046': yes, 'RQ-057': yes }, adopted: ['IAM-02', 'NET-02'] });
  for (const criterion of gap?.alone ?? []) {
    assert.equal(closed.criteria.find((each) => each.criterion === criterion)?.grade, 1, criterion);
  }
});

test('RD35 next comes first what hides how things stand, then what has no plan, then the work, then what shows it', () => {
  const facts = factsOf({
    answers: { 'RQ-046': no, 'RQ-057': yes, 'RQ-056': unknown },
    adopted: ['IAM-02', 'NET-02'],
    wish: '2026-03-10',
    items: [
      { gap: gapItem('RQ-046.1'), dueOn: '2026-02-01', overdue: true },
      { state: 'done' },
      {
        state: 'accepted',
        acceptance: {
          until: '2026-12-31',
          expired: false,
          by: { id: uuid(1), name: 'Olga' },
          at: '2026-01-01T09:00:00.000Z',
          reason: 'Small',
        },
      },
    ],
  });
  assert.deepEqual(
    facts.next.map(({ code }) => code),
    [
      'write-scope',
      'answer',
      'find-out',
      'adopt',
      'plan-gaps',
      'settle-dates',
      'overdue',
      'verify',
      'begin',
      'show',
      'test',
    ],
  );
  assert.ok(facts.next.every(({ words }) => words.endsWith('.')));
});

test('RD36 a gap whose criterion is taken for not relevant is told apart, and never as closed', () => {
  const answers = { 'RQ-060': no };
  const before = factsOf({ answers });
  const after = factsOf({ answers, notRelevant: ['CC6.4'] });
  const questions = (facts: ReadinessFacts) =>
    [facts.gaps, facts.apart].map((some) => some.map((each) => each.question));
  assert.deepEqual(questions(before), [['RQ-060'], []]);
  assert.deepEqual(questions(after), [[], ['RQ-060']]);
  const { gaps, criteria } = compareReports(before, after);
  assert.deepEqual(
    gaps.gone.map(({ question, other }) => [question, other]),
    [['RQ-060', 'apart']],
  );
  assert.deepEqual([criteria.takenForNotRelevant, criteria.onlyEarlier], [['CC6.4'], []]);
  assert.match(JSON.stringify(reportPages(after, null, null)), /1 gap speaks of these criteria alone/);
});

const answer = fc.constantFrom<Answer['kind']>('yes', 'no', 'partial', 'unknown', 'withdrawn', 'not-applicable');
const given: fc.Arbitrary<Given> = fc.record({
  answers: fc
    .dictionary(fc.constantFrom('RQ-046', 'RQ-057', 'RQ-060', 'RQ-009', 'RQ-075', 'RQ-099'), answer)
    .map((kinds) =>
      Object.fromEntries(Object.entries(kinds).map(([id, kind]) => [id, { kind, reason: 'None here' } as Answer])),
    ),
  adopted: fc.subarray(['IAM-02', 'NET-02', 'CHG-02', 'GOV-01']),
  chosen: fc.constantFrom<Category[]>(['security'], ['security', 'privacy'], [...categories]),
  notRelevant: fc.subarray(['CC6.4', 'CC1.2']),
  items: fc.array(
    fc.record({
      state: fc.constantFrom(...planStates.filter((state) => state !== 'accepted')),
      dueOn: fc.constantFrom(null, '2026-02-01', '2026-06-01'),
      effortDays: fc.constantFrom(null, 1, 8),
    }),
    { maxLength: 4 },
  ),
  engagement: fc.constantFrom(1, 1, 2),
  today: fc.constantFrom('2026-03-02', '2026-04-01'),
  wish: fc.constantFrom(null, '2026-12-01'),
});

test('RD36 a report held against itself shows nothing that moved', () => {
  fc.assert(
    fc.property(given, (of) => {
      const facts = factsOf(of);
      const { criteria, gaps, plan, dates, differences, days } = compareReports(facts, facts);
      const { same, ...moves } = criteria;
      assert.equal(same, facts.criteria.length);
      assert.deepEqual(new Set(Object.values(moves).map((each) => each.length)), new Set([0]));
      assert.deepEqual([gaps.gone, gaps.fresh, gaps.changed, dates, differences, days], [[], [], [], [], [], 0]);
      assert.equal(gaps.stayed.length, facts.gaps.length);
      assert.deepEqual([plan?.added, plan?.missing, plan?.moved, plan?.due, plan?.ends], [[], [], [], [], []]);
    }),
    { numRuns: 12 },
  );
});

test('RD36 two reports held against each other the other way round are the mirror', () => {
  const sorted = <T>(all: readonly T[]): string[] => all.map((each) => JSON.stringify(each)).toSorted();
  const swapped = <T extends { from: unknown; to: unknown }>(all: readonly T[]): T[] =>
    all.map((each) => ({ ...each, from: each.to, to: each.from }));
  const turned = <T extends { earlier: unknown; later: unknown; days: number | null }>(all: readonly T[]): T[] =>
    all.map((each) => ({
      ...each,
      earlier: each.later,
      later: each.earlier,
      days: each.days === null ? null : 0 - each.days,
    }));
  const moves = ({ criteria }: ReportComparison) => criteria;
  fc.assert(
    fc.property(given, given, (one, other) => {
      const [a, b] = [factsOf(one), factsOf(other)];
      const [there, back] = [compareReports(a, b), compareReports(b, a)];
      assert.equal(there.days, 0 - back.days);
      assert.deepEqual(sorted(moves(there).rose), sorted(swapped(moves(back).fell)));
      assert.deepEqual(sorted(moves(there).told), sorted(swapped(moves(back).lost)));
      assert.deepEqual(sorted(moves(there).doubtful), sorted(swapped(moves(back).doubtful)));
      assert.deepEqual(moves(there).onlyEarlier, moves(back).onlyLater);
      assert.deepEqual(moves(there).takenForNotRelevant.toSorted(), moves(back).relevantAgain.toSorted());
      assert.deepEqual(sorted(there.gaps.gone), sorted(back.gaps.fresh));
      assert.deepEqual(sorted(there.gaps.changed), sorted(swapped(back.gaps.changed)));
      assert.deepEqual(sorted(there.gaps.stayed), sorted(back.gaps.stayed));
      assert.deepEqual(sorted(there.dates), sorted(turned(back.dates)));
      assert.deepEqual(there.plan === null, back.plan === null);
      assert.deepEqual(sorted(there.plan?.added ?? []), sorted(back.plan?.missing ?? []));
      assert.deepEqual(sorted(there.plan?.due ?? []), sorted(turned(back.plan?.due ?? [])));
      assert.deepEqual(
        there.differences.map(({ code }) => code),
        back.differences.map(({ code }) => code),
      );
    }),
    { numRuns: 30 },
  );
});

test('RD36 only an answer closes a gap: what is taken back, not known or said not to apply is told so', () => {
  const before = factsOf({ answers: { 'RQ-046': no }, adopted: ['IAM-02'] });
  for (const [now, expected] of [
    [yes, 'answered'],
    [{ kind: 'withdrawn' }, 'unanswered'],
    [{ kind: 'not-applicable', reason: 'x' }, 'not-applicable'],
  ] as const) {
    const { gaps } = compareReports(before, factsOf({ answers: { 'RQ-046': now }, adopted: ['IAM-02'] }));
    assert.deepEqual([gaps.gone.map(({ other }) => other), gaps.fresh], [[expected], []], now.kind);
  }
  const doubted = compareReports(before, factsOf({ answers: { 'RQ-046': unknown }, adopted: ['IAM-02'] }));
  assert.deepEqual([doubted.gaps.gone, doubted.gaps.stayed.length + doubted.gaps.changed.length], [[], 1]);
});

test('RD36 a criterion without a grade has not risen: that it can be told now, or not any more, is said so', () => {
  const [none, told, better] = [{}, { 'RQ-046': no }, { 'RQ-046': yes }].map((answers) =>
    factsOf({ answers: answers as Record<string, Answer>, adopted: ['IAM-02'] }),
  );
  assert.ok(none && told && better);
  const moved = (of: ReportComparison) =>
    Object.entries(of.criteria).flatMap(([name, each]) => (Array.isArray(each) && each.length > 0 ? [name] : []));
  assert.deepEqual(moved(compareReports(none, told)), ['told']);
  assert.deepEqual(moved(compareReports(told, none)), ['lost']);
  assert.deepEqual(moved(compareReports(told, better)), ['rose']);
  assert.deepEqual(moved(compareReports(better, told)), ['fell']);
});

test('RD37 what cannot be compared is told: another engagement, other categories, other questions', () => {
  const before = factsOf({ answers: { 'RQ-046': no }, items: [{}] });
  const codes = (now: Given) => compareReports(before, factsOf(now)).differences.map(({ code }) => code);
  assert.deepEqual(codes({ answers: { 'RQ-046': no } }), []);
  assert.deepEqual(codes({ chosen: ['security', 'privacy'] }), ['other-categories']);
  assert.deepEqual(codes({ engagement: 2, questions: 'b'.repeat(64) }), ['other-engagement', 'other-questions']);
  const other = compareReports(before, factsOf({ engagement: 2, chosen: ['security', 'privacy'], items: [{}] }));
  assert.deepEqual([other.plan, other.criteria.onlyEarlier, other.criteria.onlyLater.length], [null, [], 18]);
  const pages = reportPages(
    factsOf({ engagement: 2 }),
    { number: 1, today: '2026-03-02', engagement: 'Engagement 1' },
    other,
  );
  assert.ok(pages.some((block) => block.kind === 'nothing' && /of different engagements/.test(block.text)));
});

test('RD40 RD42 every part has its place whatever the facts are, and pictures stay on the page', () => {
  const items = Array.from({ length: 400 }, (_, n) => ({
    title: `${'A long title of an item '.repeat(6)}${n}`,
    dueOn: n % 3 === 0 ? '2026-04-01' : null,
    state: planStates[n % 4],
  }));
  const answers = Object.fromEntries(questionCatalogue.map(({ id }): [string, Answer] => [id, no]));
  const large = factsOf({ answers, chosen: [...categories], items, wish: '2026-12-01' });
  const headings = (blocks: readonly Block[]) =>
    blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : []));
  const pages = reportPages(large, null, null);
  assert.deepEqual(headings(pages), headings(reportPages(factsOf(), null, null)));
  for (const block of pages) {
    if (block.kind === 'table')
      assert.ok(block.rows.length <= 61 && block.rows.every((row) => row.length === block.columns.length));
    if (block.kind !== 'picture') continue;
    assert.ok(block.description.length > 20);
    for (const shape of block.shapes) {
      const [x, y] = shape.kind === 'line' ? [shape.x2, shape.y2] : [shape.x, shape.y];
      assert.ok(x >= 0 && x <= block.width && y >= 0 && y <= block.height + 1, JSON.stringify(shape));
      if (shape.kind === 'area') assert.ok(shape.x + shape.width <= block.width + 0.1, JSON.stringify(shape));
    }
  }
});
