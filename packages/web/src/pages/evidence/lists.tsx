import { Button, Group } from '@mantine/core';
import type { EvidenceCounts } from '@tickmark/core';
import type { Input } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';

export type ListName = 'soon' | 'overdue' | 'no-control' | 'untagged' | 'received' | 'refused' | 'all' | 'deleted';

interface QuickList {
  show: ListName | undefined;
  label: string;
  input: Input<'evidence.list'>;
  count?: (counts: EvidenceCounts) => number;
  /** Said where nothing is in it. */
  empty: string;
}

/** Lists that are looked at again and again, with what each asks for. */
export const quickLists: readonly QuickList[] = [
  {
    show: undefined,
    label: 'Newest versions',
    input: { newest: true },
    count: ({ newest }) => newest,
    empty: 'No evidence yet.',
  },
  {
    show: 'soon',
    label: 'Expires soon',
    input: { newest: true, renewal: 'soon' },
    count: ({ soon }) => soon,
    empty: 'Nothing is to be renewed in the next thirty days.',
  },
  {
    show: 'overdue',
    label: 'Overdue',
    input: { newest: true, renewal: 'overdue' },
    count: ({ overdue }) => overdue,
    empty: 'Nothing is overdue.',
  },
  {
    show: 'no-control',
    label: 'No control',
    input: { newest: true, without: 'controls' },
    count: ({ withoutControl }) => withoutControl,
    empty: 'Every piece names the controls that it supports.',
  },
  {
    show: 'untagged',
    label: 'Untagged',
    input: { newest: true, without: 'tags' },
    count: ({ untagged }) => untagged,
    empty: 'Every piece carries a tag.',
  },
  {
    show: 'received',
    label: 'To be accepted',
    input: { acceptance: 'received' },
    count: ({ received }) => received,
    empty: 'Nothing that came through a capture link waits to be accepted.',
  },
  {
    show: 'refused',
    label: 'Refused',
    input: { acceptance: 'refused' },
    empty: 'Nothing that came through a capture link was refused.',
  },
  { show: 'all', label: 'All versions', input: {}, empty: 'No evidence yet.' },
  { show: 'deleted', label: 'Deleted', input: { deleted: 'only' }, empty: 'No file of evidence was ever deleted.' },
];

export function QuickLists({
  show,
  onShow,
}: {
  show: ListName | undefined;
  onShow: (show: ListName | undefined) => void;
}) {
  const { data } = useOperation('evidence.counts', {});
  return (
    <Group gap={6} component="section" aria-label="Which evidence">
      {quickLists.map((list) => (
        <Button
          key={list.label}
          size="compact-sm"
          variant={list.show === show ? 'filled' : 'default'}
          aria-pressed={list.show === show}
          onClick={() => onShow(list.show)}
        >
          {list.label}
          {data === undefined || list.count === undefined ? '' : ` ${list.count(data).toLocaleString('en')}`}
        </Button>
      ))}
    </Group>
  );
}
