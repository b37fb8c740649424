import { Button, Group, Select, Stack, Text } from '@mantine/core';
import type { PlanCounts, PlanItem } from '@tickmark/core';
import { planStates, planStateTitles } from '@tickmark/core/plan-words';
import { severities, severityTitles } from '@tickmark/core/readiness-words';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { call } from '../../api.ts';
import { cursorQuery } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { About } from '../readiness/about.tsx';
import { Board } from './board.tsx';
import { Bulk } from './bulk.tsx';
import { nobody, PersonField } from './person-field.tsx';
import { PlanStateBadge, Remarks, SeverityBadge } from './plan-state.tsx';

const route = getRouteApi('/inside/plan');
const serverSorts = ['number', 'title', 'severity', 'owner', 'dueOn', 'effortDays', 'state'] as const;
type Sort = (typeof serverSorts)[number];

interface Props {
  engagementId: string;
  as: 'table' | 'board';
  counts: PlanCounts;
  onOpen: (id: string) => void;
}

/** The items of a plan, narrowed down, as a table or by their states. */
export function Items({ engagementId, as, counts, onOpen }: Props) {
  const {
    open: opened,
    sort,
    search,
    state: inState,
    owner,
    severity,
    overdue,
    gap,
    control,
    criterion,
  } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('plan.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const state = planStates.find((each) => each === inState);
  const [column, descending] = [sort?.replace(/^-/, ''), sort?.startsWith('-') === true];
  const known: Sort = serverSorts.find((each) => each === column) ?? 'number';
  const input = {
    engagementId,
    search,
    state,
    severity,
    control,
    criterion,
    owner: owner === nobody ? undefined : owner,
    unowned: owner === nobody,
    overdue: overdue === 'only',
    gapMoved: gap === 'moved',
    sort: descending ? (`-${known}` as const) : known,
    limit: 500,
  };
  const pages = useInfiniteQuery(
    cursorQuery(['plan.list', input], (cursor, signal) => call('plan.list', { ...input, cursor }, { signal })),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const change = (part: Partial<ReturnType<typeof route.useSearch>>): void => {
    setSelected(new Set());
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  };
  const all = {
    search: undefined,
    state: undefined,
    owner: undefined,
    severity: undefined,
    overdue: undefined,
    gap: undefined,
    control: undefined,
    criterion: undefined,
  };
  const more = (): void => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  };
  const none = (
    <Empty
      title="No item matches."
      action={
        <Button variant="default" onClick={() => change(all)}>
          Show all items
        </Button>
      }
    />
  );

  return (
    <Stack gap="md">
      <Group gap="sm" component="section" aria-label="Which items">
        <SearchField label="Search the plan" value={search} onChange={(words) => change({ search: words })} />
        {as === 'board' ? null : (
          <Select
            size="xs"
            w={150}
            aria-label="Only in this state"
            placeholder="In any state"
            clearable
            data={planStates.map((value) => ({ value, label: planStateTitles[value] }))}
            value={state ?? null}
            onChange={(value) => change({ state: planStates.find((each) => each === value) })}
          />
        )}
        <PersonField
          size="xs"
          w={180}
          aria-label="Only of this owner"
          placeholder="Of any owner"
          clearable
          first={[{ value: nobody, label: 'Nobody' }]}
          value={owner ?? null}
          onChange={(value) => change({ owner: value ?? undefined })}
        />
        <Select
          size="xs"
          w={140}
          aria-label="Only of this severity"
          placeholder="Of any severity"
          clearable
          data={severities.map((value) => ({ value, label: severityTitles[value] }))}
          value={severity ?? null}
          onChange={(value) => change({ severity: severities.find((each) => each === value) })}
        />
        <Toggle
          label={`Overdue ${counts.overdue}`}
          on={overdue === 'only'}
          onToggle={(on) => change({ overdue: on ? 'only' : undefined })}
        />
        <Toggle
          label="Gap answered otherwise"
          on={gap === 'moved'}
          onToggle={(on) => change({ gap: on ? 'moved' : undefined })}
        />
        <About
          control={control}
          criterion={criterion}
          onClear={() => change({ control: undefined, criterion: undefined })}
        />
      </Group>
      <Bulk chosen={rows.filter(({ id }) => selected.has(id))} onClear={() => setSelected(new Set())} />
      {pages.error === null ? null : <ErrorNotice error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data === undefined ? (
        pages.error === null ? (
          <Waiting lines={9} />
        ) : null
      ) : as === 'board' ? (
        rows.length === 0 ? (
          none
        ) : (
          <Board items={rows} onOpen={onOpen} onMore={pages.hasNextPage ? more : undefined} />
        )
      ) : (
        <DataTable
          label="Plan of action"
          columns={columns}
          csv={csvColumns}
          rows={rows}
          total={pages.data.pages[0]?.total}
          loadMore={more}
          rowKey={({ id }) => id}
          rowName={({ code, title }) => `${code} ${title}`}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          opened={opened}
          onOpen={({ id }) => onOpen(id)}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? setSelected : undefined}
          minWidth={1020}
          empty={none}
        />
      )}
    </Stack>
  );
}

