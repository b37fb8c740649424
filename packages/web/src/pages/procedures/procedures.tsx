import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import type { ProcedureSummary } from '@tickmark/core';
import { procedureDueStates, procedureDueStateTitles } from '@tickmark/core/procedure-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { NotForRole } from '../../shell/not-for-role.tsx';
import { AsWritten } from '../../ui/as-written.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Due, often } from './procedure-state.tsx';
import { RunsTable } from './runs-table.tsx';

const route = getRouteApi('/inside/procedures');

/** What is done again and again: how often, when it was last, and when it is due next. */
export function ProceduresPage() {
  return useMay('procedures.read') ? <Procedures /> : <NotForRole title="Procedures" />;
}

function Procedures() {
  const { tab, sort, from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('procedures.manage');
  return (
    <Page
      title="Procedures"
      lead="Steps that are done again and again, each with who does it and what it leaves. Running one makes a dated record."
      actions={
        may ? (
          <Group gap="xs">
            <Button component={Link} to="/procedures/from-document" size="xs">
              From a document
            </Button>
            <Button component={Link} to="/procedures/write" size="xs" variant="default">
              Write one
            </Button>
          </Group>
        ) : null
      }
    >
      <Tabs
        value={tab ?? 'all'}
        onChange={(value) => void navigate({ search: value === 'runs' ? { tab: 'runs' } : {}, replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="all">Procedures</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="all">
          <AllProcedures />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsTable
            period={{ from, to }}
            onPeriod={(period) => void navigate({ search: (s) => ({ ...s, ...period }), replace: true })}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function AllProcedures() {
  const { search, due, retired, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('procedures.manage');
  const { data, error, refetch } = useOperation('procedures.list', {
    search,
    due: procedureDueStates.find((state) => state === due),
    retired: retired !== undefined,
  });
  if (data === undefined)
    return error === null ? <Waiting lines={8} /> : <ErrorNotice error={error} retry={() => void refetch()} />;
  const { counts, items } = data;
  if (counts.total + counts.retired === 0)
    return (
      <Empty
        title="No procedure is written yet."
        action={
          may ? (
            <Button component={Link} to="/procedures/from-document">
              Take steps from a document
            </Button>
          ) : undefined
        }
        example="For example: the six steps by which somebody joins. Each time, a run of it shows who did which step when."
      />
    );
  return (
    <Stack gap="md">
      <Group gap="sm">
        <SearchField
          label="Search the procedures"
          value={search}
          onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
        />
        {procedureDueStates.map((state) =>
          counts.due[state] === 0 ? null : (
            <Choice
              key={state}
              on={due === state}
              onToggle={(on) =>
                void navigate({ search: (s) => ({ ...s, due: on ? state : undefined }), replace: true })
              }
            >
              {procedureDueStateTitles[state]} {count(counts.due[state])}
            </Choice>
          ),
        )}
        {counts.retired === 0 ? null : (
          <Choice
            on={retired !== undefined}
            onToggle={(on) =>
              void navigate({ search: (s) => ({ ...s, retired: on ? 'show' : undefined }), replace: true })
            }
          >
            Also retired {count(counts.retired)}
          </Choice>
        )}
      </Group>
      <DataTable
        label="Procedures"
        columns={columns}
        rows={items}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        onOpen={({ id }) => void navigate({ to: '/procedures/$id', params: { id } })}
        minWidth={900}
        empty={<Empty title="No procedure matches." />}
      />
    </Stack>
  );
}

const dim = (words: string) => (
  <Text size="sm" c="dimmed">
    {words}
  </Text>
);

const columns: Column<ProcedureSummary>[] = [
  {
    id: 'title',
    title: 'Procedure',
    value: ({ title }) => title,
    cell: ({ id, title, purpose }) => (
      <Stack gap={0}>
        <Link to="/procedures/$id" params={{ id }} className="tm-link">
          <AsWritten text={title} />
        </Link>
        <Text size="xs" c="dimmed" lineClamp={2}>
          <AsWritten text={purpose} />
        </Text>
      </Stack>
    ),
  },
  {
    id: 'frequency',
    title: 'How often',
    width: '130px',
    value: ({ frequency }) => frequency,
    cell: ({ frequency }) => often(frequency),
  },
  {
    id: 'due',
    title: 'Next',
    width: '140px',
    value: ({ due }) => due?.on ?? due?.state ?? '',
    cell: (procedure) => <Due {...procedure} />,
  },
  {
    id: 'last',
    title: 'Last finished',
    width: '130px',
    value: ({ lastFinishedOn }) => lastFinishedOn ?? '',
    cell: ({ lastFinishedOn }) => lastFinishedOn ?? dim('Never'),
  },
  {
    id: 'runs',
    title: 'Runs',
    width: '150px',
    value: ({ finished }) => finished,
    cell: ({ finished, underWay }) => (
      <Stack gap={0}>
        {finished} finished
        {underWay === 0 ? null : dim(`${underWay} under way`)}
      </Stack>
    ),
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '150px',
    value: ({ owner }) => owner?.name ?? '',
    cell: ({ owner }) => owner?.name ?? dim('Nobody'),
  },
];
