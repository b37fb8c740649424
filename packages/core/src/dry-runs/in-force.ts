import type { Category } from '../categories/index.ts';
import type { Control } from '../controls/index.ts';
import type { EngagementTerms } from '../engagements/index.ts';
import type { TestResult } from '../results/index.ts';
import type { ControlConclusion, CriterionConclusion } from './dry-runs.ts';
import { byText, dayAfter } from './wording.ts';

/** One test's newest result. */
export interface TestedFact {
  id: string;
  /** Definition id: CHG-02.review. */
  code: string;
  /** Control code: CHG-02. */
  control: string;
  /** Of the canonical result document. */
  sha256: string;
  document: TestResult;
}

export interface DryRunFacts {
  engagement: { terms: EngagementTerms; categories: readonly Category[]; timeZone: string };
  /** Every adopted version, retired ones too: each speaks for its own dates. */
  controls: readonly Pick<Control, 'code' | 'title' | 'criteria' | 'frequency' | 'effectiveFrom' | 'retiredOn'>[];
  results: readonly TestedFact[];
}

export type ControlFact = DryRunFacts['controls'][number];
export interface Window {
  from: string;
  to: string;
}

/** One control code with the days of the period on which it was in force. */
export interface ControlInForce {
  conclusion: ControlConclusion;
  criteria: Map<string, Window[]>;
  interim: boolean;
  deviations: number;
}

/** What the forecast weighs. */
export interface Concluded {
  facts: DryRunFacts;
  period: Window;
  controls: readonly ControlInForce[];
  criteria: readonly CriterionConclusion[];
}

/** The days of the period on which a version was in force; `retiredOn` is the first day without it. */
export function windowOf(control: Pick<ControlFact, 'effectiveFrom' | 'retiredOn'>, period: Window): Window | null {
  const from = control.effectiveFrom > period.from ? control.effectiveFrom : period.from;
  const last = control.retiredOn === null ? period.to : dayAfter(control.retiredOn, -1);
  const to = last < period.to ? last : period.to;
  return from <= to ? { from, to } : null;
}

/** Days of the period on which no control of the criterion was in force. */
export function uncovered(id: string, needed: readonly ControlInForce[], period: Window): Window[] {
  const windows = needed.flatMap((c) => c.criteria.get(id) ?? []).sort((a, b) => byText(a.from, b.from));
  const open: Window[] = [];
  let next = period.from;
  for (const window of windows) {
    if (window.from > next) open.push({ from: next, to: dayAfter(window.from, -1) });
    const after = dayAfter(window.to);
    if (after > next) next = after;
  }
  if (next <= period.to) open.push({ from: next, to: period.to });
  return open;
}
