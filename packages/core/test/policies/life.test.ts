import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  askedIn,
  openVersion,
  policyStateOf,
  refusedSubmission,
  reviewOf,
  versionInForce,
  versionStates,
  type PolicyStepFacts,
  type PolicyVersionFacts,
} from '../../src/index.ts';

const step = (kind: PolicyStepFacts['kind'], more: Partial<PolicyStepFacts> = {}): PolicyStepFacts => ({
  kind,
  by: 'ada',
  on: '2026-01-10',
  effectiveFrom: kind === 'published' ? '2026-02-01' : null,
  ...more,
});
const version = (number: number, steps: PolicyStepFacts[], quorum = 1): PolicyVersionFacts => ({
  number,
  quorum,
  steps,
});
const published = (number: number, effectiveFrom: string) =>
  version(number, [step('approved'), step('published', { effectiveFrom })]);

test('PO53 where a document stands follows from what was done to its versions', () => {
  const at = (versions: PolicyVersionFacts[], { own = true, retiredOn = null as string | null } = {}) =>
    policyStateOf({ madeOwn: own, retiredOn, versions }, '2026-03-01');
  assert.equal(at([], { own: false }), 'template');
  assert.equal(at([]), 'draft');
  assert.equal(at([version(1, [])]), 'in-review');
  assert.equal(at([version(1, [step('approved')], 2)]), 'in-review');
  // One person approves once, however often.
  assert.equal(at([version(1, [step('approved'), step('approved')], 2)]), 'in-review');
  assert.equal(at([version(1, [step('approved'), step('approved', { by: 'ben' })], 2)]), 'approved');
  assert.equal(at([version(1, [step('approved'), step('sent-back')])]), 'draft');
  assert.equal(at([version(1, [step('withdrawn')])]), 'draft');
  assert.equal(at([published(1, '2026-02-01')]), 'published');
  assert.equal(at([published(1, '2026-02-01'), version(2, [])]), 'in-review');
  assert.equal(at([published(1, '2026-02-01')], { retiredOn: '2026-03-01' }), 'retired');
  assert.equal(at([published(1, '2026-02-01')], { retiredOn: '2026-03-02' }), 'published');
});

test('PO53 of published versions the last to come into force holds, and never two', () => {
  const versions = [published(1, '2026-02-01'), published(2, '2026-06-01'), published(3, '2026-06-01')];
  const states = (today: string, retiredOn: string | null = null) => [
    ...versionStates(versions, { today, retiredOn }).values(),
  ];
  assert.deepEqual(states('2026-01-31'), ['published', 'published', 'published']);
  assert.deepEqual(states('2026-02-01'), ['in-force', 'published', 'published']);
  assert.deepEqual(states('2026-06-01'), ['superseded', 'superseded', 'in-force']);
  assert.deepEqual(states('2026-06-01', '2026-05-01'), ['superseded', 'superseded', 'retired']);
  const day = fc
    .integer({ min: 0, max: 364 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day, { maxLength: 6 }), day, (days, today) => {
      const some = days.map((from, at) => published(at + 1, from));
      const holds = [...versionStates(some, { today, retiredOn: null })].filter(([, state]) => state === 'in-force');
      assert.equal(holds.length, days.some((from) => from <= today) ? 1 : 0);
      assert.equal(versionInForce(some, today)?.number, holds[0]?.[0]);
    }),
  );
});

test('PO52 only what is in review or approved waits', () => {
  const waiting = version(3, [step('approved')], 2);
  assert.equal(openVersion([version(1, [step('sent-back')]), published(2, '2026-02-01'), waiting]), waiting);
  assert.equal(openVersion([published(1, '2027-01-01')]), undefined);
});

