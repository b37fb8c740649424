import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  applicableCriteria,
  criterionStateKind,
  step,
  stepIds,
  stepProgress,
  type CriterionStateKind,
  type StepFacts,
  type StepId,
} from '../../src/index.ts';

const byState = (some: Partial<StepFacts['documents']['byState']>): StepFacts['documents']['byState'] => ({
  template: 0,
  draft: 0,
  'in-review': 0,
  approved: 0,
  published: 0,
  retired: 0,
  ...some,
});

const engagement: StepFacts['engagement'] = {
  terms: { type: 'type2', period: { from: '2026-01-01', to: '2026-06-30' } },
  categories: ['security'],
};
const common = applicableCriteria(['security']).map((c) => c.id);
const nothing: StepFacts = {
  today: '2026-03-01',
  engagement: null,
  controls: [],
  notRelevant: [],
  populations: { frozen: 0, interim: 0 },
  tests: [],
  dryRun: null,
  scope: { items: 12, holes: 0 },
  readiness: {
    total: 90,
    answered: 0,
    unknown: 0,
    notApplicable: 0,
    unanswered: 90,
    gaps: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    apart: 0,
  },
  plan: { total: 0, open: 0, overdue: 0, toVerify: 0 },
  documents: { needed: 26, inForce: 0, byState: byState({}), others: 0, reviewOverdue: 0 },
  description: { written: 0, frozen: null },
  reports: 0,
  bundles: 0,
  requests: { total: 0, submitted: 0, overdue: 0 },
};
const adopted = { code: 'CHG-02', criteria: ['CC8.1'], effectiveFrom: '2025-12-01', retiredOn: null };

function states(counts: Partial<Record<CriterionStateKind, number>>): Record<CriterionStateKind, number> {
  return { ...Object.fromEntries(criterionStateKind.options.map((s) => [s, 0])), ...counts } as Record<
    CriterionStateKind,
    number
  >;
}

function stepOf(facts: StepFacts, id: StepId) {
  const found = stepProgress(facts).find((s) => s.id === id);
  assert.ok(found);
  return step.parse(found);
}

test('the eight steps come in their order, whatever is recorded', () => {
  assert.deepEqual(
    stepProgress(nothing).map((s) => s.id),
    [...stepIds],
  );
});

test('UN14 without an engagement the only way on is to find out which report is needed; with one the guide is a step away', () => {
  const steps = stepProgress(nothing);
  assert.deepEqual(
    steps.flatMap((s) => (s.next ? [[s.id, s.next.href]] : [])),
    [['understand', '/understand/choose']],
  );
  assert.equal(stepOf({ ...nothing, engagement }, 'understand').next?.href, '/understand');
  assert.ok(steps.every((s) => s.done === 0 && (s.state === 'not-begun' || s.state === 'not-yet-available')));
});

test('what the product cannot do yet is named so, counts nothing and leads nowhere', () => {
  for (const id of ['monitor', 'renew'] as const) {
    const found = stepOf({ ...nothing, engagement }, id);
    assert.equal(found.state, 'not-yet-available');
    assert.equal(found.total, null);
    assert.equal(found.next, null);
    assert.match(found.summary, /later version/);
  }
});

