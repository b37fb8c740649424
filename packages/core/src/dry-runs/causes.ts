import type { ControlReason, Reason } from '../reasons/index.ts';
import { byText } from '../reasons/index.ts';
import type { TestResult } from '../results/index.ts';
import type { ExplainedFact } from './in-force.ts';
import { deviationCount } from './sentence.ts';

/** What recorded causes say of a control. A fix is told and weighs nothing. */
export interface CausesFound {
  /** Markers of a systematic failure: any one is enough. */
  systematic: ControlReason[];
  /** Told, and without effect on any state. */
  told: ControlReason[];
  designAtFault: boolean;
}

interface Deviating {
  test: string;
  key: string;
  day: string | null;
}

/**
 * The markers that only people can see: a cause in the design, a deliberate bypass, and a cause that
 * recurs, which is one cause behind deviations on two days at least. Only deviations of the results
 * given count, each once, under the newest explanation that names it.
 */
export function weighCauses(
  results: readonly { code: string; document: TestResult }[],
  explanations: readonly ExplainedFact[],
): CausesFound {
  const deviating = listed(results);
  const total = results.reduce((sum, r) => sum + deviationCount(r.document), 0);
  const newest = new Map<string, ExplainedFact>();
  for (const explanation of [...explanations].sort((a, b) => a.entryIndex - b.entryIndex)) {
    for (const item of explanation.items) newest.set(keyOf(explanation.test, item), explanation);
  }
  const causes = new Map<string, { explanation: ExplainedFact; found: Deviating[] }>();
  const fixes = new Map<string, { fixedOn: string; remediation: string; test: string; found: number }>();
  let explained = 0;
  for (const one of deviating) {
    const explanation = newest.get(keyOf(one.test, one.key));
    if (!explanation) continue;
    if (explanation.causeKind !== 'unknown') explained += 1;
    const cause = sameCause(explanation);
    causes.set(cause, { explanation, found: [...(causes.get(cause)?.found ?? []), one] });
    if (explanation.remediation) {
      const { fixedOn, text } = explanation.remediation;
      const fix = `${one.test} ${fixedOn} ${text}`;
      fixes.set(fix, { fixedOn, remediation: text, test: one.test, found: (fixes.get(fix)?.found ?? 0) + 1 });
    }
  }
  const systematic: ControlReason[] = [];
  let designAtFault = false;
  for (const [, { explanation, found }] of [...causes].sort(([a], [b]) => byText(a, b))) {
    const { cause, causeKind } = explanation;
    const say = (reason: Reason) => systematic.push({ test: only(found.map((d) => d.test)), reason });
    const deviations = found.length;
    if (explanation.designAtFault || causeKind === 'design') {
      designAtFault = true;
      say({ code: 'cause-in-design', cause, deviations });
    }
    if (causeKind === 'deliberate') say({ code: 'cause-deliberate', cause, deviations });
    const days = daysOf(found);
    if (causeKind !== 'unknown' && days > 1) say({ code: 'cause-recurs', cause, deviations, days });
  }
  const told: ControlReason[] = [];
  if (total > explained)
    told.push({ test: null, reason: { code: 'cause-not-recorded', deviations: total - explained, of: total } });
  for (const [, { test, fixedOn, remediation, found }] of [...fixes].sort(([a], [b]) => byText(a, b))) {
    told.push({ test, reason: { code: 'fixed-later', deviations: found, fixedOn, remediation } });
  }
  return { systematic, told, designAtFault };
}

function keyOf(test: string, item: string): string {
  return JSON.stringify([test, item]);
}

/** Two people who write the same cause mean the same cause. */
function sameCause({ causeKind, cause, designAtFault }: ExplainedFact): string {
  return JSON.stringify([causeKind, designAtFault, cause.trim().toLowerCase().replaceAll(/\s+/g, ' ')]);
}

/** Days on which a cause struck; a deviation without a day of its own counts as one more. */
function daysOf(found: readonly Deviating[]): number {
  return new Set(found.map(({ test, key, day }) => day ?? keyOf(test, key))).size;
}

function only(tests: readonly string[]): string | null {
  const [first, ...others] = new Set(tests);
  return first !== undefined && others.length === 0 ? first : null;
}

/** The deviations a document lists. A slice that was missed has the day it begins on. */
function listed(results: readonly { code: string; document: TestResult }[]): Deviating[] {
  return results.flatMap(({ code, document }) =>
    document.deviations
      .filter((d) => d.state === 'deviation')
      .map((d) => ({ test: code, key: d.item, day: dayOf(d.item, d.at) })),
  );
}

function dayOf(item: string, at: string | null): string | null {
  const slice = /^(\d{4}-\d\d-\d\d)\/\d{4}-\d\d-\d\d$/.exec(item)?.[1];
  return slice ?? at?.slice(0, 10) ?? null;
}
