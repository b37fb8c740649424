import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { Engagement, PublishedTest } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Side } from '../../ui/side.tsx';
import { useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { quantity } from '../../ui/moment.ts';
import { Panel } from '../../ui/panel.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { JobProgress } from '../jobs/job-progress.tsx';
import { DefinitionView } from './definition-view.tsx';

const route = getRouteApi('/inside/tests');

/** What can run: published definitions, run over every item of the newest populations. */
export function Published({
  engagement,
  tests,
  error,
}: {
  engagement: Engagement;
  tests: readonly PublishedTest[] | undefined;
  error: unknown;
}) {
  const { open, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRun = useMay('tests.run');
  const mayPublish = useMay('tests.publish');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [jobId, setJobId] = useState<string | null>(null);
  const run = useWrite('tests.run');

  if (error !== null) return <ErrorNotice error={error} />;
  if (tests === undefined) return <Waiting />;
  const opened = tests.find(({ definition }) => definition.id === open);
  const ids = tests.filter(({ definition }) => selected.has(definition.id)).map(({ id }) => id);
  const start = () =>
    run.mutate(
      { engagementId: engagement.id, ids: ids.length === 0 ? undefined : ids },
      { onSuccess: ({ jobId }) => setJobId(jobId) },
    );

  return (
    <Stack gap="sm">
      {mayRun && tests.length > 0 ? (
        <Group gap="sm">
          <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={run.isPending} onClick={start}>
            {ids.length === 0 ? 'Run tests' : `Run ${quantity(ids.length, 'test')}`}
          </Button>
          <Text size="sm" c="dimmed">
            {ids.length === 0 ? 'All of them' : 'Those selected'}, over every item of the newest frozen populations.
          </Text>
        </Group>
      ) : null}
      {run.error === null ? null : <ErrorNotice error={run.error} />}
      {jobId === null ? null : (
        <Panel>
          <JobProgress id={jobId} />
        </Panel>
      )}
      <DataTable
        label="Published tests"
        columns={columns}
        rows={tests}
        rowKey={({ definition }) => definition.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={open}
        onOpen={({ definition }) => void navigate({ search: (s) => ({ ...s, open: definition.id }) })}
        selected={mayRun ? selected : undefined}
        onSelect={mayRun ? setSelected : undefined}
        minWidth={820}
        empty={
          <Empty
            title="No test is published yet."
            action={<Button onClick={() => void navigate({ search: { tab: 'library' } })}>Open the library</Button>}
            example="For example CHG-02.review: was each change approved by somebody other than its author, before it was merged?"
          />
        }
      />
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, open: undefined }) })}

        size="xl"
        title={opened === undefined ? '' : `${opened.definition.id}, version ${opened.version}`}
      >
        {opened === undefined ? null : (
          <Stack gap="md">
            <Text fw={600}>{opened.definition.title}</Text>
            <DefinitionView definition={opened.definition} yaml={opened.yaml} />
            <Group gap="lg">
              <Hash value={opened.sha256} label="hash of the definition" />
              <Link to="/log" search={{ entry: String(opened.entryIndex) }} className="tm-link">
                Log entry {opened.entryIndex}
              </Link>
              <Link to="/tests/history" search={{ code: opened.definition.id }} className="tm-link">
                Versions, runs, day by day
              </Link>
              {mayPublish ? (
                <Link to="/tests" search={{ tab: 'write', from: opened.definition.id }} className="tm-link">
                  Write the next version
                </Link>
              ) : null}
            </Group>
          </Stack>
        )}
      </Side>
    </Stack>
  );
}

const columns: Column<PublishedTest>[] = [
  {
    id: 'id',
    title: 'Test',
    width: '210px',
    value: (t) => t.definition.id,
    cell: (t) => <strong>{t.definition.id}</strong>,
  },
  { id: 'title', title: 'What it asks', value: (t) => t.definition.title, cell: (t) => t.definition.title },
  { id: 'kind', title: 'Kind', width: '100px', value: (t) => t.definition.kind, cell: (t) => t.definition.kind },
  { id: 'version', title: 'Version', width: '94px', align: 'right', value: (t) => t.version, cell: (t) => t.version },
  {
    id: 'publishedAt',
    title: 'Published',
    width: widths.moment,
    value: (t) => t.publishedAt,
    cell: (t) => <Moment at={t.publishedAt} />,
  },
];
