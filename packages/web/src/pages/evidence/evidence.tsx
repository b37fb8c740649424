import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import type { Evidence } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Side } from '../../ui/side.tsx';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { UploadEvidence } from './upload-evidence.tsx';

const route = getRouteApi('/inside/evidence');

export function EvidencePage() {
  const { search, open, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayAdd = useMay('evidence.add');
  const { current } = useEngagements();
  const [adding, add] = useDisclosure(false);
  const list = useOperation('evidence.list', { limit: 500, sort: '-capturedAt', search });
  const opened = list.data?.items.find(({ id }) => id === open) ?? null;

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
          <SearchField
            label="Search the evidence"
            value={search}
            onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
          />
          <DataTable
            label="Evidence"
            columns={columns}
            rows={list.data.items}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            opened={open}
            onOpen={({ id }) => void navigate({ search: (s) => ({ ...s, open: id }) })}
            minWidth={820}
            empty={
              <Empty
                title={search === undefined ? 'No evidence yet.' : 'No evidence matches.'}
                action={
                  mayAdd && search === undefined ? <Button onClick={add.open}>Upload evidence</Button> : undefined
                }
                example="For example the signed minutes of the yearly risk meeting, or a screenshot of a setting with its date."
              />
            }
          />
        </Stack>
      )}
      <Side opened={adding} onClose={add.close} size="lg" title="Upload evidence">
        <UploadEvidence terms={current?.terms ?? null} onDone={add.close} />
      </Side>
      <Side
        opened={opened !== null}
        onClose={() => void navigate({ search: (s) => ({ ...s, open: undefined }) })}
        size="lg"
        title={opened?.title}
      >
        {opened === null ? null : <OnePiece evidence={opened} />}
      </Side>
    </Page>
  );
}

const columns: Column<Evidence>[] = [
  {
    id: 'title',
    title: 'Evidence',
    value: (e) => e.title,
    cell: (e) => (
      <Stack gap={0}>
        <span>{e.title}</span>
        <Text size="xs" c="dimmed">
          {e.fileName}, {size(e.size)}
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

function OnePiece({ evidence }: { evidence: Evidence }) {
  return (
    <Stack gap="md">
      <Facts
        facts={[
          ['File', `${evidence.fileName}, ${size(evidence.size)}, ${evidence.mediaType}`],
          ['Speaks for', `${evidence.period.from} to ${evidence.period.to}`],
          ['Sealed', <Moment key="m" at={evidence.capturedAt} />],
          ...(evidence.backDated
            ? [[<Term key="b" id="back-dated" />, 'Yes: sealed after the period it speaks for'] as const]
            : []),
          ['Source', evidence.source],
          ['Controls', evidence.controls.join(', ') || 'None named'],
          [<Term key="h" id="hash" />, <Hash key="v" value={evidence.sha256} label="hash of the file" whole />],
          [
            <Term key="e" id="entry" />,
            <Link key="l" to="/log" search={{ entry: String(evidence.entryIndex) }} className="tm-link">
              {evidence.entryIndex}
            </Link>,
          ],
        ]}
      />
      <Note>The log holds a salted fingerprint of the file, so that nobody can guess its content from the log.</Note>
      <Group>
        <Download
          operation="evidence.download"
          input={{ id: evidence.id }}
          fileName={evidence.fileName}
          label="Download"
          about={evidence.title}
        />
      </Group>
    </Stack>
  );
}
