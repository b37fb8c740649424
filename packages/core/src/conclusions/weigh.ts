import {
  criterionAtBest,
  criterionRank,
  leftOutOf,
  lowest,
  operationPart,
  structuralStates,
  type ControlState,
  type CriterionConclusion,
  type CriterionStateKind,
  type DryRunDocument,
  type ForecastKind,
} from '../dry-runs/index.ts';
import { reasonSentence, type ControlReason, type Reason } from '../reasons/index.ts';
import { choices, isSofter } from './allowed.ts';
import type { Decision, Standing } from './decisions.ts';
import { rankOf } from './rank-of.ts';

type Weighed = Omit<Standing, 'overtaken' | 'concluded' | 'decisions' | 'choices' | 'because'> & {
  because: readonly ControlReason[];
};

/**
 * Every control, criterion and part of a dry run with its proposal and its decisions. Decisions on
 * controls carry over to the criteria that need them, and those to the opinion on operation: what
 * nobody decided follows from what somebody did. Where that became harsher after a decision, the
 * decision is overtaken: it stays visible and stands no more until somebody decides again.
 */
export function weighDecisions(document: DryRunDocument, decisions: readonly Decision[]): Standing[] {
  const settle = (weighed: Weighed): Standing => {
    const own = decisions
      .filter((d) => d.on === weighed.on && d.subject === weighed.subject)
      .sort((a, b) => b.entryIndex - a.entryIndex);
    const newest = own[0];
    const overtaken =
      newest !== undefined &&
      rankOf(weighed.on, weighed.follows) < rankOf(weighed.on, newest.against) &&
      rankOf(weighed.on, weighed.follows) < rankOf(weighed.on, newest.conclusion);
    const concluded = newest === undefined || overtaken ? weighed.follows : newest.conclusion;
    return {
      ...weighed,
      because: weighed.because.map((r) => ({ ...r, sentence: reasonSentence(r.reason) })),
      choices: choices(weighed).map((conclusion) => ({ conclusion, softer: isSofter(weighed, conclusion) })),
      decisions: own,
      overtaken,
      concluded,
    };
  };
  const controls = document.controls.map((c) =>
    settle({
      on: 'control',
      subject: c.code,
      title: c.title,
      proposal: c.state,
      follows: c.state,
      floor: c.floor ?? c.state,
      because: c.because ?? c.reasons.map(untold),
    }),
  );
  const states = new Map(controls.map((c) => [c.subject, c.concluded as ControlState]));
  const criteria = document.criteria.map((c) =>
    settle({
      on: 'criterion',
      subject: c.id,
      title: c.id,
      proposal: c.state,
      follows: criterionFollows(c, states),
      floor: c.floor ?? c.state,
      because: c.because?.map(ofNoTest) ?? c.reasons.map(untold),
    }),
  );
  const concluded = criteria.map((c) => ({ id: c.subject, state: c.concluded as CriterionStateKind }));
  const parts = document.parts.map((p) =>
    settle({
      on: 'part',
      subject: p.part,
      title: p.part,
      proposal: p.forecast,
      follows: p.part === 'operation' && p.because ? operationFollows(p.forecast, document, concluded) : p.forecast,
      floor: p.floor ?? p.forecast,
      because: p.because?.map(ofNoTest) ?? p.reasons.map(untold),
    }),
  );
  return [...parts, ...criteria, ...controls];
}

function ofNoTest(reason: Reason): ControlReason {
  return { test: null, reason };
}

/** A reason of a document that was made before reasons were data. */
function untold(text: string): ControlReason {
  return { test: null, reason: { code: 'proposed', text } };
}

/** The lowest of what its controls are concluded as, and of what holds whatever they are. */
function criterionFollows(
  { state, because, controls }: CriterionConclusion,
  states: ReadonlyMap<string, ControlState>,
): CriterionStateKind {
  if (because === undefined) return state;
  const own = controls.map((code) => states.get(code) ?? 'not-tested');
  const allUntested = own.length > 0 && own.every((s) => s === 'not-tested');
  return lowest(
    [...own.map((s) => criterionAtBest(s, allUntested)), ...structuralStates(because, allUntested)],
    criterionRank,
    'achieved',
  );
}

function operationFollows(
  proposal: ForecastKind,
  document: DryRunDocument,
  concluded: readonly { id: string; state: CriterionStateKind }[],
): ForecastKind {
  const unchanged = document.criteria.every((c, i) => concluded[i]?.state === c.state);
  return unchanged ? proposal : operationPart(concluded, leftOutOf(document)).forecast;
}
