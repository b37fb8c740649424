import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDice, IconLock } from '@tabler/icons-react';
import type { Engagement, Population } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { CommitNonce } from './commit-nonce.tsx';
import { DrawSample } from './draw-sample.tsx';

const route = getRouteApi('/inside/samples');

type Listed = Output<'samples.list'>['items'][number];

export function SamplesPage() {
  return (
    <WithEngagement title="Samples">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const { add, search, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayDraw = useMay('samples.draw');
  const list = useOperation('samples.list', {
    engagementId: engagement.id,
    extensions: false,
    sort: '-drawnAt',
    limit: 500,
    search,
  });
  const populations = useOperation('populations.list', { engagementId: engagement.id, limit: 500 });
  const byId = useMemo(
    () => new Map((populations.data?.items ?? []).map((each) => [each.id, each])),
    [populations.data],
  );
  const columns = useMemo(() => columnsWith(byId), [byId]);
  const show = (what: 'draw' | 'nonce' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });

  return (
    <Page
      title="Samples"
      lead={
        <>
          For what cannot be tested item by item. A <Term id="sample">sample</Term> follows from the frozen population
          by hashing: nobody picks it, and anybody can draw it again.
        </>
      }
      actions={
        mayDraw ? (
          <>
            <Button variant="default" leftSection={<IconLock size={16} aria-hidden />} onClick={() => show('nonce')}>
              Commit to a nonce
            </Button>
            <Button leftSection={<IconDice size={16} aria-hidden />} onClick={() => show('draw')}>
              Draw a sample
            </Button>
          </>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      <Group gap="sm">
        <SearchField
          label="Search the samples by control"
          value={search}
          onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
        />
      </Group>
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Samples"
          columns={columns}
          rows={list.data.items}
          rowKey={({ id }) => id}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          onOpen={({ id }) => void navigate({ to: '/samples/$id', params: { id }, search: {} })}
          minWidth={900}
          empty={
            <Empty
              title={search === undefined ? 'No sample has been drawn.' : 'No sample is for such a control.'}
              action={mayDraw ? <Button onClick={() => show('draw')}>Draw a sample</Button> : undefined}
              example="Whole populations are tested by program wherever that is possible. A sample is for paper, screenshots and judgement."
            />
          }
        />
      )}
      <Side opened={add === 'draw'} onClose={() => show(undefined)} size="lg" title="Draw a sample">
        <DrawSample
          engagement={engagement}
          populations={(populations.data?.items ?? []).filter(({ latest }) => latest)}
          onDrawn={(id) => void navigate({ to: '/samples/$id', params: { id }, search: {} })}
        />
      </Side>
      <Side opened={add === 'nonce'} onClose={() => show(undefined)} size="lg" title="Commit to a nonce">
        <CommitNonce engagement={engagement} onDone={() => show(undefined)} />
      </Side>
    </Page>
  );
}

/** How items were selected, in words. */
export function selectionWords({ method }: Listed['document']): string {
  if (method === undefined) return 'By hash';
  return method.by === 'time' ? `Over time, by ${method.column}` : `In strata, by ${method.column}`;
}

function columnsWith(populations: ReadonlyMap<string, Population>): Column<Listed>[] {
  const nameOf = ({ populationId }: Listed) => populations.get(populationId)?.manifest.name ?? '';
  const number = (id: string, title: string, value: (sample: Listed) => number, width: string): Column<Listed> => ({
    id,
    title,
    width,
    align: 'right',
    value,
    cell: (sample) => count(value(sample)),
  });
  return [
    {
      id: 'control',
      title: 'Control',
      value: (s) => s.control,
      cell: (s) => (
        <Stack gap={0}>
          <Link to="/samples/$id" params={{ id: s.id }} className="tm-link">
            {s.control}
          </Link>
          <Text size="xs" c="dimmed">
            {nameOf(s)}
          </Text>
        </Stack>
      ),
    },
    {
      id: 'selection',
      title: 'Selection',
      header: <Term id="selection" />,
      width: '220px',
      value: (s) => selectionWords(s.document),
      cell: (s) => selectionWords(s.document),
    },
    number('items', 'Items', (s) => s.counts?.items ?? 0, '90px'),
    number('examined', 'Examined', (s) => s.counts?.examined ?? 0, '112px'),
    {
      ...number('deviations', 'Deviations', (s) => s.counts?.deviations ?? 0, '118px'),
      header: <Term id="deviation">Deviations</Term>,
    },
    {
      id: 'drawnAt',
      title: 'Drawn',
      width: widths.moment,
      value: (s) => s.drawnAt,
      cell: (s) => <Moment at={s.drawnAt} />,
    },
  ];
}
