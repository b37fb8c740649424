import type { CriterionStateKind, ForecastKind, ForecastPart } from './dry-runs.ts';
import { uncovered, type Concluded, type ControlInForce } from './in-force.ts';
import { byText, counted, dayAfter, joined, quantity, spanned } from './wording.ts';

/** Series whose complete failure reaches through the whole system (domain reference D.2). */
const fundamental = ['CC1', 'CC4', 'CC6'];

/**
 * Forecast per part of the opinion. A Type 1 has no part on operation. Unknown is never forecast as
 * unmodified: one criterion that is not achieved, with or without deviations, leaves "cannot say".
 */
export function forecastParts(view: Concluded): ForecastPart[] {
  const parts: ForecastPart[] = [
    {
      part: 'description',
      forecast: 'cannot-say',
      reasons: ['The description of the system has not been written here, so nothing of it was checked.'],
    },
    designPart(view),
  ];
  if (view.facts.engagement.terms.type === 'type2') parts.push(operationPart(view));
  return parts;
}

function designPart(view: Concluded): ForecastPart {
  const holes = idsIn(view, 'no-control');
  const gaps = partlyUncovered(view);
  const notInPlace = view.facts.engagement.terms.type === 'type1' ? idsIn(view, 'not-achieved') : [];
  const reasons: string[] = [];
  if (holes.length > 0) {
    reasons.push(
      `${counted(holes.length)} of ${quantity(view.criteria.length, 'criterion', 'criteria')} without a control: ${joined(holes)}.`,
    );
  }
  for (const gap of gaps) reasons.push(`${gap.id}: no adopted control was in force ${gap.span}.`);
  if (notInPlace.length > 0) {
    reasons.push(`Tests as of ${view.period.to} found controls not in place as written, for ${joined(notInPlace)}.`);
  }
  reasons.push(
    'Design was not tested: nobody has recorded whether each control, working as written, would meet its criteria.',
  );
  const broken = [...holes, ...gaps.map((g) => g.id), ...notInPlace];
  return { part: 'design', forecast: broken.length > 0 ? riskOf(broken, view) : 'cannot-say', reasons };
}

function operationPart(view: Concluded): ForecastPart {
  const failed = idsIn(view, 'not-achieved');
  const holes = idsIn(view, 'no-control');
  const open = (['cannot-say', 'not-tested', 'partly-tested', 'no-occurrence'] as const).filter(
    (s) => idsIn(view, s).length > 0,
  );
  const withDeviations = idsIn(view, 'achieved-with-deviations');
  const reasons: string[] = [];
  if (failed.length > 0) reasons.push(`Not achieved: ${joined(failed)}.`);
  if (holes.length > 0) {
    reasons.push(
      `${quantity(holes.length, 'criterion has', 'criteria have')} no control that could have operated: ${joined(holes)}.`,
    );
  }
  for (const state of open) reasons.push(`${openTitles[state]}: ${joined(idsIn(view, state))}.`);
  if (withDeviations.length > 0)
    reasons.push(`Achieved, with deviations that the report shows: ${joined(withDeviations)}.`);
  const achieved = idsIn(view, 'achieved').length;
  reasons.push(
    `Achieved without exception: ${counted(achieved)} of ${quantity(view.criteria.length, 'criterion', 'criteria')}.`,
  );
  return { part: 'operation', forecast: operationForecast(failed, holes, open, withDeviations, view), reasons };
}

const openTitles = {
  'cannot-say': 'Could not be concluded',
  'not-tested': 'Not tested',
  'partly-tested': 'Partly tested',
  'no-occurrence': 'No occurrence, which a report names in a paragraph of its own',
} as const;

function operationForecast(
  failed: readonly string[],
  holes: readonly string[],
  open: readonly string[],
  withDeviations: readonly string[],
  view: Concluded,
): ForecastKind {
  if (failed.length + holes.length > 0) return riskOf([...failed, ...holes], view);
  if (open.length > 0) return 'cannot-say';
  return withDeviations.length > 0 ? 'unmodified-with-deviations' : 'likely-unmodified';
}

/**
 * Pervasive: half of the applicable criteria, or all of a series that reaches through the system. A
 * series of one criterion (CC8) can't show by itself that more than that criterion is broken.
 */
function riskOf(broken: readonly string[], view: Concluded): ForecastKind {
  const ids = new Set(broken);
  const wholeSeries = fundamental.some((series) => {
    const members = view.criteria.filter((c) => c.id.startsWith(`${series}.`));
    return members.length > 1 && members.every((c) => ids.has(c.id));
  });
  return wholeSeries || ids.size * 2 >= view.criteria.length ? 'at-risk-of-adverse' : 'at-risk-of-qualification';
}

