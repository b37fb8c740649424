import type { Category } from '../categories/index.ts';
import { windowOf, type Control, type Days } from '../controls/index.ts';
import type { Explanation } from '../deviations/index.ts';
import type { CriterionDecision, EngagementTerms } from '../engagements/index.ts';
import { byText, dayAfter } from '../reasons/index.ts';
import type { TestResult } from '../results/index.ts';
import type { SampledFact } from './judge-sample.ts';
import type { ControlConclusion, CriterionConclusion, NotRelevantCriterion } from './dry-runs.ts';

/** One test's newest result, for each version of its control that it was run on. */
export interface TestedFact {
  id: string;
  /** Definition id: CHG-02.review. */
  code: string;
  /** Control code: CHG-02. */
  control: string;
  /** The version of the control that was tested; null where none was adopted, or none was named. */
  controlId: string | null;
  /** Of the canonical result document. */
  sha256: string;
  document: TestResult;
}

/** What people recorded of deviations; of two that name the same item, the later entry counts. */
export type ExplainedFact = Pick<
  Explanation,
  'test' | 'items' | 'causeKind' | 'cause' | 'designAtFault' | 'remediation' | 'entryIndex'
>;

/** What was said last of a criterion, and by whom, as an id. */
export type RelevanceFact = Pick<CriterionDecision, 'criterion' | 'relevant' | 'reason' | 'at'> & { by: string };

export interface DryRunFacts {
  engagement: { terms: EngagementTerms; categories: readonly Category[]; timeZone: string };
  /** Every adopted version, retired ones too: each speaks for its own dates. */
  controls: readonly Pick<
    Control,
    'id' | 'code' | 'title' | 'criteria' | 'frequency' | 'effectiveFrom' | 'retiredOn' | 'version'
  >[];
  results: readonly TestedFact[];
  explanations: readonly ExplainedFact[];
  samples: readonly SampledFact[];
  /** The newest decision on each criterion that was ever decided on; one that does not apply weighs nothing. */
  relevance: readonly RelevanceFact[];
}

export type ControlFact = DryRunFacts['controls'][number];

/** One control code with the days of the period on which it was in force. */
export interface ControlInForce {
  conclusion: ControlConclusion;
  criteria: Map<string, Days[]>;
  interim: boolean;
  deviations: number;
  /** Found by examining samples; some may be among those of tests. */
  sampleDeviations: number;
  /** The recorded cause of a deviation lies in the design. */
  designAtFault: boolean;
  /** Nothing was due by the time the populations were taken; not the same as no occurrence. */
  notDue: boolean;
}

/** What the forecast weighs. */
export interface Concluded {
  facts: DryRunFacts;
  period: Days;
  controls: readonly ControlInForce[];
  /** Relevant ones; those that are not have no conclusion. */
  criteria: readonly CriterionConclusion[];
  out: LeftOut;
}

/** What relevance takes out of what is weighed. */
export interface LeftOut {
  notRelevant: readonly Pick<NotRelevantCriterion, 'id' | 'common' | 'controls'>[];
  /** Categories of which no criterion is left. */
  emptied: readonly Category[];
}

/** By criterion, the days of the period on which a version of the control supported it. */
export function supported(versions: readonly ControlFact[], period: Days): Map<string, Days[]> {
  const criteria = new Map<string, Days[]>();
  for (const version of versions) {
    const days = windowOf(version, period);
    if (!days) continue;
    for (const id of version.criteria) criteria.set(id, [...(criteria.get(id) ?? []), days]);
  }
  return criteria;
}

/** Days of the period on which no control of the criterion was in force. */
export function uncovered(id: string, controls: readonly ControlInForce[], period: Days): Days[] {
  const windows = controls.flatMap((c) => c.criteria.get(id) ?? []).sort((a, b) => byText(a.from, b.from));
  const open: Days[] = [];
  let next = period.from;
  for (const window of windows) {
    if (window.from > next) open.push({ from: next, to: dayAfter(window.from, -1) });
    const after = dayAfter(window.to);
    if (after > next) next = after;
  }
  if (next <= period.to) open.push({ from: next, to: period.to });
  return open;
}