test('PO53 only documents in force count as done; what waits longest on its way is next', () => {
  const at = (some: Partial<StepFacts['documents']>) =>
    stepOf({ ...nothing, engagement, documents: { ...nothing.documents, ...some } }, 'documents');
  const told = (some: Partial<StepFacts['documents']>) => [at(some).done, at(some).state, at(some).next?.label];
  assert.deepEqual(told({}), [0, 'not-begun', 'Begin 26 documents from their templates']);
  assert.deepEqual(told({ byState: byState({ template: 1 }) }), [0, 'under-way', 'Make 1 template your own']);
  assert.deepEqual(told({ byState: byState({ draft: 2 }) }), [0, 'under-way', 'Hand in 2 drafts']);
  const some = { inForce: 3, byState: byState({ published: 2, 'in-review': 1, draft: 4, template: 5 }) };
  assert.deepEqual(told(some), [3, 'under-way', 'Approve 1 document']);
  assert.match(
    at(some).summary,
    /^3 of 26 documents that the engagement needs are in force; 1 in review, 4 drafts, 5 template text still, 14 not begun\. /,
  );
  assert.deepEqual(told({ byState: byState({ approved: 1, 'in-review': 1 }) })[2], 'Publish 1 approved document');
  assert.deepEqual(
    told({ byState: byState({ published: 26 }), inForce: 26, reviewOverdue: 1 })[2],
    'Review 1 document that is overdue',
  );
  const all = told({ byState: byState({ published: 26 }), inForce: 26 });
  assert.deepEqual(all, [26, 'under-way', 'Begin the description of the system']);
});

test('DE13 the step of documents is done with a description that management took, of days that are over', () => {
  const documents = { ...nothing.documents, byState: byState({ published: 26 }), inForce: 26 };
  const at = (description: StepFacts['description'], today = '2027-06-01') => {
    const { state, next, summary } = stepOf({ ...nothing, today, engagement, documents, description }, 'documents');
    return [state, next?.label, /[^.]*\.$/.exec(summary)?.[0].trim()];
  };
  const frozen = { number: 2, approved: false, sameDays: true };
  const ask = 'Ask people to accept what is in force';
  const freeze = 'Freeze the description of the system';
  assert.deepEqual(at({ written: 4, frozen: null }), [
    'under-way',
    freeze,
    'The description of the system has words in 4 parts, and no version is frozen.',
  ]);
  assert.deepEqual(at({ written: 4, frozen }), [
    'under-way',
    'Take the description of the system as management’s',
    'Version 2 of the description of the system is frozen, and management has not taken it as its own.',
  ]);
  assert.deepEqual(at({ written: 4, frozen: { ...frozen, approved: true, sameDays: false } }).slice(0, 2), [
    'under-way',
    freeze,
  ]);
  const taken = { written: 4, frozen: { ...frozen, approved: true } };
  assert.deepEqual(at(taken), ['done', ask, 'Management took version 2 of the description of the system as its own.']);
  assert.deepEqual(at(taken, '2026-06-01').slice(0, 2), ['under-way', ask], 'the days are not over');
  const short = { ...documents, inForce: 25 };
  assert.equal(
    stepOf({ ...nothing, today: '2027-06-01', engagement, documents: short, description: taken }, 'documents').state,
    'under-way',
  );
});

test('scope counts the criteria with a control in force, and stays open', () => {
  const some = stepOf({ ...nothing, engagement, controls: [adopted] }, 'scope');
  assert.deepEqual([some.done, some.total, some.state, some.next?.href], [1, 33, 'under-way', '/controls']);
  const all = stepOf({ ...nothing, engagement, controls: [{ ...adopted, criteria: common }] }, 'scope');
  assert.deepEqual([all.done, all.total, all.state, all.next?.href], [33, 33, 'under-way', '/readiness']);
});

test('CO12 CO35 what is not relevant leaves the count of scope, and is told beside it', () => {
  const facts = { ...nothing, engagement, controls: [adopted], notRelevant: ['CC6.4', 'CC8.1', 'P3.1'] };
  const { done, total, summary } = stepOf(facts, 'scope');
  assert.deepEqual([done, total], [0, 31]);
  assert.match(summary, /31 relevant criteria have none, and 2 were taken for not relevant/);
});