/** Concrete acts and dates, the heaviest first. */
export function whatWouldChange(view: Concluded): string[] {
  const said: string[] = [];
  const holes = idsIn(view, 'no-control');
  if (holes.length > 0)
    said.push(`Adopt a control for ${joined(holes)}: nothing covers ${holes.length === 1 ? 'it' : 'them'}.`);
  for (const gap of partlyUncovered(view)) {
    said.push(
      `For ${gap.id}, name the control that was in force ${gap.span}, or expect the auditor to report that there was none.`,
    );
  }
  for (const control of view.controls.filter((c) => c.deviations > 0)) said.push(deviationsStay(control));
  for (const control of view.controls) {
    for (const result of control.conclusion.results.filter((r) => r.proposal === 'cannot-say')) {
      said.push(`Settle ${result.code}: ${result.sentence}`);
    }
  }
  const untested = inState(view, 'not-tested');
  if (untested.length > 0) said.push(`Run tests on ${joined(untested)}: adopted, and not tested yet.`);
  const interim = view.controls.filter((c) => c.interim).map((c) => c.conclusion.code);
  if (interim.length > 0) {
    said.push(
      `The period ends on ${view.period.to}. From ${dayAfter(view.period.to)} on, freeze the populations of ${joined(interim)} again and run the tests again: so far they speak of a part of the period only.`,
    );
  }
  const idle = inState(view, 'no-occurrence');
  if (idle.length > 0) {
    said.push(
      `Keep the search that shows that nothing called for ${joined(idle)}: the auditor verifies the absence and tests the design.`,
    );
  }
  said.push('Have somebody independent of the owners test whether each control is suitably designed.');
  said.push('Write the description of the system and check it against the description criteria.');
  return said;
}

function deviationsStay({ conclusion, deviations }: ControlInForce): string {
  const one = deviations === 1;
  const begin = `The ${one ? 'deviation' : `${counted(deviations)} deviations`} of ${conclusion.code} ${one ? 'stays' : 'stay'} in the report whatever is fixed now.`;
  return conclusion.state === 'not-effective'
    ? `${begin} What would change the outlook: a compensating control that was in force and tested over the same days.`
    : `${begin} What would keep the outlook: the cause and its extent on record, and the fixed control tested over enough occurrences.`;
}

/** What this dry run says nothing about. */
export function whatWasNotChecked(view: Concluded): string[] {
  const { facts, period } = view;
  const codes = new Set(view.controls.map((c) => c.conclusion.code));
  const orphans = [...new Set(facts.results.filter((r) => !codes.has(r.control)).map((r) => r.code))].sort(byText);
  const untested = inState(view, 'not-tested');
  return [
    'The description of the system, against the description criteria.',
    'The design of the controls: only whether each criterion has one.',
    facts.engagement.terms.type === 'type1'
      ? `Operation over time: a Type 1 gives no opinion on it. The tests speak of what was in place as of ${period.to}.`
      : 'What happened on paper, in conversation or by judgement: the tests read records only.',
    ...(untested.length > 0 ? [`The controls without a test: ${joined(untested)}.`] : []),
    ...(orphans.length > 0
      ? [
          `${joined(orphans)}: run, and the control is not adopted ${spanned(period)}, so ${orphans.length === 1 ? 'it supports' : 'they support'} no criterion.`,
        ]
      : []),
    'Whether a control makes another one needless: every adopted control of a criterion counts as needed.',
    'Subservice organizations, the controls expected of them and of user entities.',
    'Incidents, and events after the period.',
    'Whether the criteria with exceptions put a service commitment at risk; that is judgement.',
  ];
}

function idsIn(view: Concluded, state: CriterionStateKind): string[] {
  return view.criteria.filter((c) => c.state === state).map((c) => c.id);
}

function inState(view: Concluded, state: ControlInForce['conclusion']['state']): string[] {
  return view.controls.filter((c) => c.conclusion.state === state).map((c) => c.conclusion.code);
}

/** Criteria whose controls were in force on some days of the period only. */
function partlyUncovered(view: Concluded): { id: string; span: string }[] {
  return view.criteria.flatMap(({ id, state }) => {
    if (state === 'no-control') return [];
    const open = uncovered(
      id,
      view.controls.filter((c) => c.criteria.has(id)),
      view.period,
    );
    return open.length > 0 ? [{ id, span: joined(open.map(spanned)) }] : [];
  });
}
