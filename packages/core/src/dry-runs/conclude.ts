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
import type { DryRunFacts } from './in-force.ts';
import { whatWasNotChecked, whatWouldChange } from './what-else.ts';

/** Said wherever a dry run is shown. */
export const rehearsalStatement =
  'This is a rehearsal made by the organization itself. It is no examination and no auditor’s conclusion; a service auditor decides independently and may conclude harsher.';

/**
 * What an auditor would conclude today, as far as tests reach: per control its tests and samples combined, per
 * criterion the lowest of its controls, per opinion part a forecast (docs/spec/conclusions.md).
 * A function of its facts; their order is irrelevant.
 */
export function concludeDryRun(facts: DryRunFacts): DryRunDocument {
  const { terms, categories } = facts.engagement;
  const period: Days = engagementPeriod(terms);
  const applicable = applicableCriteria(categories).map((c) => c.id);
  const controls = controlsInForce(facts, period);
  const criteria = applicable.map((id) => concludeCriterion(id, controls, facts, period));
  const view = { facts, period, controls, criteria };
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
