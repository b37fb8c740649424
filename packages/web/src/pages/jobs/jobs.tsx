import type { Job } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { Side } from '../../ui/side.tsx';
import { jobNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { useJob } from './follow.ts';
import { JobLine } from './job-progress.tsx';

const route = getRouteApi('/inside/jobs');

export function JobsPage() {
  const { open, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useOperation('jobs.list', { sort: '-createdAt', limit: 200 });
  const opened = list.data?.items.find(({ id }) => id === open);
  return (
    <Page
      title="Long work"
      lead="Collecting, importing, testing, rendering. It goes on when you leave the page, and when you close the browser."
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Long work"
          columns={columns}
          rows={list.data.items}
          rowKey={({ id }) => id}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          opened={open}
          onOpen={({ id }) => void navigate({ search: (s) => ({ ...s, open: id }) })}
          minWidth={760}
          empty={
            <Empty
              title="Nothing has been started."
              example="Collect a git history or import a file, and it shows up here with its progress."
            />
          }
        />
      )}
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, open: undefined }) })}
        title={opened === undefined ? '' : jobNames[opened.kind]}
      >
        {opened === undefined ? null : <Live job={opened} />}
      </Side>
    </Page>
  );
}

function Live({ job }: { job: Job }) {
  return <JobLine job={useJob(job.id) ?? job} />;
}

function LiveState({ job }: { job: Job }) {
  return <StateBadge state={(useJob(job.id) ?? job).state} />;
}

function LiveCount({ job }: { job: Job }) {
  const { done, total, unit } = useJob(job.id) ?? job;
  return (
    <>
      {count(done)}
      {total === null ? '' : ` of ${count(total)}`} {unit}
    </>
  );
}

const columns: Column<Job>[] = [
  { id: 'title', title: 'Work', value: (j) => j.title, cell: (j) => j.title },
  { id: 'kind', title: 'Kind', width: '190px', value: (j) => jobNames[j.kind], cell: (j) => jobNames[j.kind] },
  { id: 'state', title: 'State', width: '120px', value: (j) => j.state, cell: (j) => <LiveState job={j} /> },
  { id: 'done', title: 'So far', width: '170px', value: (j) => j.done, cell: (j) => <LiveCount job={j} /> },
  {
    id: 'createdAt',
    title: 'Started',
    width: widths.moment,
    value: (j) => j.createdAt,
    cell: (j) => <Moment at={j.createdAt} />,
  },
];
