import { Group, SegmentedControl } from '@mantine/core';
import type { Result, ResultItem } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { call } from '../../api.ts';
import { stateWords } from '../../glossary/states.ts';
import { pagedQuery } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Value } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { WhyDrawer } from './why-drawer.tsx';

const route = getRouteApi('/inside/results/$id');

/** Every item tested, deviations first; opening one says why it is what it is. */
export function ItemTable({ result }: { result: Result }) {
  const { id, document } = result;
  const { state, search, item } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(
    pagedQuery(['results.items', id, state, search], (offset, signal) =>
      call('results.items', { id, state, search, offset, limit: 200 }, { signal }),
    ),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const columns = useMemo(() => columnsOf(document.attributes), [document.attributes]);

  return (
    <Section
      title="Every item"
      actions={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="State of the items"
            value={state ?? 'all'}
            onChange={(value) =>
              void navigate({
                search: (s) => ({ ...s, state: value === 'all' ? undefined : (value as ResultItem['state']) }),
                replace: true,
              })
            }
            data={[
              { value: 'all', label: `All ${count(document.items.inScope)}` },
              { value: 'deviation', label: `${stateWords.deviation.word} ${count(document.items.deviations)}` },
              { value: 'unverified', label: `${stateWords.unverified.word} ${count(document.items.unverified)}` },
              { value: 'pass', label: `${stateWords.pass.word} ${count(document.items.pass)}` },
            ]}
          />
          <SearchField
            label="Search the items"
            value={search}
            onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
          />
        </Group>
      }
    >
      {pages.error === null ? null : <ErrorNotice error={pages.error} />}
      {pages.data === undefined ? (
        <Waiting />
      ) : (
        <DataTable
          label={`Items of ${result.code}`}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.item}
          total={pages.data.pages[0]?.total ?? 0}
          loadMore={() => {
            if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
          }}
          opened={item}
          onOpen={(row) => void navigate({ search: (s) => ({ ...s, item: row.item }) })}
          empty={
            <Empty
              title={
                document.items.inScope === 0 ? 'Nothing fell under the control in the period.' : 'No item is like this.'
              }
            />
          }
        />
      )}
      <WhyDrawer
        resultId={id}
        item={item ?? null}
        onClose={() => void navigate({ search: (s) => ({ ...s, item: undefined }) })}
      />
    </Section>
  );
}

function columnsOf(attributes: Result['document']['attributes']): Column<ResultItem>[] {
  return [
    {
      id: 'item',
      title: 'Item',
      sortable: false,
      value: (r) => r.item,
      cell: (r) => <span className="mono">{r.item}</span>,
    },
    {
      id: 'at',
      title: 'When',
      width: widths.moment,
      sortable: false,
      value: (r) => r.at,
      cell: (r) => <Value value={r.at} />,
    },
    {
      id: 'state',
      title: 'State',
      width: '130px',
      sortable: false,
      value: (r) => r.state,
      cell: (r) => <StateBadge state={r.state} />,
    },
    ...Object.entries(attributes).map(([name, { title }]): Column<ResultItem> => ({
      id: `attribute ${name}`,
      title: `${name}: ${title}`,
      header: <abbr title={title}>{name}</abbr>,
      width: '116px',
      sortable: false,
      value: (r) => r.attributes[name] ?? null,
      cell: (r) => <StateBadge state={r.attributes[name] ?? 'unverified'} plain />,
    })),
  ];
}
