import { z } from 'zod';
import type { Category } from '../categories/index.ts';
import { controlCatalogue, type CatalogueControl } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { joined } from '../reasons/index.ts';
import { scopeSources, type ScopeFact, type ScopeFactId } from './scope-facts.ts';

export const suggestionStates = ['adopted', 'suggested', 'optional', 'left-out'] as const;

export const suggestion = z.object({
  control: z.string(),
  title: z.string(),
  family: z.string(),
  ownerRole: z.string(),
  criteria: z.array(z.string()).describe('Relevant criteria of the engagement that it supports'),
  state: z.enum(suggestionStates),
  reasons: z.array(
    z.object({
      code: z.enum(['supports', 'only-one', 'fact', 'no-such-thing', 'not-known', 'contradicts', 'extended']),
      sentence: z.string(),
    }),
  ),
});
export type Suggestion = z.infer<typeof suggestion>;

/** What suggestions follow from. */
export interface SuggestionFacts {
  categories: readonly Category[];
  scope: readonly ScopeFact[];
  /** Criteria that were taken for not relevant. */
  notRelevant: readonly string[];
  /** Codes in force on a day of the engagement. */
  adopted: ReadonlySet<string>;
}

/**
 * The controls of the catalogue that would fit an engagement, each with why: the core ones that support a relevant criterion,
 * without those that have nothing to work on by what the scope or the answers tell. An extended one is suggested only where a fact
 * asks for it. What is not known, or told in two ways, never takes a control away, and no criterion loses its last control that way.
 */
export function suggestControls({ categories, scope, notRelevant, adopted }: SuggestionFacts): Suggestion[] {
  const relevant = applicableCriteria(categories)
    .map(({ id }) => id)
    .filter((id) => !notRelevant.includes(id));
  const candidates = controlCatalogue
    .map((control) => ({
      control,
      criteria: control.criteria.filter((id) => relevant.includes(id)),
      fact: factOf(control, scope),
    }))
    .filter(({ criteria }) => criteria.length > 0);
  const kept = candidates.filter(({ control, fact }) => adopted.has(control.id) || isKept(control, fact));
  const needed = new Set(relevant.filter((id) => !kept.some(({ criteria }) => criteria.includes(id))));
  return candidates.map(({ control, criteria, fact }) => {
    const alone = control.tier === 'core' ? criteria.filter((id) => needed.has(id)) : [];
    const state = adopted.has(control.id)
      ? 'adopted'
      : isKept(control, fact) || alone.length > 0
        ? 'suggested'
        : fact?.value === false
          ? 'left-out'
          : 'optional';
    const reasons = [
      { code: 'supports' as const, sentence: `It supports ${joined(criteria)}.` },
      ...(alone.length > 0
        ? [{ code: 'only-one' as const, sentence: `Without it ${joined(alone)} would have no control.` }]
        : []),
      ...factReasons(fact),
      ...(control.tier === 'extended' && fact?.value !== true
        ? [{ code: 'extended' as const, sentence: 'Many engagements do without it.' }]
        : []),
    ];
    const { id, title, family, ownerRole } = control;
    return { control: id, title, family, ownerRole, criteria, state, reasons };
  });
}

function isKept({ tier }: CatalogueControl, fact: ScopeFact | undefined): boolean {
  return tier === 'core' ? fact?.value !== false : fact?.value === true;
}

/** The fact that a control rests on, if it rests on one. */
function factOf({ id }: CatalogueControl, scope: readonly ScopeFact[]): ScopeFact | undefined {
  const entries = Object.entries(scopeSources) as [ScopeFactId, (typeof scopeSources)[ScopeFactId]][];
  const source = entries.find(([, { controls }]) => controls.includes(id));
  return source === undefined ? undefined : scope.find((fact) => fact.id === source[0]);
}

function factReasons(fact: ScopeFact | undefined): Suggestion['reasons'] {
  if (fact === undefined) return [];
  const thing = `${fact.words.charAt(0).toLowerCase()}${fact.words.slice(1)}`;
  if (fact.contradicts) {
    return [{ code: 'contradicts', sentence: `Whether you have ${thing} is told in two ways. ${fact.told}` }];
  }
  if (fact.value === null) {
    return [{ code: 'not-known', sentence: `Whether you have ${thing} is not known; ${fact.question} asks.` }];
  }
  const told = fact.from === 'scope' ? ` ${fact.told}` : '';
  const where = fact.from === 'answer' ? ` (${fact.question})` : '';
  return fact.value
    ? [{ code: 'fact', sentence: `You have ${thing}${where}.${told}` }]
    : [{ code: 'no-such-thing', sentence: `You have no ${thing}${where}.${told}` }];
}
