import { Text } from '@mantine/core';
import type { FoundEvidence, FoundIn } from '@tickmark/core';
import { AsWritten } from '../../ui/as-written.tsx';
import classes from './found.module.css';

const places: Record<Exclude<FoundIn, 'content'>, string> = {
  title: 'title',
  fileName: 'file name',
  source: 'source',
  tags: 'tags',
};

/** Why a search found a piece: where its words stand, and the passage of the file. */
export function Found({ piece: { foundIn, passage, hits } }: { piece: FoundEvidence }) {
  if (foundIn.length === 0) return null;
  const named = foundIn.flatMap((place) => (place === 'content' ? [] : places[place]));
  return (
    <Text size="xs" component="div">
      {named.length === 0 ? null : <div>Found in the {named.join(', ')}</div>}
      {passage === null ? null : <q className={classes.passage}>{marked(passage, hits)}</q>}
    </Text>
  );
}

/** The text in its parts; it comes from a file, and is never taken for anything but text. */
function marked(passage: string, hits: FoundEvidence['hits']) {
  const parts = hits.map(({ from, to }, n) => (
    <span key={from}>
      <AsWritten text={passage.slice(hits[n - 1]?.to ?? 0, from)} />
      <mark>
        <AsWritten text={passage.slice(from, to)} />
      </mark>
    </span>
  ));
  return [...parts, <AsWritten key="rest" text={passage.slice(hits.at(-1)?.to ?? 0)} />];
}
