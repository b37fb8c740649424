import { Group, Stack, Text } from '@mantine/core';
import type { RunSummary } from '@tickmark/core';
import { runStateTitles } from '@tickmark/core/procedure-words';
import { Link, useNavigate } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Download } from '../../ui/download.tsx';
import { isDate } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { nameOf, RunStateBadge } from './procedure-state.tsx';

interface Period {
  from?: string | undefined;
  to?: string | undefined;
}

interface Props {
  /** Of one procedure; left out for those of all. */
  procedureId?: string;
  period: Period;
  onPeriod: (period: Period) => void;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

/** Runs, those of a period where one is given, and the way to take them away. */
export function RunsTable({ procedureId, period, onPeriod, sort, onSort }: Props) {
  const navigate = useNavigate();
  const days = {
    from: period.from !== undefined && isDate(period.from) ? period.from : undefined,
    to: period.to !== undefined && isDate(period.to) ? period.to : undefined,
  };
  const { data, error, refetch } = useOperation('procedures.runs', { procedureId, ...days });
  const narrowed = days.from !== undefined || days.to !== undefined;
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <DateField
          label="Under way from"
          size="xs"
          value={period.from ?? ''}
          onChange={(from) => onPeriod({ ...period, from: from === '' ? undefined : from })}
        />
        <DateField
          label="to"
          size="xs"
          value={period.to ?? ''}
          onChange={(to) => onPeriod({ ...period, to: to === '' ? undefined : to })}
        />
        {data === undefined || data.total === 0 ? null : (
          <Download
            operation="procedures.export"
            input={{ procedureId, ...days, format: 'xlsx' }}
            fileName="procedure-runs.xlsx"
            label="XLSX"
            about="these runs with their steps"
            size="xs"
          />
        )}
      </Group>
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={6} />
        ) : null
      ) : (
        <DataTable
          label="Runs"
          columns={procedureId === undefined ? columns : columns.filter(({ id }) => id !== 'title')}
          rows={data.items}
          rowKey={({ id }) => id}
          sort={sort}
          onSort={onSort}
          onOpen={({ id }) => void navigate({ to: '/procedures/runs/$id', params: { id } })}
          minWidth={960}
          empty={
            <Empty
              title={narrowed ? 'No run was under way on these days.' : 'Nothing was run yet.'}
              example={narrowed ? undefined : 'For example: “Ada Lovelace joins 2026-12-01”, each time somebody joins.'}
            />
          }
        />
      )}
    </Stack>
  );
}

const columns: Column<RunSummary>[] = [
  { id: 'title', title: 'Procedure', value: ({ title }) => title, cell: ({ title }) => <AsWritten text={title} /> },
  {
    id: 'about',
    title: 'Run',
    value: ({ number, about }) => `${number} ${about}`,
    cell: ({ id, number, about }) => (
      <Link to="/procedures/runs/$id" params={{ id }} className="tm-link">
        {number}. <AsWritten text={about} />
      </Link>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: '130px',
    value: ({ state }) => runStateTitles[state],
    cell: ({ state }) => <RunStateBadge state={state} />,
  },
  {
    id: 'steps',
    title: 'Steps told',
    width: '110px',
    value: ({ done, skipped, steps }) => (done + skipped) / steps,
    cell: ({ done, skipped, steps }) => `${done + skipped} of ${steps}`,
  },
  {
    id: 'startedAt',
    title: 'Begun',
    width: widths.moment,
    value: ({ startedAt }) => startedAt,
    cell: ({ startedAt, startedBy }) => (
      <Stack gap={0}>
        <Moment at={startedAt} />
        <Text size="xs" c="dimmed">
          by {nameOf(startedBy)}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'ended',
    title: 'Ended',
    width: widths.moment,
    value: ({ ended }) => ended?.at ?? '',
    cell: ({ ended }) =>
      ended === null ? (
        <Text size="sm" c="dimmed">
          Not yet
        </Text>
      ) : (
        <Stack gap={0}>
          <Moment at={ended.at} />
          <Text size="xs" c="dimmed">
            by {nameOf(ended.by)}
          </Text>
        </Stack>
      ),
  },
];