test('PO53 a review is due by the rhythm after the last approval or confirmation, and told thirty days before', () => {
  const versions = (confirmed?: string) => [
    version(1, [
      step('approved', { on: '2026-01-10' }),
      step('published'),
      ...(confirmed === undefined ? [] : [step('confirmed', { on: confirmed })]),
    ]),
  ];
  const at = (today: string, confirmed?: string, cadence: 'annual' | 'quarterly' | 'per_occurrence' = 'annual') =>
    reviewOf({ madeOwn: true, retiredOn: null, versions: versions(confirmed) }, cadence, today);
  assert.equal(at('2026-01-31'), null, 'nothing is in force');
  assert.deepEqual(at('2026-12-10'), { on: '2027-01-10', state: 'not-due' });
  assert.deepEqual(at('2026-12-11'), { on: '2027-01-10', state: 'due' });
  assert.deepEqual(at('2027-01-10'), { on: '2027-01-10', state: 'due' });
  assert.deepEqual(at('2027-01-11'), { on: '2027-01-10', state: 'overdue' });
  assert.deepEqual(at('2027-01-11', '2027-01-02'), { on: '2028-01-02', state: 'not-due' });
  assert.deepEqual(at('2026-03-20', undefined, 'quarterly'), { on: '2026-04-10', state: 'due' });
  assert.equal(at('2026-03-20', undefined, 'per_occurrence'), null, 'a rhythm that is none of the calendar');
  assert.equal(
    reviewOf({ madeOwn: true, retiredOn: '2026-03-01', versions: versions() }, 'annual', '2026-03-20'),
    null,
  );
});

test('PO51 a draft is handed in only where enough people may approve it who did not write it', () => {
  const all = { madeOwn: true, owner: 'ada', approvers: ['ben', 'cleo'], quorum: 1, authors: ['ada'] };
  const refused = (change: Partial<typeof all> | { owner: null }) => refusedSubmission({ ...all, ...change })?.field;
  assert.equal(refused({}), undefined);
  assert.equal(refused({ quorum: 2 }), undefined);
  assert.equal(refused({ madeOwn: false }), 'id');
  assert.equal(refused({ owner: null }), 'owner');
  assert.equal(refused({ authors: ['ben', 'cleo'] }), 'approvers');
  assert.equal(refused({ authors: ['ben'] }), undefined);
  assert.equal(refused({ authors: ['ben'], quorum: 2 }), 'approvers');
  assert.equal(refused({ approvers: [] }), 'approvers');
});

test('PO54 in a campaign nobody counts as having accepted who did not, and nobody is asked for what holds no more', () => {
  const facts = {
    roles: ['employee'],
    people: ['cleo'],
    versions: ['v1', 'v2'],
    dueOn: '2026-03-01',
    closedOn: null as string | null,
  };
  const members = [
    { userId: 'ada', role: 'employee', joinedOn: '2026-01-01' },
    { userId: 'ben', role: 'employee', joinedOn: '2026-02-25' },
    { userId: 'cleo', role: 'owner', joinedOn: '2026-01-01' },
    { userId: 'dan', role: 'reader', joinedOn: '2026-01-01' },
  ];
  const accepted = [
    { person: 'ada', version: 'v1' },
    { person: 'gone', version: 'v2' },
  ];
  const at = (change: Partial<typeof facts>, current: string[], today = '2026-03-02') =>
    askedIn({ ...facts, ...change }, members, accepted, {
      current: new Set(current),
      endedOn: new Map([['v1', '2026-02-20']]),
      today,
    }).map(({ person, version: of, state }) => `${person} ${of} ${state}`);
  assert.deepEqual(at({}, ['v1', 'v2']), [
    'ada v1 accepted',
    'ada v2 overdue',
    'ben v1 waiting',
    'ben v2 waiting',
    'cleo v1 overdue',
    'cleo v2 overdue',
    'gone v1 null',
    'gone v2 accepted',
  ]);
  assert.deepEqual(
    at({}, ['v2']).filter((each) => each.includes('v1')),
    ['ada v1 accepted', 'cleo v1 null', 'gone v1 null'],
  );
  assert.deepEqual(
    at({ closedOn: '2026-02-28' }, ['v1', 'v2']).filter((each) => !each.endsWith('null')),
    ['ada v1 accepted', 'gone v2 accepted'],
  );
  assert.deepEqual(
    at({ roles: [] }, ['v1']).filter((each) => each.startsWith('ada')),
    ['ada v1 accepted', 'ada v2 null'],
  );
});
