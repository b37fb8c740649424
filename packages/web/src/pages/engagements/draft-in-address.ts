import { categories, type Category } from '@tickmark/core/categories';
import { oneOf, text } from '../../search.ts';
import type { TermsDraft } from './terms-draft.ts';

/** A draft of terms that came by a link; `why` holds the answers it follows from, as the chooser keeps them in its own. */
export const draftReaders = {
  type: oneOf('type1', 'type2'),
  asOf: text,
  from: text,
  to: text,
  categories: text,
  why: text,
};

type DraftInAddress = { [Name in keyof typeof draftReaders]?: string | undefined };

/** What the form begins with; what the address does not say, or says wrongly, is as in an empty one. */
export function draftFrom(address: DraftInAddress): TermsDraft {
  const named = (address.categories ?? '').split(',');
  const known: Category[] = categories.filter((category) => named.includes(category));
  return {
    service: '',
    categories: known.length === 0 ? ['security'] : known,
    type: address.type === 'type1' ? 'type1' : 'type2',
    asOf: address.asOf ?? '',
    from: address.from ?? '',
    to: address.to ?? '',
  };
}