test('RD30 scope tells how many questions of the readiness assessment are answered, and which gaps are open', () => {
  const scope = (readiness: Partial<StepFacts['readiness']>, criteria = common) =>
    stepOf(
      {
        ...nothing,
        engagement,
        controls: [{ ...adopted, criteria }],
        readiness: { ...nothing.readiness, ...readiness },
      },
      'scope',
    );
  assert.match(scope({}).summary, / 0 of 90 questions of the readiness assessment answered\. /);
  const gaps = { critical: 1, high: 2, medium: 9, low: 0, info: 0 };
  const some = scope({ answered: 60, unknown: 4, notApplicable: 2, unanswered: 24, gaps });
  assert.match(
    some.summary,
    / 60 of 90 questions of the readiness assessment answered, 4 not known, 2 said not to apply; 12 open gaps, 3 of them critical or high\. /,
  );
  assert.equal(some.next?.label, 'Answer 24 questions of the assessment');
  assert.equal(scope({ answered: 86, unknown: 4, unanswered: 0 }).next?.label, 'Find out 4 answers');
  assert.equal(scope({ answered: 90, unanswered: 0, gaps }).next?.label, 'Look at 12 open gaps');
  const done = scope({ answered: 90, unanswered: 0 });
  assert.deepEqual([done.next, done.state], [null, 'under-way']);
  assert.match(done.summary, /; no open gap\. /);
  const begun = stepOf({ ...nothing, engagement, readiness: { ...nothing.readiness, unanswered: 89 } }, 'scope');
  assert.equal(begun.state, 'under-way');
});

test('PL38 scope tells what is left of the plan of action, and leads first to what is overdue', () => {
  const readiness = { ...nothing.readiness, answered: 90, unanswered: 0 };
  const scope = (plan: Partial<StepFacts['plan']>, more: Partial<StepFacts> = {}) =>
    stepOf(
      {
        ...nothing,
        engagement,
        readiness,
        controls: [{ ...adopted, criteria: common }],
        plan: { ...nothing.plan, ...plan },
        ...more,
      },
      'scope',
    );
  assert.match(scope({}).summary, / No plan of action yet\.$/);
  const late = scope({ total: 12, open: 5, overdue: 2, toVerify: 1 });
  assert.match(
    late.summary,
    / Plan of action: 5 of 12 items left, 2 of them overdue; 1 waits for somebody to verify\.$/,
  );
  assert.deepEqual(late.next, {
    label: 'See to 2 overdue items of the plan',
    href: '/plan',
    permission: 'plan.work',
  });
  assert.equal(scope({ total: 12, open: 5 }).next?.label, 'Work on 5 items of the plan');
  const asked = scope({ total: 12, open: 5 }, { readiness: nothing.readiness });
  assert.equal(asked.next?.href, '/readiness', 'what nobody has answered may hide further gaps');
  assert.equal(scope({ total: 12 }).next, null);
});

test('a control of no criterion that applies, or outside the period, covers nothing', () => {
  const controls = [
    { ...adopted, criteria: ['A1.1'] },
    { ...adopted, effectiveFrom: '2026-07-01' },
    { ...adopted, effectiveFrom: '2025-01-01', retiredOn: '2026-01-01' },
  ];
  assert.equal(stepOf({ ...nothing, engagement, controls }, 'scope').done, 0);
});

test('operations leads from controls to populations to tests to results', () => {
  const way = (change: Partial<StepFacts>) => stepOf({ ...nothing, engagement, ...change }, 'operations').next?.href;
  const controls = [adopted];
  assert.equal(way({}), '/controls');
  assert.equal(way({ controls }), '/populations');
  const populations = { frozen: 1, interim: 1 };
  assert.equal(way({ controls, populations }), '/tests');
  assert.equal(way({ controls, populations, tests: [{ control: 'CHG-02', run: false }] }), '/tests');
  const tests = [{ control: 'CHG-02', run: true }];
  assert.equal(way({ controls, populations, tests }), '/results');
  assert.equal(way({ controls, populations, tests, today: '2026-06-30' }), '/results');
  assert.equal(way({ controls, populations, tests, today: '2026-07-01' }), '/populations');
});