function Toggle({ label, on, onToggle }: { label: string; on: boolean; onToggle: (on: boolean) => void }) {
  return (
    <Button size="compact-sm" variant={on ? 'filled' : 'default'} aria-pressed={on} onClick={() => onToggle(!on)}>
      {label}
    </Button>
  );
}

const columns: Column<PlanItem>[] = [
  { id: 'number', title: 'Number', width: '92px', value: ({ number }) => number, cell: ({ code }) => code },
  {
    id: 'title',
    title: 'What',
    value: ({ title }) => title,
    cell: (item) => (
      <Stack gap={3} align="flex-start">
        <AsWritten text={item.title} />
        <Group gap={6}>
          <Remarks item={item} />
          {item.gap === null ? null : (
            <Text size="xs" c="dimmed">
              {item.gap.id}
            </Text>
          )}
        </Group>
      </Stack>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: '150px',
    value: ({ state }) => planStates.indexOf(state),
    cell: ({ state }) => <PlanStateBadge state={state} />,
  },
  {
    id: 'severity',
    title: 'Severity',
    width: '118px',
    value: ({ severity }) => (severity === null ? -1 : severities.indexOf(severity)),
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '140px',
    value: ({ owner }) => owner?.name ?? '',
    cell: ({ owner }) => (owner === null ? 'Nobody' : (owner.name ?? 'Nobody known here')),
  },
  {
    id: 'effortDays',
    title: 'Work left',
    width: '132px',
    value: ({ effortDays }) => effortDays ?? Infinity,
    cell: ({ effortDays, effortSource }) =>
      effortDays === null ? (
        'Not known'
      ) : (
        <Stack gap={0}>
          <span>{quantity(effortDays, 'day')}</span>
          {effortSource === 'catalogue' ? (
            <Text size="xs" c="dimmed">
              by the catalogue
            </Text>
          ) : null}
        </Stack>
      ),
  },
  {
    id: 'dueOn',
    title: 'Due',
    width: '116px',
    value: ({ dueOn }) => dueOn ?? '9999',
    cell: ({ dueOn }) => dueOn ?? 'No day',
  },
  {
    id: 'after',
    title: 'Waits for',
    width: '100px',
    sortable: false,
    value: ({ after }) => after.map(({ code }) => code).join(' '),
    cell: ({ after }) => after.map(({ code }) => code).join(', '),
  },
];

const csvColumns = [
  { title: 'Item', value: (i: PlanItem) => i.code },
  { title: 'Title', value: (i: PlanItem) => i.title },
  { title: 'What is to be done', value: (i: PlanItem) => i.description },
  { title: 'State', value: (i: PlanItem) => planStateTitles[i.state] },
  { title: 'Severity', value: (i: PlanItem) => i.severity },
  { title: 'Gap', value: (i: PlanItem) => i.gap?.id ?? null },
  { title: 'Owner', value: (i: PlanItem) => i.owner?.name ?? null },
  { title: 'Deputy', value: (i: PlanItem) => i.deputy?.name ?? null },
  { title: 'Verifier', value: (i: PlanItem) => i.verifier?.name ?? null },
  { title: 'Days of one person', value: (i: PlanItem) => i.effortDays },
  { title: 'Not before', value: (i: PlanItem) => i.notBefore },
  { title: 'Due', value: (i: PlanItem) => i.dueOn },
  { title: 'Overdue', value: (i: PlanItem) => i.overdue },
  { title: 'Waits for', value: (i: PlanItem) => i.after.map(({ code }) => code).join(' ') },
  { title: 'Deliverable', value: (i: PlanItem) => i.deliverable },
  { title: 'Evidence of done', value: (i: PlanItem) => i.evidenceOfDone },
  { title: 'Accepted until', value: (i: PlanItem) => i.acceptance?.until ?? null },
  { title: 'Note', value: (i: PlanItem) => i.note },
  { title: 'Criteria', value: (i: PlanItem) => i.criteria.join(' ') },
  { title: 'Controls', value: (i: PlanItem) => i.controls.join(' ') },
];
