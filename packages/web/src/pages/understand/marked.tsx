import { glossary, type TermId } from '@tickmark/core/glossary';
import { Fragment } from 'react';
import { Term } from '../../ui/term.tsx';

/** A text of the guide with its terms: `[[type2]]` by their name, `[[type2|a year]]` in other words. */
export function Marked({ text }: { text: string }) {
  const parts = text.split(/(\[\[[^\]]+\]\])/);
  return parts.map((part, position) => {
    const [, id, words] = /^\[\[([^|\]]+)(?:\|([^\]]+))?\]\]$/.exec(part) ?? [];
    const begins = /(^|[.?!] )$/.test(parts.slice(0, position).join(''));
    return (
      // A text never changes its order.
      <Fragment key={position}>
        {id === undefined ? part : <Term id={id as TermId}>{words ?? named(id as TermId, begins)}</Term>}
      </Fragment>
    );
  });
}

/** A term as it stands in a sentence: small, but for names such as SOC 2 and Type 1. */
function named(id: TermId, begins: boolean): string {
  const { term } = glossary[id];
  return begins || /^([A-Z]{2}|Type)/.test(term) ? term : term.charAt(0).toLowerCase() + term.slice(1);
}
