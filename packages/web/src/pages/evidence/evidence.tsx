import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import type { Evidence } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { Side } from '../../ui/side.tsx';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { OnePiece } from './one-piece.tsx';
import { Renewal } from './renewal.tsx';
import { UploadEvidence } from './upload-evidence.tsx';

const route = getRouteApi('/inside/evidence');

export function EvidencePage() {
  const { search, open, sort, show = 'newest', view } = route.useSearch();
  const navigate = route.useNavigate();
  const mayAdd = useMay('evidence.add');
  const { current } = useEngagements();
  const [adding, add] = useDisclosure(false);
  const list = useOperation('evidence.list', { limit: 500, sort: '-capturedAt', search, ...shown[show] });
  const opened = useOperation('evidence.get', { id: open ?? '' }, { enabled: open !== undefined });
  const openPiece = (id: string | undefined) =>
    void navigate({ search: (s) => ({ ...s, open: id, view: undefined, page: undefined }) });

  return (
    <Page
      title="Evidence"
      lead={
        <>
          Files that show that something was done, sealed when they arrive. One piece of{' '}
          <Term id="evidence">evidence</Term> can support many controls.
        </>
      }
      actions={
        mayAdd ? (
          <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={add.open}>
            Upload evidence
          </Button>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <Stack gap="sm">
          <Group gap="sm">
            <SearchField
              label="Search the evidence"
              value={search}
              onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
            />
            <Select
              aria-label="Which evidence"
              w={230}
              allowDeselect={false}
              data={[
                { value: 'newest', label: 'Newest versions' },
                { value: 'renewal', label: 'To be renewed in 30 days' },
                { value: 'all', label: 'All versions' },
              ]}
              value={show}
              onChange={(value) =>
                void navigate({
                  search: (s) => ({ ...s, show: value === 'renewal' || value === 'all' ? value : undefined }),
                  replace: true,
                })
              }
            />
          </Group>
          <DataTable
            label="Evidence"
            columns={columns}
            rows={list.data.items}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            opened={open}
            onOpen={({ id }) => openPiece(id)}
            minWidth={1100}
            empty={
              <Empty
                title={
                  search !== undefined
                    ? 'No evidence matches.'
                    : show === 'renewal'
                      ? 'Nothing is to be renewed in the next thirty days.'
                      : 'No evidence yet.'
                }
                action={
                  mayAdd && search === undefined && show !== 'renewal' ? (
                    <Button onClick={add.open}>Upload evidence</Button>
                  ) : undefined
                }
                example={
                  show === 'renewal'
                    ? undefined
                    : 'For example the signed minutes of the yearly risk meeting, or a screenshot of a setting with its date.'
                }
              />
            }
          />
        </Stack>
      )}
      <Side opened={adding} onClose={add.close} size="lg" title="Upload evidence">
        <UploadEvidence terms={current?.terms ?? null} onDone={add.close} />
      </Side>
      <Side
        opened={open !== undefined}
        onClose={() => openPiece(undefined)}
        size={view === 'large' ? '100%' : 860}
        title={opened.data === undefined ? 'Evidence' : <AsWritten text={opened.data.title} />}
      >
        {opened.error === null ? null : <ErrorNotice error={opened.error} retry={() => void opened.refetch()} />}
        {opened.data === undefined ? (
          opened.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <OnePiece key={opened.data.id} evidence={opened.data} terms={current?.terms ?? null} onOpen={openPiece} />
        )}
      </Side>
    </Page>
  );
}

/** What the list is asked for. */
const shown = { newest: { newest: true }, renewal: { renewWithin: 30 }, all: {} };

const columns: Column<Evidence>[] = [
  {
    id: 'title',
    title: 'Evidence',
    value: (e) => e.title,
    cell: (e) => (
      <Stack gap={0}>
        <span>
          <AsWritten text={e.title} />
        </span>
        <Text size="xs" c="dimmed">
          <AsWritten text={e.fileName} />, {size(e.size)}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Controls',
    width: '170px',
    value: (e) => e.controls.join(' '),
    cell: (e) => e.controls.join(', ') || 'None named',
  },
  {
    id: 'period',
    title: 'Speaks for',
    width: widths.period,
    value: (e) => e.period.from,
    cell: (e) => (
      <Stack gap={0}>
        <span>
          {e.period.from} to {e.period.to}
        </span>
        {e.backDated ? (
          <Text size="xs" component="div">
            <Term id="back-dated" />
          </Text>
        ) : null}
      </Stack>
    ),
  },
  {
    id: 'renewOn',
    title: 'Renew by',
    width: '160px',
    value: (e) => e.renewOn ?? '',
    cell: (e) => <Renewal evidence={e} />,
  },
  {
    id: 'capturedAt',
    title: 'Sealed',
    width: widths.moment,
    value: (e) => e.capturedAt,
    cell: (e) => <Moment at={e.capturedAt} />,
  },
  {
    id: 'download',
    title: 'File',
    width: '130px',
    sortable: false,
    value: (e) => e.fileName,
    cell: (e) => (
      <Download
        operation="evidence.download"
        input={{ id: e.id }}
        fileName={e.fileName}
        label="Download"
        about={e.title}
        size="compact-xs"
      />
    ),
  },
];
