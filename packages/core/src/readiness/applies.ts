import { categoryTitles, type Category } from '../categories/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { joined } from '../reasons/index.ts';
import type { Question } from './questions.ts';

/** Why a question is not asked in an engagement, as a sentence; null where it is. */
export function notAsked(question: Question, categories: readonly Category[]): string | null {
  const asked = question.askWhenCategories.some((each) => each === 'any' || categories.includes(each));
  if (asked) return null;
  const needed = question.askWhenCategories.flatMap((each) => (each === 'any' ? [] : [categoryTitles[each]]));
  return `It asks about ${joined(needed)}, which the engagement does not cover.`;
}

/**
 * Whether a question speaks of a criterion that is weighed. One that speaks only of criteria which were taken for not relevant
 * is asked all the same, and its gap stands apart; one that speaks of no criterion of the engagement is about the whole of it.
 */
export function speaksOfRelevant(
  { criteria }: Pick<Question, 'criteria'>,
  categories: readonly Category[],
  notRelevant: readonly string[],
): boolean {
  const applicable = applicableCriteria(categories).map(({ id }) => id);
  const own = criteria.filter((id) => applicable.includes(id));
  return own.length === 0 || own.some((id) => !notRelevant.includes(id));
}

/** The questions that are asked in an engagement of these categories, in the order of the catalogue. */
export function askedQuestions(categories: readonly Category[], catalogue: readonly Question[]): Question[] {
  return catalogue.filter((question) => notAsked(question, categories) === null);
}
