import type { Days } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod } from '../engagements/index.ts';
import { concludeCriterion } from './conclude-criterion.ts';
import { controlsInForce } from './conclude-control.ts';
import {
  criterionStateKind,
  type CriterionConclusion,
  type CriterionStateKind,
  type DryRunDocument,
} from './dry-runs.ts';
import { forecastParts } from './forecast.ts';
import { concludeCategories, emptiedOf, notRelevantCriteria } from './relevance.ts';
import type { Concluded, DryRunFacts } from './in-force.ts';
import { whatWasNotChecked, whatWouldChange } from './what-else.ts';

/** Said wherever a dry run is shown. */
export const rehearsalStatement =
  'This is a rehearsal made by the organization itself. It is no examination and no auditor’s conclusion; a service auditor decides independently and may conclude harsher.';

/**
 * What an auditor would conclude today, as far as tests reach: per control its tests and samples combined, per
 * relevant criterion the lowest of its controls, per category the lowest of these, per opinion part a forecast
 * (docs/spec/conclusions.md). What was taken for not relevant is listed and weighs nothing.
 * A function of its facts; their order is irrelevant.
 */
export function concludeDryRun(facts: DryRunFacts): DryRunDocument {
  const { terms, categories } = facts.engagement;
  const period: Days = engagementPeriod(terms);
  const applicable = applicableCriteria(categories);
  const controls = controlsInForce(facts, period);
  const notRelevant = notRelevantCriteria(applicable, facts, controls);
  const out = new Set(notRelevant.map(({ id }) => id));
  const criteria = applicable
    .filter(({ id }) => !out.has(id))
    .map(({ id }) => concludeCriterion(id, controls, facts, period));
  const ofCategories = concludeCategories(applicable, criteria);
  const left = { notRelevant, emptied: emptiedOf(ofCategories) };
  const view: Concluded = { facts, period, controls, criteria, out: left };
  return {
    dryRun: 1,
    type: terms.type,
    period: { from: period.from, to: period.to },
    statement: rehearsalStatement,
    counts: {
      criteria: criteria.length,
      byState: countStates(criteria),
      controls: controls.length,
      controlsTested: controls.filter((c) => c.conclusion.state !== 'not-tested').length,
    },
    parts: forecastParts(view),
    wouldChange: whatWouldChange(view),
    notChecked: whatWasNotChecked(view),
    criteria,
    controls: controls.map((c) => c.conclusion),
    notRelevant,
    categories: ofCategories,
  };
}

function countStates(criteria: readonly CriterionConclusion[]): Record<CriterionStateKind, number> {
  const counts = Object.fromEntries(criterionStateKind.options.map((s) => [s, 0])) as Record<
    CriterionStateKind,
    number
  >;
  for (const { state } of criteria) counts[state] += 1;
  return counts;
}
