import { Button, Group, Stack, Text } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/readiness');
type Report = Output<'readiness-reports.list'>['items'][number];

/** Reports that were made of an engagement, and a way to another one. */
export function Reports({ engagementId }: { engagementId: string }) {
  const { sort } = route.useSearch();
  const navigate = useNavigate();
  const mayReport = useMay('readiness.report');
  const list = useOperation('readiness-reports.list', { engagementId, limit: 500 });
  const write = useWrite('readiness-reports.make');
  const open = (id: string): void => void navigate({ to: '/readiness/reports/$id', params: { id } });
  const make = mayReport ? (
    <Button
      leftSection={<IconReportAnalytics size={16} aria-hidden />}
      loading={write.isPending}
      onClick={() =>
        write.mutate(
          { engagementId },
          {
            onSuccess: ({ id, number }) => {
              say(`Report ${number} was made.`);
              open(id);
            },
          },
        )
      }
    >
      Make a report
    </Button>
  ) : null;
  return (
    <Stack gap="md">
      {write.error === null ? null : <ErrorNotice error={write.error} />}
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting lines={5} />
        ) : null
      ) : list.data.items.length === 0 ? (
        <Empty
          title="No report was made yet."
          action={make}
          example={
            mayReport
              ? 'A report keeps where you stand today, why, and what next, for management: as a page, as PDF and as DOCX. The next one tells what changed since.'
              : 'An owner or a compliance manager makes reports for management.'
          }
        />
      ) : (
        <>
          <Group justify="space-between" align="flex-end" gap="sm">
            <Text maw={640}>
              Each report keeps everything it says, and the next one is held against it. It is a draft until a copy is
              issued to somebody.
            </Text>
            {make}
          </Group>
          <DataTable
            label="Readiness reports"
            columns={columns}
            rows={list.data.items}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={(next) =>
              void navigate({ to: '/readiness', search: { tab: 'reports', sort: next }, replace: true })
            }
            onOpen={({ id }) => open(id)}
            minWidth={860}
          />
        </>
      )}
    </Stack>
  );
}

const columns: Column<Report>[] = [
  {
    id: 'number',
    title: 'Report',
    width: '90px',
    value: ({ number }) => number,
    cell: ({ number }) => `Report ${number}`,
  },
  { id: 'today', title: 'As of', width: '110px', value: ({ today }) => today, cell: ({ today }) => today },
  { id: 'verdict', title: 'Where we stood', value: ({ verdict }) => verdict, cell: ({ verdict }) => verdict },
  {
    id: 'madeAt',
    title: 'Made',
    width: '190px',
    value: ({ madeAt }) => madeAt,
    cell: ({ madeAt, madeBy }) => (
      <Stack gap={2}>
        <Moment at={madeAt} />
        <Text size="xs" c="dimmed">
          by {madeBy.name ?? 'somebody not known here'}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'copies',
    title: 'Copies issued',
    width: '130px',
    align: 'right',
    value: ({ copies }) => copies,
    cell: ({ copies }) => (copies === 0 ? 'None, a draft' : count(copies)),
  },
];
