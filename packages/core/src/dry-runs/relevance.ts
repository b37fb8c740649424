import type { Category } from '../categories/index.ts';
import { byCategory, type Criterion } from '../criteria/index.ts';
import { byText, reasonSentence, type Reason } from '../reasons/index.ts';
import type { CategoryConclusion, CriterionConclusion, DryRunDocument, NotRelevantCriterion } from './dry-runs.ts';
import type { ControlInForce, DryRunFacts, LeftOut } from './in-force.ts';
import { criterionRank, lowest } from './ranks.ts';

/** The criteria that apply and were taken for not relevant, in the order of the catalogue (DC section 200, DC 8). */
export function notRelevantCriteria(
  applicable: readonly Criterion[],
  { relevance }: Pick<DryRunFacts, 'relevance'>,
  controls: readonly ControlInForce[],
): NotRelevantCriterion[] {
  const said = new Map(relevance.filter(({ relevant }) => !relevant).map((each) => [each.criterion, each]));
  return applicable.flatMap(({ id, common }) => {
    const found = said.get(id);
    if (found === undefined) return [];
    const { reason, by, at } = found;
    const supporting = controls.filter(({ criteria }) => criteria.has(id)).map(({ conclusion }) => conclusion.code);
    return [{ id, reason, by, at, common, controls: supporting.sort(byText) }];
  });
}

/** What each category comes to: the lowest of its relevant criteria, and nothing where none is left. */
export function concludeCategories(
  applicable: readonly Criterion[],
  concluded: readonly CriterionConclusion[],
): CategoryConclusion[] {
  const states = new Map(concluded.map(({ id, state }) => [id, state]));
  return byCategory(applicable).map(([category, own]) => {
    const relevant = own.flatMap(({ id }) => {
      const state = states.get(id);
      return state === undefined ? [] : [{ id, state }];
    });
    const out = own.filter(({ id }) => !states.has(id)).map(({ id }) => id);
    const state =
      relevant.length === 0
        ? null
        : lowest(
            relevant.map((each) => each.state),
            criterionRank,
            'achieved',
          );
    const because: Reason[] = [];
    if (state === null) because.push({ code: 'category-without-criteria', category, criteria: out });
    else {
      const criteria = relevant.filter((each) => each.state === state).map(({ id }) => id);
      because.push({ code: 'category-lowest', criteria, of: relevant.length });
      if (out.length > 0) because.push({ code: 'criteria-not-relevant', criteria: out, of: own.length });
    }
    const counts = { relevant: relevant.length, notRelevant: out.length };
    return { category, ...counts, state, reasons: because.map(reasonSentence), because };
  });
}

/** What relevance took out of a dry run, read from its document; of one made before it was weighed, nothing. */
export function leftOutOf({ notRelevant = [], categories = [] }: DryRunDocument): LeftOut {
  return { notRelevant, emptied: emptiedOf(categories) };
}

export function emptiedOf(categories: readonly Pick<CategoryConclusion, 'category' | 'state'>[]): Category[] {
  return categories.filter(({ state }) => state === null).map(({ category }) => category);
}

/** The reasons of a part of the opinion that speak of what was left out. */
export function leftOutReasons({ notRelevant, emptied }: LeftOut, weighed: number): Reason[] {
  if (notRelevant.length === 0) return [];
  const criteria = notRelevant.map(({ id }) => id);
  return [
    ...(emptied.length === 0 ? [] : [{ code: 'categories-without-criteria' as const, categories: [...emptied] }]),
    { code: 'criteria-not-relevant', criteria, of: weighed + criteria.length },
  ];
}
