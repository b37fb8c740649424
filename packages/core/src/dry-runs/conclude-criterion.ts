import type { Days } from '../controls/index.ts';
import { byText, reasonSentence, type Reason } from '../reasons/index.ts';
import type { ControlState, CriterionConclusion, CriterionStateKind } from './dry-runs.ts';
import { uncovered, type ControlInForce, type DryRunFacts } from './in-force.ts';
import { criterionAtBest, criterionRank, lowest } from './ranks.ts';

interface Found {
  state: CriterionStateKind;
  reason: Reason;
}

/** The lowest state of the controls a criterion needs, never an average. */
export function concludeCriterion(
  id: string,
  controls: readonly ControlInForce[],
  facts: DryRunFacts,
  period: Days,
): CriterionConclusion {
  const needed = controls.filter((c) => c.criteria.has(id));
  const found = needed.length === 0 ? [withoutControl(id, facts, period)] : reasonsOf(id, needed, facts, period);
  const because = [...found].sort((a, b) => criterionRank[a.state] - criterionRank[b.state]).map((f) => f.reason);
  return {
    id,
    state: lowestOf(found.map((f) => f.state)),
    reasons: because.map(reasonSentence),
    because,
    floor: floorOf(needed, found),
    controls: needed.map((c) => c.conclusion.code),
  };
}

function lowestOf(states: readonly CriterionStateKind[]): CriterionStateKind {
  return lowest(states, criterionRank, 'achieved');
}

function reasonsOf(id: string, needed: readonly ControlInForce[], facts: DryRunFacts, period: Days): Found[] {
  const found: Found[] = [];
  const untested = needed.filter((c) => c.conclusion.state === 'not-tested');
  const allUntested = untested.length === needed.length;
  const note = (
    which: (control: ControlInForce) => boolean,
    state: CriterionStateKind,
    reason: (controls: string[]) => Reason,
  ) => {
    const who = needed.filter(which).map((c) => c.conclusion.code);
    if (who.length > 0) found.push({ state, reason: reason(who) });
  };
  const among = (
    state: ControlState,
    reason: (controls: string[]) => Reason,
    also?: (control: ControlInForce) => boolean,
  ) =>
    note(
      (c) => c.conclusion.state === state && (also === undefined || also(c)),
      criterionAtBest(state, allUntested),
      reason,
    );
  among('not-effective', (c) => ({ code: 'controls-not-effective', controls: c }));
  among('cannot-say', (c) => ({ code: 'controls-not-concluded', controls: c }));
  among('not-tested', (c) => ({ code: 'controls-not-tested', controls: c }));
  note(
    (c) => c.interim,
    'partly-tested',
    (c) => ({ code: 'controls-interim', controls: c }),
  );
  const open = uncovered(id, needed, period);
  if (open.length > 0) found.push({ state: 'partly-tested', reason: { code: 'days-without-control', spans: open } });
  among('effective-with-isolated-deviations', (c) => ({ code: 'controls-deviating', controls: c }));
  among(
    'no-occurrence',
    (c) => ({ code: 'controls-not-due', controls: c }),
    (c) => c.notDue,
  );
  among(
    'no-occurrence',
    (c) => ({ code: 'controls-without-occurrence', controls: c }),
    (c) => !c.notDue,
  );
  among('effective', (c) => ({ code: 'controls-effective', controls: c }));
  if (facts.engagement.terms.type === 'type1' && !allUntested) {
    found.push({ state: 'partly-tested', reason: { code: 'design-untested', asOf: period.to } });
  }
  return found;
}

/** What holds of a criterion whatever a person concludes of its controls. */
const structural: readonly Reason['code'][] = [
  'controls-not-tested',
  'controls-interim',
  'days-without-control',
  'design-untested',
  'no-control',
  'no-control-in-period',
];

/** The states that follow from structure alone, by their reasons. */
export function structuralStates(because: readonly Reason[], allUntested: boolean): CriterionStateKind[] {
  return because.flatMap(({ code }): CriterionStateKind[] => {
    if (!structural.includes(code)) return [];
    if (code === 'no-control' || code === 'no-control-in-period') return ['no-control'];
    return [code === 'controls-not-tested' && allUntested ? 'not-tested' : 'partly-tested'];
  });
}

/**
 * The best a person may conclude: no better than the floor of each control. A control that is not
 * effective by its design may be made up for by another of the same criterion that was tested and held.
 */
function floorOf(needed: readonly ControlInForce[], found: readonly Found[]): CriterionStateKind {
  const allUntested = needed.every((c) => c.conclusion.state === 'not-tested');
  const held = needed.some(
    ({ conclusion: { state } }) => state === 'effective' || state === 'effective-with-isolated-deviations',
  );
  const ofControls = needed.map(({ conclusion: { floor, state } }) => {
    const best = floor ?? state;
    return best === 'not-effective' && held ? 'achieved-with-deviations' : criterionAtBest(best, allUntested);
  });
  return lowestOf([
    ...ofControls,
    ...structuralStates(
      found.map((f) => f.reason),
      allUntested,
    ),
  ]);
}

function withoutControl(id: string, facts: DryRunFacts, period: Days): Found {
  const outside = facts.controls
    .filter((c) => c.criteria.includes(id))
    .map((c) =>
      c.effectiveFrom > period.to
        ? { control: c.code, from: c.effectiveFrom, until: null }
        : { control: c.code, from: null, until: c.retiredOn },
    )
    .sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)));
  const unique = outside.filter((o, i) => JSON.stringify(o) !== JSON.stringify(outside[i - 1]));
  const reason: Reason =
    unique.length > 0
      ? { code: 'no-control-in-period', period: { from: period.from, to: period.to }, outside: unique }
      : { code: 'no-control' };
  return { state: 'no-control', reason };
}
