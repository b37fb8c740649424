import { Box, Button, Stack, Text } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import type { Engagement, Increment, IncrementTotals, PublishedTest } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Side } from '../../ui/side.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { AddIncrement } from './add-increment.tsx';
import { bySeries } from './series.ts';

const most = 500;

/** A test during the period: what each delivery of new rows added to what was found so far. */
export function DayByDay({ engagement, code, test }: { engagement: Engagement; code: string; test?: PublishedTest }) {
  const mayRun = useMay('tests.run');
  const [adding, setAdding] = useState(false);
  const list = useOperation('increments.list', { engagementId: engagement.id, code, sort: '-addedAt', limit: most });
  const items = list.data?.items ?? [];
  const series = bySeries(items);
  const add =
    mayRun && test !== undefined ? (
      <Button leftSection={<IconCalendarPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        Add new rows
      </Button>
    ) : null;

  return (
    <Section
      title="Day by day"
      lead="During the period, judge only the rows that are new since the last time and what they touch."
      actions={items.length > 0 ? add : null}
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : items.length === 0 ? (
        <Empty
          title="No new rows were added yet."
          action={add}
          example="For example each morning the changes and reviews of the day before: a deviation shows the day after it happened, not after the period. The run over the whole frozen populations is the result, and says whether it equals the days."
        />
      ) : (
        <Stack gap="md">
          <Note>
            What is counted here is so far, and no result: dry runs, conclusions, the report and the bundle read only
            runs over whole frozen populations.
          </Note>
          {series.length > 1 ? (
            <Text size="sm">
              Each series adds up for itself: another version of the test, the days of another version of its control
              and, where it counts business days, other holidays begin a new one.
            </Text>
          ) : null}
          {series.map(({ seriesId, increments }) => (
            <Series key={seriesId} increments={increments} />
          ))}
          {list.data.total > items.length ? (
            <Text size="sm">
              The newest {count(items.length)} of {count(list.data.total)}.
            </Text>
          ) : null}
        </Stack>
      )}
      <Side opened={adding} onClose={() => setAdding(false)} size="xl" title={`New rows for ${code}`}>
        {test === undefined ? null : <AddIncrement engagement={engagement} test={test} />}
      </Side>
    </Section>
  );
}

function Series({ increments }: { increments: readonly Increment[] }) {
  const [last] = increments;
  if (last === undefined) return null;
  const { version, period, seriesId } = last;
  const name = `Version ${version}, ${period.from} to ${period.to}`;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <DataTable
        label={`Increments of ${name}, series ${seriesId.slice(0, 8)}`}
        columns={last.totals.occurrences === null ? columns : cadenceColumns}
        rows={increments}
        rowKey={({ id }) => id}
        minWidth={1000}
        maxHeight={420}
      />
    </Stack>
  );
}

function NewDeviations({ increment: { newDeviations, number } }: { increment: Increment }) {
  const { first, count: all } = newDeviations;
  if (all === 0) return <>none</>;
  const keys = (
    <span className="mono" style={{ overflowWrap: 'anywhere' }}>
      {first.join(', ')}
    </span>
  );
  if (all <= 3) return keys;
  return (
    <details>
      <Box component="summary" style={{ cursor: 'pointer' }}>
        {quantity(all, 'deviation')}
        {all > first.length ? `, the first ${first.length}` : ''}
      </Box>
      <Scrollable label={`New deviations of increment ${number}`} style={{ maxHeight: 160, overflow: 'auto' }}>
        {keys}
      </Scrollable>
    </details>
  );
}

type Read = (totals: IncrementTotals) => number;

const found: Read = ({ items, occurrences }) =>
  occurrences === null ? (items?.deviations ?? 0) : occurrences.late + occurrences.missed;
const open: Read = ({ items, occurrences }) =>
  occurrences === null ? (items?.unverified ?? 0) : occurrences.unverified;

/** A count so far with what the increment changed in it. */
function soFar(id: string, title: string, read: Read): Column<Increment> {
  return {
    id,
    title,
    width: '120px',
    align: 'right',
    sortable: false,
    value: ({ totals }) => read(totals),
    cell: ({ totals, before }) => {
      const change = read(totals) - (before === null ? 0 : read(before));
      return (
        <>
          {count(read(totals))}
          {change === 0 ? null : (
            <Text span size="xs" c="dimmed" ml={6}>
              {change > 0 ? '+' : '−'}
              {count(Math.abs(change))}
            </Text>
          )}
        </>
      );
    },
  };
}

const beginning: Column<Increment>[] = [
  {
    id: 'number',
    title: 'No.',
    width: '60px',
    align: 'right',
    sortable: false,
    value: (i) => i.number,
    cell: (i) => <strong>{i.number}</strong>,
  },
  {
    id: 'addedAt',
    title: 'Added',
    width: widths.moment,
    sortable: false,
    value: (i) => i.addedAt,
    cell: (i) => (
      <Stack gap={0}>
        <Moment at={i.addedAt} />
        <Text size="xs" c="dimmed">
          {i.addedBy.name},{' '}
          <Link to="/log" search={{ entry: String(i.entryIndex) }} className="tm-link">
            entry {i.entryIndex}
          </Link>
        </Text>
      </Stack>
    ),
  },
  {
    id: 'rows',
    title: 'New rows',
    sortable: false,
    value: rowsOf,
    cell: (i) => (
      <Stack gap={0}>
        <span>{rowsOf(i)}</span>
        <Text size="xs" c="dimmed">
          {count(i.judged)} judged
        </Text>
      </Stack>
    ),
  },
];

const ending: Column<Increment>[] = [
  {
    id: 'new',
    title: 'Deviations since the last one',
    sortable: false,
    value: (i) => i.newDeviations.first.join(' '),
    cell: (i) => <NewDeviations increment={i} />,
  },
];

const columns: Column<Increment>[] = [
  ...beginning,
  soFar('scope', 'Judged so far', ({ items }) => items?.inScope ?? 0),
  soFar('deviations', 'Deviations so far', found),
  soFar('unverified', 'Unverified so far', open),
  ...ending,
];

const cadenceColumns: Column<Increment>[] = [
  ...beginning,
  soFar('met', 'Met so far', ({ occurrences }) => occurrences?.met ?? 0),
  soFar('deviations', 'Late or missed so far', found),
  soFar('unverified', 'Unverified so far', open),
  soFar('not-due', 'Not due yet', ({ occurrences }) => occurrences?.notDue ?? 0),
  ...ending,
];

function rowsOf({ populations }: Increment): string {
  const parts = Object.entries(populations).map(([kind, { rows }]) => `${count(rows)} ${kind}`);
  return parts.join(', ');
}
