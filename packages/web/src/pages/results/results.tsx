import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Engagement, ResultSummary } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';

const route = getRouteApi('/inside/results');

export function ResultsPage() {
  return (
    <WithEngagement title="Results">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const { search, sort, versions } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useOperation('results.list', {
    engagementId: engagement.id,
    latest: versions === 'all' ? undefined : true,
    sort: '-ranAt',
    limit: 500,
    search,
  });

  return (
    <Page
      title="Results"
      lead={
        <>
          What each test found, over every item. The <Term id="proposal">proposal</Term> follows from written rules; a
          person decides. A deviation stays on record, also when it is put right later.
        </>
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      <Group gap="sm">
        <SearchField
          label="Search the results"
          value={search}
          onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
        />
        <Checkbox
          size="xs"
          label="Show earlier runs too"
          checked={versions === 'all'}
          onChange={(event) => {
            const all = event.currentTarget.checked;
            void navigate({ search: (s) => ({ ...s, versions: all ? 'all' : undefined }), replace: true });
          }}
        />
      </Group>
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Results"
          columns={columns}
          rows={list.data.items}
          rowKey={({ id }) => id}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          onOpen={({ id }) => void navigate({ to: '/results/$id', params: { id }, search: {} })}
          minWidth={980}
          empty={
            <Empty
              title={search === undefined ? 'No test has been run.' : 'No result matches.'}
              action={<Button onClick={() => void navigate({ to: '/tests' })}>Go to the tests</Button>}
              example="A result names the control, counts every item, and gives the reason for each deviation."
            />
          }
        />
      )}
    </Page>
  );
}

/** The one line of numbers that matters for the kind of test. */
export function counts({ items, occurrences, days }: Pick<ResultSummary, 'items' | 'occurrences' | 'days'>): string {
  if (occurrences !== null) {
    const due = occurrences.expected - occurrences.notDue;
    return `${count(occurrences.met)} of ${quantity(due, 'occurrence')} due met in time`;
  }
  const tested = `${count(items.pass)} of ${quantity(items.inScope, 'item')} pass`;
  return days === null ? tested : `${tested}, ${count(days.observed)} of ${quantity(days.expected, 'day')} observed`;
}

const columns: Column<ResultSummary>[] = [
  {
    id: 'code',
    title: 'Test',
    value: (r) => r.code,
    cell: (r) => (
      <Stack gap={0}>
        <Link to="/results/$id" params={{ id: r.id }} className="tm-link">
          {r.code}
        </Link>
        <Text size="xs" c="dimmed">
          {r.title}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'proposal',
    title: 'Proposal',
    header: <Term id="proposal" />,
    width: '300px',
    value: (r) => `${r.proposal.kind}: ${counts(r)}`,
    cell: (r) => (
      <Stack gap={2}>
        <Group gap={6}>
          <StateBadge state={r.proposal.kind} />
          {r.interim ? <StateBadge state="interim" /> : null}
        </Group>
        <Text size="xs" c="dimmed">
          {counts(r)}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'deviations',
    title: 'Deviations',
    header: <Term id="deviation">Deviations</Term>,
    width: '118px',
    align: 'right',
    value: (r) => r.items.deviations + (r.occurrences === null ? 0 : r.occurrences.late + r.occurrences.missed),
    cell: (r) => count(r.items.deviations + (r.occurrences === null ? 0 : r.occurrences.late + r.occurrences.missed)),
  },
  {
    id: 'unverified',
    title: 'Unverified',
    header: <Term id="unverified" />,
    width: '118px',
    align: 'right',
    value: (r) => r.items.unverified + (r.occurrences?.unverified ?? 0),
    cell: (r) => count(r.items.unverified + (r.occurrences?.unverified ?? 0)),
  },
  { id: 'ranAt', title: 'Run', width: widths.moment, value: (r) => r.ranAt, cell: (r) => <Moment at={r.ranAt} /> },
];
