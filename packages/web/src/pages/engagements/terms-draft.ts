import type { Category, EngagementTerms } from '@tickmark/core';

/** What an engagement is asked about; dates stay text until they are whole. */
export interface TermsDraft {
  service: string;
  categories: Category[];
  type: 'type1' | 'type2';
  asOf: string;
  from: string;
  to: string;
}

export function draftOf(terms: EngagementTerms): Pick<TermsDraft, 'type' | 'asOf' | 'from' | 'to'> {
  return terms.type === 'type1'
    ? { type: 'type1', asOf: terms.asOf, from: '', to: '' }
    : { type: 'type2', asOf: '', from: terms.period.from, to: terms.period.to };
}

export function termsOf({ type, asOf, from, to }: TermsDraft): EngagementTerms {
  return type === 'type1' ? { type, asOf } : { type, period: { from, to } };
}
