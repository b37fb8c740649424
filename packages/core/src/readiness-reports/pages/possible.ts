import type { ReadinessFacts } from '../facts.ts';

/**
 * When the report can be there by the roadmap; null where that cannot be told. A roadmap knows the plan alone: as long as a
 * critical or high gap has no item, or a question without a known answer may hide one, its date is too good.
 */
export function possibleReport({ roadmap, gaps, plan, answers }: ReadinessFacts): string | null {
  const without = new Set(plan.without);
  const severe = gaps.some(({ id, severity }) => without.has(id) && (severity === 'critical' || severity === 'high'));
  if (severe || answers.unanswered + answers.unknown > 0) return null;
  return roadmap.earliest?.report ?? null;
}