test('a published test that never ran, and a test of a control not adopted, test no control', () => {
  const tests = [
    { control: 'CHG-02', run: false },
    { control: 'IAM-04', run: true },
  ];
  const found = stepOf({ ...nothing, engagement, controls: [adopted], tests }, 'operations');
  assert.deepEqual([found.done, found.total], [0, 1]);
});

test('a dry run is done only when every criterion was concluded and nothing changed since', () => {
  const dryRun = {
    byState: states({ achieved: 30, 'not-achieved': 3 }),
    criteria: 33,
    notRelevant: 0,
    outdated: false,
  };
  assert.equal(stepOf({ ...nothing, engagement, dryRun }, 'dry-run').state, 'done');
  assert.equal(stepOf({ ...nothing, engagement, dryRun: { ...dryRun, outdated: true } }, 'dry-run').state, 'under-way');
  for (const open of ['no-control', 'not-tested', 'partly-tested', 'cannot-say', 'no-occurrence'] as const) {
    const found = stepOf(
      { ...nothing, engagement, dryRun: { ...dryRun, byState: states({ achieved: 32, [open]: 1 }) } },
      'dry-run',
    );
    assert.deepEqual([found.state, found.done, found.total], ['under-way', 32, 33], open);
  }
});

test('the examination leads through dry run, report and bundle, and is never called done', () => {
  const dryRun = { byState: states({ achieved: 33 }), criteria: 33, notRelevant: 0, outdated: false };
  const at = (change: Partial<StepFacts>) => stepOf({ ...nothing, engagement, ...change }, 'examination');
  assert.equal(at({}).next?.href, '/dry-run');
  assert.deepEqual([at({ dryRun }).next?.href, at({ dryRun }).state], ['/report', 'not-begun']);
  const all = at({ dryRun, reports: 2, bundles: 1 });
  assert.deepEqual([all.done, all.total, all.state], [2, 2, 'under-way']);
  const asked = at({ dryRun, requests: { total: 12, submitted: 3, overdue: 2 } });
  assert.deepEqual([asked.next?.href, asked.state, asked.done], ['/requests', 'under-way', 0]);
  assert.match(asked.summary, / 3 of 12 requests submitted, and 2 of the others are overdue\. /);
  assert.match(at({ today: '2026-06-30' }).summary, /end on 2026-06-30/);
  assert.doesNotMatch(at({ today: '2026-07-01' }).summary, /end on/);
});

test('due dates follow from the terms', () => {
  const due = Object.fromEntries(stepProgress({ ...nothing, engagement }).map((s) => [s.id, s.due]));
  assert.deepEqual(due, {
    understand: null,
    scope: '2026-01-01',
    documents: '2026-01-01',
    operations: '2026-06-30',
    'dry-run': '2026-06-30',
    examination: null,
    monitor: null,
    renew: '2026-07-01',
  });
  const type1 = { terms: { type: 'type1' as const, asOf: '2026-06-30' }, categories: ['security' as const] };
  assert.equal(stepOf({ ...nothing, engagement: type1 }, 'renew').due, null);
});

test('no step counts more than its total, and no text promises an outcome', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.nat(40),
      fc.nat(40),
      fc.nat(3),
      fc.nat(3),
      (begun, controls, tests, reports, bundles) => {
        const facts: StepFacts = {
          ...nothing,
          engagement: begun ? engagement : null,
          controls: Array.from({ length: controls }, (_, i) => ({
            ...adopted,
            code: `CHG-${i}`,
            criteria: [common[i % 33] ?? ''],
          })),
          tests: Array.from({ length: tests }, (_, i) => ({ control: `CHG-${i}`, run: i % 2 === 0 })),
          reports,
          bundles,
        };
        for (const found of stepProgress(facts)) {
          assert.ok(found.total === null || found.done <= found.total);
          assert.doesNotMatch(`${found.summary} ${found.next?.label ?? ''}`, /certif|compliant|passed|undefined|NaN/i);
        }
      },
    ),
  );
});
