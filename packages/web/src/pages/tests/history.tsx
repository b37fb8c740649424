import { Button, Group, Stack, Text } from '@mantine/core';
import type { Engagement, PublishedTest, ResultSummary } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { DayByDay } from '../increments/day-by-day.tsx';
import { counts } from '../results/results.tsx';

const route = getRouteApi('/inside/tests/history');

export function TestHistoryPage() {
  const { code = '' } = route.useSearch();
  return (
    <WithEngagement title={`History of ${code}`}>
      {(engagement) => <Loaded key={`${engagement.id} ${code}`} engagement={engagement} code={code} />}
    </WithEngagement>
  );
}

/** Every version of a test and every run of each; any two runs can be compared. */
function Loaded({ engagement, code }: { engagement: Engagement; code: string }) {
  const versions = useOperation('tests.list', { engagementId: engagement.id, code, sort: '-publishedAt', limit: 500 });
  const runs = useOperation('results.list', { engagementId: engagement.id, code, sort: '-ranAt', limit: 500 });
  const error = versions.error ?? runs.error;
  return (
    <Page
      title={`History of ${code}`}
      lead="Every version that was published and every run of each. What was published or found once stays on record."
    >
      {error === null ? null : (
        <ErrorNotice
          error={error}
          retry={() => {
            void versions.refetch();
            void runs.refetch();
          }}
        />
      )}
      {versions.data === undefined || runs.data === undefined ? (
        error === null ? (
          <Waiting />
        ) : null
      ) : (
        <>
          <Both versions={versions.data.items} runs={runs.data.items} />
          <DayByDay engagement={engagement} code={code} test={versions.data.items[0]} />
        </>
      )}
    </Page>
  );
}

function Both({ versions, runs }: { versions: readonly PublishedTest[]; runs: readonly ResultSummary[] }) {
  const navigate = route.useNavigate();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const versionColumns = useMemo(() => versionColumnsOf(runs), [runs]);
  const runColumns = useMemo(() => runColumnsOf(versions, runs), [versions, runs]);
  const [one, two] = [...selected];
  return (
    <>
      <Section title="Versions">
        <DataTable
          label="Versions"
          columns={versionColumns}
          rows={versions}
          rowKey={({ id }) => id}
          minWidth={720}
          empty={<Empty title="No version of this test is published." example="The library and the form make one." />}
        />
      </Section>
      <Section title="Runs" lead="Select two runs to compare them item by item.">
        <Stack gap="sm">
          <DataTable
            label="Runs"
            columns={runColumns}
            rows={runs}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: '/results/$id', params: { id }, search: {} })}
            selected={runs.length > 1 ? selected : undefined}
            onSelect={runs.length > 1 ? setSelected : undefined}
            minWidth={900}
            empty={<Empty title="This test has not been run." example="Run it from the list of published tests." />}
          />
          {runs.length > 1 ? (
            <Group gap="sm">
              <Button
                disabled={selected.size !== 2}
                onClick={() =>
                  one !== undefined &&
                  two !== undefined &&
                  void navigate({ to: '/results/$id/compare/$other', params: { id: one, other: two }, search: {} })
                }
              >
                Compare the two
              </Button>
              {selected.size > 2 ? (
                <Text size="sm" c="dimmed">
                  Two at a time; {count(selected.size)} are selected.
                </Text>
              ) : null}
            </Group>
          ) : null}
        </Stack>
      </Section>
    </>
  );
}

function versionColumnsOf(runs: readonly ResultSummary[]): Column<PublishedTest>[] {
  const ran = (test: PublishedTest) => runs.filter(({ testId }) => testId === test.id).length;
  return [
    {
      id: 'version',
      title: 'Version',
      width: '100px',
      sortable: false,
      value: (t) => t.version,
      cell: (t) => <strong>{t.version}</strong>,
    },
    {
      id: 'title',
      title: 'What it asks',
      sortable: false,
      value: (t) => t.definition.title,
      cell: (t) => t.definition.title,
    },
    {
      id: 'sha256',
      title: 'Hash',
      width: '170px',
      sortable: false,
      value: (t) => t.sha256,
      cell: (t) => <Hash value={t.sha256} label={`hash of version ${t.version}`} />,
    },
    {
      id: 'runs',
      title: 'Runs',
      width: '80px',
      align: 'right',
      sortable: false,
      value: ran,
      cell: (t) => count(ran(t)),
    },
    {
      id: 'publishedAt',
      title: 'Published',
      width: widths.moment,
      sortable: false,
      value: (t) => t.publishedAt,
      cell: (t) => <Moment at={t.publishedAt} />,
    },
    {
      id: 'entry',
      title: 'Log entry',
      width: '100px',
      sortable: false,
      value: (t) => t.entryIndex,
      cell: (t) => (
        <Link to="/log" search={{ entry: String(t.entryIndex) }} className="tm-link">
          {t.entryIndex}
        </Link>
      ),
    },
  ];
}

function runColumnsOf(versions: readonly PublishedTest[], runs: readonly ResultSummary[]): Column<ResultSummary>[] {
  const versionOf = (run: ResultSummary) => versions.find(({ id }) => id === run.testId)?.version ?? null;
  return [
    {
      id: 'ranAt',
      title: 'Run',
      width: widths.moment,
      sortable: false,
      value: (r) => r.ranAt,
      cell: (r) => (
        <Link to="/results/$id" params={{ id: r.id }} search={{}} className="tm-link">
          <Moment at={r.ranAt} />
        </Link>
      ),
    },
    { id: 'version', title: 'Version', width: '90px', sortable: false, value: versionOf, cell: (r) => versionOf(r) },
    {
      id: 'proposal',
      title: 'Proposal',
      sortable: false,
      value: (r) => r.proposal.kind,
      cell: (r) => (
        <Stack gap={2} align="flex-start">
          <StateBadge state={r.proposal.kind} />
          <Text size="xs" c="dimmed">
            {counts(r)}
          </Text>
        </Stack>
      ),
    },
    {
      id: 'deviations',
      title: 'Deviations',
      width: '110px',
      align: 'right',
      sortable: false,
      value: deviations,
      cell: (r) => count(deviations(r)),
    },
    {
      id: 'unverified',
      title: 'Unverified',
      width: '110px',
      align: 'right',
      sortable: false,
      value: (r) => r.items.unverified,
      cell: (r) => count(r.items.unverified),
    },
    {
      id: 'compare',
      title: 'Compare',
      width: '210px',
      sortable: false,
      value: () => null,
      cell: (r) => {
        const before = runs[runs.indexOf(r) + 1];
        return before === undefined ? (
          <Text size="sm" c="dimmed">
            the first run
          </Text>
        ) : (
          <Link
            to="/results/$id/compare/$other"
            params={{ id: before.id, other: r.id }}
            search={{}}
            className="tm-link"
          >
            With the run before
          </Link>
        );
      },
    },
  ];
}

function deviations({ items, occurrences }: ResultSummary): number {
  return items.deviations + (occurrences === null ? 0 : occurrences.late + occurrences.missed);
}
