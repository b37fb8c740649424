import { typeset } from '../typst/typeset.ts';

/** A plan of action with its roadmap as PDF/UA-1; ends as {@link typeset} does. */
export function renderPlan(facts: Record<string, unknown>): Promise<{ pdf: Uint8Array; pages: number }> {
  return typeset({ template: 'plan/plan.typ', facts });
}
