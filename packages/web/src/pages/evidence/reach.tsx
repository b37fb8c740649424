import type { ContentState } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { Note } from '../../ui/notices.tsx';
import { pieces } from './changes.ts';

type Unread = Exclude<ContentState, 'indexed'>;

const told: Record<Unread, string> = {
  waiting: 'have not been read yet',
  'in-part': 'could be read in part',
  nothing: 'hold no text that can be read',
  failed: 'could not be read',
};
const shown: readonly Unread[] = ['waiting', 'in-part', 'nothing', 'failed'];

/** How far a search reaches: what is not read is found by its title, file name, source and tags only. */
export function Reach() {
  const { data } = useOperation('evidence.counts', {});
  const less = shown.filter((state) => (data?.content[state] ?? 0) > 0);
  if (data === undefined || less.length === 0) return null;
  return (
    <Note>
      What is not read is found by its title, file name, source and tags only:{' '}
      {less.map((state, n) => (
        <span key={state}>
          {n === 0 ? '' : ', '}
          <Link from="/evidence" to="/evidence" search={{ content: state }} className="tm-link">
            {pieces(data.content[state])} {told[state]}
          </Link>
        </span>
      ))}
      .
    </Note>
  );
}

/** In the words of one piece. */
export const contentWords: Record<ContentState, string> = {
  waiting: 'Not read yet; it is found by its title, file name, source and tags.',
  indexed: 'All of its text.',
  'in-part': 'Part of its text.',
  nothing: 'Nothing of its content.',
  failed: 'It could not be read.',
};
