import { z } from 'zod';
import { categoryTitles, type Category } from '../categories/index.ts';
import { applicableCriteria, criteria } from '../criteria/index.ts';
import { id, instant } from '../operations/shapes.ts';
import { joined } from '../reasons/index.ts';
import { sourced } from '../sources/index.ts';
import type { Warning } from './engagements.ts';

const n = z.number().int();

/** What was decided of a criterion in an engagement; a later decision takes the place of an earlier one. */
export const criterionDecision = z.object({
  criterion: z.string(),
  version: n.min(1),
  relevant: z.boolean(),
  reason: z.string(),
  at: instant,
  by: z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') }),
  entryIndex: n,
});
export type CriterionDecision = z.infer<typeof criterionDecision>;

/** Why nothing can be decided of a criterion in an engagement, as a sentence; null where it can. */
export function notDecidable(criterion: string, categories: readonly Category[]): string | null {
  const known = criteria.find((each) => each.id === criterion);
  if (known === undefined) return `There is no criterion ${criterion}.`;
  if (applicableCriteria(categories).some((each) => each.id === criterion)) return null;
  return `${criterion} belongs to ${categoryTitles[known.category]}, which the engagement does not cover.`;
}

/**
 * What readers and auditors would question about taking a criterion for not relevant (DC section 200, DC 8). `supporting`: adopted controls that support it; `notRelevant`: all criteria that are so, this one too.
 */
export function relevanceWarnings(
  criterion: string,
  categories: readonly Category[],
  { supporting, notRelevant }: { supporting: readonly string[]; notRelevant: readonly string[] },
): Warning[] {
  const known = criteria.find((each) => each.id === criterion);
  if (known === undefined) return [];
  const found: Warning[] = [];
  if (known.common) {
    found.push({
      code: 'common-criterion',
      message: `${criterion} is one of the 33 common criteria, which are hardly ever without relevance. What a vendor does for you, and what did not happen in the period, is relevant all the same.`,
      source: sourced('description'),
    });
  }
  const own = applicableCriteria(categories).filter((each) => each.category === known.category && !each.common);
  if (!known.common && own.every((each) => notRelevant.includes(each.id))) {
    found.push({
      code: 'whole-category',
      message: `No criterion of ${categoryTitles[known.category]} is left. A category that covers nothing is better left out of the engagement.`,
      source: sourced('criteria'),
    });
  }
  if (supporting.length > 0) {
    found.push({
      code: 'has-controls',
      message: `${joined(supporting)} ${supporting.length === 1 ? 'supports' : 'support'} it. A criterion that you have controls for looks relevant.`,
      source: sourced('auditors'),
    });
  }
  return found;
}
