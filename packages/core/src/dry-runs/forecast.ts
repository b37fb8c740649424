import type { Days } from '../controls/index.ts';
import { reasonSentence, type Reason } from '../reasons/index.ts';
import type { CriterionStateKind, ForecastKind, ForecastPart } from './dry-runs.ts';
import { uncovered, type Concluded, type LeftOut } from './in-force.ts';
import { leftOutReasons } from './relevance.ts';

/** Series whose complete failure reaches through the whole system (AT-C section 205: pervasive). */
const fundamental = ['CC1', 'CC4', 'CC6'];

/** A criterion and its state: all that the opinion on operation follows from. */
export interface Standing {
  id: string;
  state: CriterionStateKind;
}

/**
 * Forecast per part of the opinion, over the relevant criteria. A Type 1 has no part on operation. Unknown is never forecast
 * as unmodified: one criterion that is not achieved, with or without deviations, leaves "cannot say", and so does a category
 * without a relevant criterion.
 */
export function forecastParts(view: Concluded): ForecastPart[] {
  const parts = [descriptionPart(view), designPart(view)];
  if (view.facts.engagement.terms.type === 'type2') parts.push(operationPart(view.criteria, view.out));
  return parts;
}

function toPart(
  part: ForecastPart['part'],
  forecast: ForecastKind,
  floor: ForecastKind,
  because: Reason[],
): ForecastPart {
  return { part, forecast, reasons: because.map(reasonSentence), because, floor };
}

function descriptionPart(view: Concluded): ForecastPart {
  const because: Reason[] = [{ code: 'description-not-written' }];
  const absent = view.controls.filter((c) => c.conclusion.state === 'not-effective').map((c) => c.conclusion.code);
  if (view.facts.engagement.terms.type === 'type1' && absent.length > 0)
    because.push({ code: 'description-names-absent', controls: absent, asOf: view.period.to });
  const out = view.out.notRelevant.map(({ id }) => id);
  if (out.length > 0) because.push({ code: 'description-discloses', criteria: out });
  return toPart('description', 'cannot-say', 'cannot-say', because);
}

/** Never better than "cannot say", because no design was tested; no reason changes that. */
function designPart(view: Concluded): ForecastPart {
  const holes = idsIn(view.criteria, 'no-control');
  const gaps = partlyUncovered(view);
  const notInPlace = view.facts.engagement.terms.type === 'type1' ? idsIn(view.criteria, 'not-achieved') : [];
  const faulty = view.controls.filter((c) => c.designAtFault);
  const affected = view.criteria.filter(({ id }) => faulty.some((c) => c.criteria.has(id))).map(({ id }) => id);
  const because: Reason[] = [];
  if (holes.length > 0) because.push({ code: 'criteria-without-control', criteria: holes, of: view.criteria.length });
  for (const { id, spans } of gaps) because.push({ code: 'criterion-uncovered', criterion: id, spans });
  if (notInPlace.length > 0)
    because.push({ code: 'controls-not-in-place', criteria: notInPlace, asOf: view.period.to });
  if (affected.length > 0) {
    because.push({ code: 'design-at-fault', controls: faulty.map((c) => c.conclusion.code), criteria: affected });
  }
  because.push({ code: 'design-not-tested' }, ...leftOutReasons(view.out, view.criteria.length));
  const broken = [...holes, ...gaps.map((g) => g.id), ...notInPlace, ...affected];
  const forecast = broken.length > 0 ? riskOf(broken, view.criteria) : 'cannot-say';
  return toPart('design', forecast, 'cannot-say', because);
}

const openStates = ['cannot-say', 'not-tested', 'partly-tested', 'no-occurrence'] as const;

/** The states in which evidence is missing; "no occurrence" is not among them: its absence is evidenced. */
const withoutEvidence: readonly CriterionStateKind[] = ['cannot-say', 'not-tested', 'partly-tested'];

/** The part on operation, from the states of the relevant criteria and from what was left out alone. */
export function operationPart(criteria: readonly Standing[], out: LeftOut): ForecastPart {
  const failed = idsIn(criteria, 'not-achieved');
  const holes = idsIn(criteria, 'no-control');
  const open = openStates.filter((s) => idsIn(criteria, s).length > 0);
  const deviating = idsIn(criteria, 'achieved-with-deviations');
  const missing = criteria.filter((c) => withoutEvidence.includes(c.state)).map((c) => c.id);
  const because: Reason[] = [];
  if (failed.length > 0) because.push({ code: 'criteria-not-achieved', criteria: failed });
  if (holes.length > 0) because.push({ code: 'criteria-never-operated', criteria: holes });
  for (const state of open) because.push({ code: 'criteria-open', state, criteria: idsIn(criteria, state) });
  if (missing.length > 0) {
    because.push({ code: 'evidence-missing', criteria: missing, pervasive: isPervasive(missing, criteria) });
  }
  if (deviating.length > 0) because.push({ code: 'criteria-with-deviations', criteria: deviating });
  because.push({ code: 'criteria-achieved', achieved: idsIn(criteria, 'achieved').length, of: criteria.length });
  because.push(...leftOutReasons(out, criteria.length));
  const unknown = open.length > 0 || out.emptied.length > 0;
  const settled: ForecastKind = unknown
    ? 'cannot-say'
    : deviating.length > 0
      ? 'unmodified-with-deviations'
      : 'likely-unmodified';
  const forecast = failed.length + holes.length > 0 ? riskOf([...failed, ...holes], criteria) : settled;
  return toPart('operation', forecast, operationFloor({ holes, unknown, settled, failed }), because);
}

/**
 * The best a person may conclude of operation. That an unmet criterion is not material is judgement;
 * that a criterion has no control, and that evidence is missing, is not.
 */
function operationFloor({
  holes,
  unknown,
  settled,
  failed,
}: {
  holes: readonly string[];
  unknown: boolean;
  settled: ForecastKind;
  failed: readonly string[];
}): ForecastKind {
  if (holes.length > 0) return 'at-risk-of-qualification';
  if (unknown) return 'cannot-say';
  return failed.length > 0 ? 'unmodified-with-deviations' : settled;
}

function riskOf(broken: readonly string[], criteria: readonly Standing[]): ForecastKind {
  return isPervasive(broken, criteria) ? 'at-risk-of-adverse' : 'at-risk-of-qualification';
}

/**
 * Pervasive: half of the relevant criteria, or all of a series that reaches through the system. A
 * series of one criterion (CC8) can't show by itself that more than that criterion is broken.
 */
function isPervasive(broken: readonly string[], criteria: readonly Standing[]): boolean {
  const ids = new Set(broken);
  const wholeSeries = fundamental.some((series) => {
    const members = criteria.filter((c) => c.id.startsWith(`${series}.`));
    return members.length > 1 && members.every((c) => ids.has(c.id));
  });
  return wholeSeries || ids.size * 2 >= criteria.length;
}

export function idsIn(criteria: readonly Standing[], state: CriterionStateKind): string[] {
  return criteria.filter((c) => c.state === state).map((c) => c.id);
}

/** Criteria whose controls were in force on some days of the period only. */
export function partlyUncovered(view: Concluded): { id: string; spans: Days[] }[] {
  return view.criteria.flatMap(({ id, state }) => {
    if (state === 'no-control') return [];
    const spans = uncovered(id, view.controls, view.period);
    return spans.length > 0 ? [{ id, spans }] : [];
  });
}
