import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  currentPhase,
  openConditions,
  phaseIds,
  phasesOf,
  type PhaseFacts,
  type PhaseId,
  type PhaseStep,
} from '../../src/index.ts';

const bare: PhaseFacts = {
  today: '2026-03-02',
  terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
  parties: [],
  scope: { items: 0, holes: 0, vendors: 0, undecided: 0 },
  coverage: { applicable: 33, notRelevant: 0, noControl: 33, inPart: 0, unsupported: 0, supported: 0 },
  controls: { total: 0, unowned: 0, untested: 0 },
  readiness: {
    total: 86,
    unanswered: 86,
    unknown: 0,
    gaps: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    apart: 0,
  },
  tests: { published: 0, run: 0 },
  populations: { frozen: 0, interim: 0 },
  requests: { total: 0, submitted: 0, overdue: 0 },
  dryRun: null,
  reports: 0,
  bundles: 0,
};
const whole: PhaseFacts = {
  ...bare,
  parties: ['management', 'service-auditor'],
  scope: { items: 32, holes: 0, vendors: 3, undecided: 0 },
  coverage: { applicable: 33, notRelevant: 1, noControl: 0, inPart: 0, unsupported: 2, supported: 30 },
  controls: { total: 40, unowned: 0, untested: 0 },
  readiness: { ...bare.readiness, unanswered: 0 },
  tests: { published: 40, run: 40 },
  populations: { frozen: 9, interim: 0 },
  requests: { total: 5, submitted: 5, overdue: 0 },
  dryRun: { outdated: false },
  reports: 1,
  bundles: 1,
};
const open = (facts: PhaseFacts) =>
  phasesOf(facts, []).flatMap((phase) => openConditions(phase).map(({ code }) => code));
const step = (number: number, of: PhaseId, what: PhaseStep['step'] = 'passed'): PhaseStep => ({
  number,
  step: what,
  phase: of,
  open: [],
  reason: null,
  at: '2026-03-02T09:00:00.000Z',
  by: { id: '00000000-0000-4000-8000-000000000001', name: 'Olga' },
  entryIndex: number,
});

test('CO30 with nothing recorded every condition but the terms and the days is open, and nothing is met by being empty', () => {
  const codes = phasesOf(bare, []).flatMap(({ conditions }) => conditions.map(({ code }) => code));
  assert.deepEqual(
    codes.filter((code) => !open(bare).includes(code)),
    ['terms-set', 'days-over'],
  );
  assert.deepEqual(open(whole), []);
});

test('CO30 each fact that is missing opens its own condition', () => {
  const changes: [Partial<PhaseFacts>, string][] = [
    [{ parties: ['service-auditor'] }, 'management-named'],
    [{ scope: { ...whole.scope, holes: 1 } }, 'scope-written'],
    [{ scope: { ...whole.scope, items: 0 } }, 'scope-written'],
    [{ coverage: { ...whole.coverage, noControl: 1 } }, 'criteria-settled'],
    [{ coverage: { ...whole.coverage, inPart: 1 } }, 'every-day-covered'],
    [{ scope: { ...whole.scope, undecided: 1 } }, 'vendors-told-apart'],
    [{ scope: { ...whole.scope, vendors: 0 } }, 'vendors-told-apart'],
    [{ controls: { total: 40, unowned: 1, untested: 0 } }, 'owners-named'],
    [{ controls: { total: 40, unowned: 0, untested: 1 } }, 'tests-published'],
    [{ readiness: { ...whole.readiness, gaps: { ...whole.readiness.gaps, high: 1 } } }, 'severe-gaps-closed'],
    [{ today: '2026-02-28' }, 'days-over'],
    [{ populations: { frozen: 9, interim: 1 } }, 'populations-final'],
    [{ parties: ['management'] }, 'auditor-named'],
    [{ requests: { total: 5, submitted: 4, overdue: 1 } }, 'requests-submitted'],
    [{ tests: { published: 40, run: 39 } }, 'tests-run'],
    [{ dryRun: { outdated: true } }, 'dry-run-current'],
    [{ reports: 0 }, 'report-rendered'],
    [{ bundles: 0 }, 'bundle-made'],
  ];
  for (const [change, code] of changes) {
    const found = open({ ...whole, ...change });
    assert.ok(found.includes(code as (typeof found)[number]), code);
  }
  const doubtful = open({ ...whole, readiness: { ...whole.readiness, unknown: 2 } });
  assert.deepEqual(doubtful, ['answers-known', 'severe-gaps-closed'], 'a gap may hide behind what is not known');
  assert.deepEqual(open({ ...whole, terms: { type: 'type1', asOf: '2026-03-02' } }), [], 'the day itself has come');
  assert.deepEqual(open({ ...whole, terms: { type: 'type1', asOf: '2026-03-03' } }), ['days-over']);
});

test('CO31 gates come in their order, and what is taken up again opens those after it', () => {
  assert.equal(currentPhase([]), 'understand');
  const steps = phaseIds.map((each, at) => step(at + 1, each));
  assert.equal(currentPhase(steps), null);
  const again = [...steps.slice(0, 4), step(5, 'scope', 'reopened')];
  assert.equal(currentPhase(again), 'scope');
  assert.deepEqual(
    phasesOf(whole, again.toReversed()).map(({ state, passed }) => [state, passed?.number ?? null]),
    [
      ['passed', 1],
      ['current', null],
      ['ahead', null],
      ['ahead', null],
      ['ahead', null],
      ['ahead', null],
      ['ahead', null],
    ],
  );
  assert.equal(currentPhase([...again, step(6, 'scope')]), 'readiness');
});
