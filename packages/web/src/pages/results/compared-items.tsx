import { Group, Text } from '@mantine/core';
import type { ComparedItem, ResultComparison } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { changeWords } from './change-words.ts';

interface Props {
  comparison: ResultComparison;
  items: readonly ComparedItem[];
  total: number;
  loadMore: () => void;
}

/** Items of two runs side by side; each state leads to its reason. */
export function ComparedItems({ comparison, items, total, loadMore }: Props) {
  const { earlier, later } = comparison;
  const columns = useMemo(() => columnsOf(earlier.id, later.id), [earlier.id, later.id]);
  return (
    <DataTable
      label="Compared items"
      columns={columns}
      rows={items}
      rowKey={({ item }) => item}
      total={total}
      loadMore={loadMore}
      minWidth={760}
      empty={<Empty title="No item is like this." example="Two runs over the same rows differ in nothing." />}
    />
  );
}

function columnsOf(earlierId: string, laterId: string): Column<ComparedItem>[] {
  return [
    {
      id: 'item',
      title: 'Item',
      sortable: false,
      value: (r) => r.item,
      cell: (r) => <span className="mono">{r.item}</span>,
    },
    {
      id: 'change',
      title: 'What became of it',
      width: '190px',
      sortable: false,
      value: (r) => changeWords[r.change].word,
      cell: (r) => changeWords[r.change].word,
    },
    {
      id: 'before',
      title: 'Earlier run',
      width: '220px',
      sortable: false,
      value: (r) => said(r.before, r.failedBefore),
      cell: (r) => <Found id={earlierId} item={r.item} state={r.before} failed={r.failedBefore} when="earlier" />,
    },
    {
      id: 'after',
      title: 'Later run',
      width: '220px',
      sortable: false,
      value: (r) => said(r.after, r.failedAfter),
      cell: (r) => <Found id={laterId} item={r.item} state={r.after} failed={r.failedAfter} when="later" />,
    },
  ];
}

function said(state: ComparedItem['before'], failed: readonly string[]): string {
  if (state === null) return 'not in scope';
  return failed.length === 0 ? state : `${state}: ${failed.join(', ')}`;
}

function Found(props: {
  id: string;
  item: string;
  state: ComparedItem['before'];
  failed: readonly string[];
  when: string;
}) {
  const { id, item, state, failed, when } = props;
  if (state === null) {
    return (
      <Text size="sm" c="dimmed">
        not in scope
      </Text>
    );
  }
  const slice = state === 'met' || state === 'late' || state === 'missed';
  return (
    <Group gap={8} wrap="nowrap">
      <StateBadge state={state} />
      {failed.length === 0 ? null : <span>{failed.join(', ')}</span>}
      {slice ? null : (
        <Link
          to="/results/$id"
          params={{ id }}
          search={{ item }}
          className="tm-link"
          aria-label={`Why, in the ${when} run, for ${item}`}
        >
          Why
        </Link>
      )}
    </Group>
  );
}
