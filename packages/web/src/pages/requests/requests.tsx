import { Button, Group, Stack, Text } from '@mantine/core';
import { IconListCheck, IconPlus } from '@tabler/icons-react';
import type { AuditRequest, Engagement, RequestCounts } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { call } from '../../api.ts';
import { cursorQuery, useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { AddRequest } from './add-request.tsx';
import { Areas } from './areas.tsx';
import { Assign } from './assign.tsx';
import { columns, csvColumns } from './columns.tsx';
import { Filters, nobody, notNarrowed, type Narrowed } from './filters.tsx';
import { FromCatalogue } from './from-catalogue.tsx';
import { OneRequest } from './one-request.tsx';

const route = getRouteApi('/inside/requests');
const serverSorts = ['code', '-code', 'title', '-title', 'dueOn', '-dueOn', 'state', '-state'] as const;

export function RequestsPage() {
  return <WithEngagement title="Requests">{(engagement) => <Requests engagement={engagement} />}</WithEngagement>;
}

/** What the auditors of an engagement ask for, and how far the answers are. */
function Requests({ engagement }: { engagement: Engagement }) {
  const { open, add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('requests.manage');
  const opened = useOperation('requests.get', { id: open ?? '' }, { enabled: open !== undefined });
  const show = (part: { open?: string | undefined; add?: 'own' | 'catalogue' | undefined }): void =>
    void navigate({ search: (s) => ({ ...s, open: undefined, add: undefined, ...part }) });

  return (
    <Page
      title="Requests"
      lead={
        <>
          What auditors ask for in this engagement, and what your organization answers. Each{' '}
          <Term id="request">request</Term> has one owner and a day on which it is due. Whether an answer is enough is
          for the auditors to say, and is not recorded here.
        </>
      }
      actions={
        mayManage ? (
          <>
            <Button
              variant="default"
              leftSection={<IconListCheck size={16} aria-hidden />}
              onClick={() => show({ add: 'catalogue' })}
            >
              From the catalogue
            </Button>
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ add: 'own' })}>
              Add a request
            </Button>
          </>
        ) : null
      }
    >
      <RequestList
        key={engagement.id}
        engagement={engagement}
        opened={open}
        onOpen={(id) => show({ open: id })}
        onCatalogue={mayManage ? () => show({ add: 'catalogue' }) : undefined}
      />
      <Side opened={add === 'own' && mayManage} onClose={() => show({})} size="lg" title="Add a request">
        <AddRequest engagementId={engagement.id} onDone={(id) => show({ open: id })} />
      </Side>
      <Side opened={add === 'catalogue' && mayManage} onClose={() => show({})} size={860} title="From the catalogue">
        <FromCatalogue engagementId={engagement.id} onDone={() => show({})} />
      </Side>
      <Side
        opened={open !== undefined && add === undefined}
        onClose={() => show({})}
        size={860}
        title={opened.data === undefined ? 'Request' : <AsWritten text={`${opened.data.code} ${opened.data.title}`} />}
      >
        {opened.error === null ? null : <ErrorNotice error={opened.error} retry={() => void opened.refetch()} />}
        {opened.data === undefined ? (
          opened.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <OneRequest key={opened.data.id} request={opened.data} onGone={() => show({})} />
        )}
      </Side>
    </Page>
  );
}

interface ListProps {
  engagement: Engagement;
  opened: string | undefined;
  onOpen: (id: string) => void;
  onCatalogue: (() => void) | undefined;
}

function RequestList({ engagement, opened, onOpen, onCatalogue }: ListProps) {
  const { open: _open, add: _add, sort, ...by } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('requests.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { owner, overdue, ...filters } = by;
  const input = {
    ...filters,
    engagementId: engagement.id,
    owner: owner === nobody ? undefined : owner,
    unowned: owner === nobody,
    overdue: overdue === 'only',
    sort: serverSorts.find((known) => known === sort) ?? ('code' as const),
    limit: 500,
  };
  const pages = useInfiniteQuery(
    cursorQuery(['requests.list', input], (cursor, signal) => call('requests.list', { ...input, cursor }, { signal })),
  );
  const all = useOperation('requests.list', { engagementId: engagement.id, limit: 1 });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const counts = all.data?.counts;
  const change = (part: Partial<Narrowed>): void => {
    setSelected(new Set());
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  };

  if (all.error !== null) return <ErrorNotice error={all.error} retry={() => void all.refetch()} />;
  if (counts === undefined) return <Waiting />;
  if (counts.total + counts.superseded === 0) return <NoneYet onCatalogue={onCatalogue} />;
  return (
    <Stack gap="md">
      <Progress counts={counts} />
      <Areas counts={counts} area={by.area} onArea={(area) => change({ area })} />
      <Filters by={by} overdue={counts.overdue} onChange={change} />
      <Selected chosen={rows.filter(({ id }) => selected.has(id))} onClear={() => setSelected(new Set())} />
      {pages.error === null ? null : <ErrorNotice error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data === undefined ? (
        pages.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Requests"
          columns={columns}
          csv={csvColumns}
          rows={rows}
          total={pages.data.pages[0]?.total}
          loadMore={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
          rowKey={({ id }) => id}
          rowName={({ code, title }) => `${code} ${title}`}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          opened={opened}
          onOpen={({ id }) => onOpen(id)}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? setSelected : undefined}
          minWidth={960}
          empty={
            <Empty
              title="No request matches."
              action={
                <Button variant="default" onClick={() => change(notNarrowed)}>
                  Show all requests
                </Button>
              }
            />
          }
        />
      )}
    </Stack>
  );
}

function NoneYet({ onCatalogue }: { onCatalogue: (() => void) | undefined }) {
  return (
    <Empty
      title="There is no request on the list of this engagement yet."
      action={
        onCatalogue === undefined ? undefined : (
          <Button onClick={onCatalogue}>Take the catalogue’s requests that apply</Button>
        )
      }
      example={
        onCatalogue === undefined
          ? 'An owner or a compliance manager keeps the list.'
          : 'Auditors send a list of their own. Until it is there, the catalogue shows what they usually ask for, such as the list of everybody who left in the period.'
      }
    />
  );
}

function Progress({ counts: { total, draft, inProgress, submitted, superseded, overdue } }: { counts: RequestCounts }) {
  const others = [
    inProgress === 0 ? null : `${count(inProgress)} in progress`,
    draft === 0 ? null : quantity(draft, 'draft'),
    overdue === 0 ? null : `${count(overdue)} overdue`,
    superseded === 0 ? null : `${count(superseded)} superseded and not counted`,
  ].filter((each) => each !== null);
  return (
    <Text component="output">
      <strong>
        {count(submitted)} of {count(total)} submitted
      </strong>
      {others.length === 0 ? '' : `; ${others.join(', ')}`}
    </Text>
  );
}

/** As many as one call takes. */
const mostAtOnce = 100;

/** What can be done with all that is selected. */
function Selected({ chosen, onClear }: { chosen: readonly AuditRequest[]; onClear: () => void }) {
  if (chosen.length === 0) return null;
  return (
    <Group gap="sm" component="section" aria-label="What is selected">
      <Text size="sm" fw={600} component="output">
        {quantity(chosen.length, 'request')} selected
      </Text>
      {chosen.length > mostAtOnce ? (
        <Text size="sm">At most {mostAtOnce} are changed at once.</Text>
      ) : (
        <Assign requests={chosen} />
      )}
      <Button variant="subtle" color="gray" size="xs" onClick={onClear}>
        Clear
      </Button>
    </Group>
  );
}
