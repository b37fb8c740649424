import { lazy, Suspense } from 'react';
import { headingTerms } from '../glossary/headings.ts';

/** The glossary is not among what loads before the first page. */
const Term = lazy(() => import('./term.tsx').then(({ Term }) => ({ default: Term })));

/** A heading, a column or the name of a fact; where it is a term of art it explains itself. */
export function Explained({ title }: { title: string }) {
  const id = headingTerms[title];
  if (id === undefined) return title;
  return (
    <Suspense fallback={title}>
      <Term id={id}>{title}</Term>
    </Suspense>
  );
}
