import { Text } from '@mantine/core';
import type { Engagement, Meeting } from '@tickmark/core';
import { engagementPeriod } from '@tickmark/core/engagement-terms';
import { changePlace } from '../../api/place.ts';
import { useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './engagement.module.css';

const dayMs = 86_400_000;

interface Row {
  engagement: Engagement;
  meeting: Meeting | null;
  previous: string | null;
}

/** The engagements over the years, as a picture and as a table, with the days that lie between them or in two. */
export function Chain({ current }: { current: string }) {
  const { data, error, refetch } = useOperation('engagements.chain', {});
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={3} />;
  const rows: Row[] = data.items.map((engagement) => ({
    engagement,
    meeting: data.meetings.find(({ later }) => later === engagement.id) ?? null,
    previous: data.items.find(({ id }) => id === engagement.previousId)?.title ?? null,
  }));
  return (
    <Section
      title="Over the years"
      lead="A period that begins the day after the last one leaves no day without a report."
    >
      <Years rows={rows} current={current} />
      <DataTable
        label="Engagements over the years"
        columns={columns}
        rows={rows}
        rowKey={({ engagement }) => engagement.id}
        opened={current}
        onOpen={({ engagement }) => changePlace({ engagementId: engagement.id })}
      />
    </Section>
  );
}

function Years({ rows, current }: { rows: readonly Row[]; current: string }) {
  const spans = rows.map(({ engagement }) => engagementPeriod(engagement.terms));
  const first = Math.min(...spans.map(({ from }) => Date.parse(from)));
  const last = Math.max(...spans.map(({ to }) => Date.parse(to) + dayMs));
  const at = (ms: number): number => ((ms - first) / Math.max(last - first, dayMs)) * 100;
  const width = (from: string, to: string) => ({
    left: `${at(Date.parse(from))}%`,
    width: `${at(Date.parse(to) + dayMs) - at(Date.parse(from))}%`,
  });
  const years = Array.from(
    { length: new Date(last).getUTCFullYear() - new Date(first).getUTCFullYear() + 1 },
    (_, n) => new Date(first).getUTCFullYear() + n,
  ).filter((year) => at(Date.UTC(year, 0, 1)) >= 0 && at(Date.UTC(year, 0, 1)) <= 98);
  return (
    <div className={classes.years} aria-hidden>
      {rows.map(({ engagement, meeting }, place) => {
        const { from, to } = engagementPeriod(engagement.terms);
        return (
          <div key={engagement.id} className={classes.lane}>
            {meeting?.kind === 'gap' && meeting.from !== null && meeting.to !== null ? (
              <span className={classes.between} data-tone="missed" style={width(meeting.from, meeting.to)} />
            ) : null}
            <span
              className={classes.span}
              data-tone={
                meeting?.kind === 'overlap' ? 'late' : engagement.terms.type === 'type1' ? 'partial' : 'waiting'
              }
              data-current={engagement.id === current || undefined}
              style={width(from, to)}
              title={engagement.title}
            >
              {spans[place]?.from === spans[place]?.to ? '' : engagement.title}
            </span>
          </div>
        );
      })}
      {years.map((year) => (
        <span key={year} className={classes.tick} style={{ left: `${at(Date.UTC(year, 0, 1))}%` }}>
          {year}
        </span>
      ))}
    </div>
  );
}

const columns: Column<Row>[] = [
  {
    id: 'title',
    title: 'Engagement',
    sortable: false,
    value: ({ engagement }) => engagement.title,
    cell: ({ engagement }) => engagement.title,
  },
  {
    id: 'days',
    title: 'Days',
    width: '240px',
    sortable: false,
    value: ({ engagement }) => engagementPeriod(engagement.terms).from,
    cell: ({ engagement }) => {
      const { from, to } = engagementPeriod(engagement.terms);
      return from === to ? `as of ${from}` : `${from} to ${to}`;
    },
  },
  {
    id: 'follows',
    title: 'Follows',
    width: '34%',
    sortable: false,
    value: ({ previous, meeting }) => (meeting === null ? (previous ?? '') : told(meeting)),
    cell: ({ previous, meeting }) =>
      previous === null ? (
        <Text size="sm" c="dimmed" component="span">
          None
        </Text>
      ) : (
        `${previous}${meeting === null ? '' : `, ${told(meeting)}`}`
      ),
  },
];

function told({ kind, days, from, to }: Meeting): string {
  if (kind === 'adjacent') return 'without a gap';
  return kind === 'gap'
    ? `${quantity(days, 'day')} in no report: ${from} to ${to}`
    : `${quantity(days, 'day')} in both: ${from} to ${to}`;
}
