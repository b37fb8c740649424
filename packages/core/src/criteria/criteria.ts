import { z } from 'zod';
import catalogue from '../../../../content/criteria/criteria.json' with { type: 'json' };
import { category, type Category } from '../categories/index.ts';

/** One trust services criterion: its number and the idea in our own words, never the AICPA text. */
export const criterion = z.object({
  id: z.string().describe('CC6.1, A1.2, PI1.1, P3.1 …'),
  series: z.string(),
  seriesName: z.string(),
  category,
  common: z.boolean().describe('Applies to every examination, whatever the categories'),
  summary: z.string(),
  topicTags: z.array(z.string()),
  pointsOfFocus: z.number().int().describe('How many points of focus the source names; they are guidance'),
  controls: z.array(z.string()).describe('Controls of the catalogue that support it'),
});
export type Criterion = z.infer<typeof criterion>;

export const criteria: readonly Criterion[] = z
  .array(criterion)
  .parse(catalogue.map((row) => ({ ...row, pointsOfFocus: row.pointsOfFocus.total })));

/**
 * The criteria of an examination: all 33 common criteria, and the series of each further category
 * (TSP section 100). Security being absent changes nothing here.
 */
export function applicableCriteria(chosen: readonly Category[]): readonly Criterion[] {
  return criteria.filter((c) => c.common || chosen.includes(c.category));
}

/** Criteria by their categories, both in the order of the catalogue; the common criteria are those of security. */
export function byCategory(some: readonly Criterion[]): [Category, Criterion[]][] {
  const found = new Map<Category, Criterion[]>();
  for (const each of some) found.set(each.category, [...(found.get(each.category) ?? []), each]);
  return [...found];
}
