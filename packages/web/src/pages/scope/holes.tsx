import { Stack, Text } from '@mantine/core';
import { scopeKindWords } from '@tickmark/core/scope-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/scope');
type Hole = Output<'scope.holes'>['items'][number];

/** What is missing in the scope, why that matters and what closes it. */
export function Holes({ engagementId }: { engagementId: string }) {
  const { sort, open } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useOperation('scope.holes', { engagementId });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  if (data.total === 0) {
    return (
      <Empty
        title="Nothing is missing that could be told from here."
        example="Whether what is written is true and complete is for people to judge, and for the auditor."
      />
    );
  }
  return (
    <Stack gap="md">
      <Text component="output">
        <strong>{quantity(data.total, 'hole')}</strong> in the scope. They keep you from nothing; each tells which{' '}
        <Term id="description-criteria">description criterion</Term> it leaves open.
      </Text>
      <DataTable
        label="Holes in the scope"
        columns={columns}
        csv={csvColumns}
        rows={data.items}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={open}
        onOpen={({ kind, item }) =>
          void navigate({ search: item === null ? { kind } : (s) => ({ ...s, open: item.id }), replace: item !== null })
        }
        minWidth={900}
      />
    </Stack>
  );
}

const columns: Column<Hole>[] = [
  {
    id: 'hole',
    title: 'What is missing',
    value: ({ text }) => text,
    cell: ({ text, action }) => (
      <Stack gap={2}>
        <span>
          <AsWritten text={text} />
        </span>
        <Text size="xs" c="dimmed">
          {action}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'item',
    title: 'Where',
    width: '230px',
    value: ({ kind, item }) => item?.name ?? scopeKindWords[kind].many,
    cell: ({ kind, item }) =>
      item === null ? (
        <Link to="/scope" search={{ kind }} className="tm-link">
          {scopeKindWords[kind].many}
        </Link>
      ) : (
        <Stack gap={2}>
          <Link to="/scope" search={{ tab: 'holes', open: item.id }} className="tm-link">
            <AsWritten text={item.name} />
          </Link>
          <Text size="xs" c="dimmed">
            {scopeKindWords[kind].one}
          </Text>
        </Stack>
      ),
  },
  {
    id: 'why',
    title: 'Why it matters',
    value: ({ why }) => why,
    cell: ({ why }) => why,
  },
  {
    id: 'criterion',
    title: 'Leaves open',
    width: '110px',
    value: ({ criterion }) => criterion,
    cell: ({ criterion }) => criterion,
  },
];

const csvColumns = [
  { title: 'What is missing', value: (h: Hole) => h.text },
  { title: 'Kind', value: (h: Hole) => scopeKindWords[h.kind].one },
  { title: 'Item', value: (h: Hole) => h.item?.name },
  { title: 'Field', value: (h: Hole) => h.field },
  { title: 'Why it matters', value: (h: Hole) => h.why },
  { title: 'Leaves open', value: (h: Hole) => h.criterion },
  { title: 'What closes it', value: (h: Hole) => h.action },
];
