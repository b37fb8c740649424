import { categories, type Category } from '../categories/index.ts';
import { controlCatalogue } from '../controls/index.ts';
import { criteria } from '../criteria/index.ts';

/** What choosing a category adds, counted from criteria and catalogue. Security stands for the common criteria. */
export function countCategories(): { category: Category; criteria: number; controls: number; onlyHere: number }[] {
  return categories.map((category) => {
    const own = new Set(criteria.filter((c) => c.category === category).map(({ id }) => id));
    const supporting = controlCatalogue.filter((control) => control.criteria.some((id) => own.has(id)));
    return {
      category,
      criteria: own.size,
      controls: supporting.length,
      onlyHere: supporting.filter((control) => control.criteria.every((id) => own.has(id))).length,
    };
  });
}
