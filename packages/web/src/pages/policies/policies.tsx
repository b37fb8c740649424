import { Button, Group, Stack, Text } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { count } from '../../ui/moment.ts';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/policies');
type Listed = Output<'policies.templates'>['items'][number];

export function PoliciesPage() {
  return <WithEngagement title="Policies">{(engagement) => <Templates engagement={engagement} />}</WithEngagement>;
}

function Templates({ engagement }: { engagement: Engagement }) {
  const { search = '', show, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useOperation('policies.templates', { engagementId: engagement.id });
  const all = data?.items ?? [];
  const outside = all.filter(({ applies }) => !applies).length;
  const rows = all.filter((each) => (show === 'all' || each.applies) && has(each, search));
  return (
    <Page
      title="Policies"
      lead="The documents that an examination expects, written in full and filled from your scope. Read them, make them your own, and keep only what you do."
      actions={
        data === undefined || data.needed === 0 ? null : (
          <Group gap="xs">
            {(['pdf', 'docx'] as const).map((format) => (
              <Download
                key={format}
                operation="policies.export"
                input={{ engagementId: engagement.id, format }}
                fileName={`policies.${format}`}
                label={format.toUpperCase()}
                about={`all ${data.needed} that are needed`}
                size="xs"
              />
            ))}
          </Group>
        )
      }
    >
      <Stack gap="md">
        <Note>
          These are templates. Editing, approval and acknowledgement come in a later version; until then save a text and
          go on with it where your documents live.
        </Note>
        {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
        <Group gap="sm">
          <SearchField
            label="Search the documents"
            value={search === '' ? undefined : search}
            onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
          />
          {outside === 0 ? null : (
            <Button
              size="compact-sm"
              variant={show === 'all' ? 'filled' : 'default'}
              aria-pressed={show === 'all'}
              onClick={() =>
                void navigate({ search: (s) => ({ ...s, show: show === 'all' ? undefined : 'all' }), replace: true })
              }
            >
              Also those not needed {outside}
            </Button>
          )}
        </Group>
        {data === undefined ? (
          error === null ? (
            <Waiting lines={9} />
          ) : null
        ) : (
          <DataTable
            label="Policies"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            onOpen={({ id }) => void navigate({ to: '/policies/$id', params: { id } })}
            minWidth={900}
            empty={<Empty title="No document matches." />}
          />
        )}
      </Stack>
    </Page>
  );
}

/** Whether all words stand in what the list tells of a template. */
function has({ id, title, purpose, owner, satisfies, controls }: Listed, search: string): boolean {
  const text = [id, title, purpose, owner, ...satisfies, ...controls].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const columns: Column<Listed>[] = [
  {
    id: 'title',
    title: 'Document',
    value: ({ id }) => id,
    cell: ({ id, title, purpose, applies }) => (
      <Stack gap={0}>
        <Link to="/policies/$id" params={{ id }} className="tm-link">
          {title}
        </Link>
        <Text size="xs" c="dimmed">
          {applies ? purpose : `Not needed: no criterion of it is asked in this engagement. ${purpose}`}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'satisfies',
    title: 'Criteria',
    width: '180px',
    value: ({ satisfies }) => satisfies.join(', '),
    cell: ({ satisfies }) => satisfies.join(', '),
  },
  { id: 'owner', title: 'Owner', width: '170px', value: ({ owner }) => owner, cell: ({ owner }) => owner },
  {
    id: 'acknowledgement',
    title: 'For everybody',
    width: '126px',
    value: ({ acknowledgement }) => (acknowledgement ? 0 : 1),
    cell: ({ acknowledgement }) => (acknowledgement ? 'Accepted by all' : ''),
  },
  {
    id: 'words',
    title: 'Words',
    width: '86px',
    align: 'right',
    value: ({ words }) => words,
    cell: ({ words }) => count(words),
  },
  {
    id: 'unknown',
    title: 'Not known',
    width: '104px',
    align: 'right',
    value: ({ unknown }) => unknown,
    cell: ({ unknown }) => (unknown === 0 ? '' : count(unknown)),
  },
];
