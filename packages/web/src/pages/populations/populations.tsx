import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { IconFileUpload, IconGitBranch } from '@tabler/icons-react';
import type { Engagement, Population } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Side } from '../../ui/side.tsx';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { CollectGit } from './collect-git.tsx';
import { ImportFile } from './import-file.tsx';

const route = getRouteApi('/inside/populations');

export function PopulationsPage() {
  return (
    <WithEngagement title="Populations">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const { add, sort, versions } = route.useSearch();
  const navigate = route.useNavigate();
  const mayFreeze = useMay('populations.freeze');
  const kinds = useOperation('populations.kinds', {});
  const list = useOperation('populations.list', {
    engagementId: engagement.id,
    limit: 500,
    sort: '-frozenAt',
    latest: versions === 'all' ? undefined : true,
  });
  const titles = useMemo(() => new Map((kinds.data?.items ?? []).map(({ id, title }) => [id, title])), [kinds.data]);
  const columns = useMemo(() => columnsWith(titles), [titles]);
  const show = (what: 'git' | 'file' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });

  return (
    <Page
      title="Populations"
      lead={
        <>
          Whole lists of what your controls should have acted on, <Term id="freeze">frozen</Term>, counted and{' '}
          <Term id="hash">hashed</Term>. A counted zero is a number with evidence; no{' '}
          <Term id="population">population</Term> is not a zero.
        </>
      }
      actions={
        mayFreeze ? (
          <>
            <Button
              variant="default"
              leftSection={<IconFileUpload size={16} aria-hidden />}
              onClick={() => show('file')}
            >
              Import a file
            </Button>
            <Button leftSection={<IconGitBranch size={16} aria-hidden />} onClick={() => show('git')}>
              Collect from git
            </Button>
          </>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <Stack gap="xs">
          <Group>
            <Checkbox
              size="xs"
              label="Show earlier versions too"
              checked={versions === 'all'}
              onChange={(event) => {
                const all = event.currentTarget.checked;
                void navigate({ search: (s) => ({ ...s, versions: all ? 'all' : undefined }), replace: true });
              }}
            />
          </Group>
          <DataTable
            label="Frozen populations"
            columns={columns}
            rows={list.data.items}
            rowKey={(population) => population.id}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            onOpen={({ id }) => void navigate({ to: '/populations/$id', params: { id }, search: {} })}
            minWidth={860}
            empty={
              <Empty
                title="No population is frozen yet."
                action={
                  mayFreeze ? (
                    <Group gap="xs">
                      <Button onClick={() => show('git')}>Collect from git</Button>
                      <Button variant="default" onClick={() => show('file')}>
                        Import a file
                      </Button>
                    </Group>
                  ) : undefined
                }
                example="For example every change of the period from your repository, or a CSV of all accounts with a column for the second factor."
              />
            }
          />
        </Stack>
      )}
      <Side opened={add === 'git'} onClose={() => show(undefined)} size="lg" title="Collect from git">
        <CollectGit engagement={engagement} />
      </Side>
      <Side opened={add === 'file'} onClose={() => show(undefined)} size="xl" title="Import a file">
        {kinds.data === undefined ? (
          kinds.error === null ? (
            <Waiting />
          ) : (
            <ErrorNotice error={kinds.error} retry={() => void kinds.refetch()} />
          )
        ) : (
          <ImportFile engagement={engagement} kinds={kinds.data.items} />
        )}
      </Side>
    </Page>
  );
}

function columnsWith(titles: ReadonlyMap<string, string>): Column<Population>[] {
  return [
    {
      id: 'name',
      title: 'Population',
      value: ({ manifest }) => manifest.name,
      cell: ({ id, kind, manifest, latest, version }) => (
        <Stack gap={0}>
          <Group gap={6}>
            <Link to="/populations/$id" params={{ id }} className="tm-link">
              {manifest.name}
            </Link>
            {manifest.interim ? <StateBadge state="interim" /> : null}
          </Group>
          <Text size="xs" c="dimmed">
            {titles.get(kind) ?? kind}
            {version > 1 || !latest ? ` · version ${version}${latest ? '' : ', replaced'}` : ''}
          </Text>
        </Stack>
      ),
    },
    {
      id: 'rows',
      title: 'Rows',
      width: '100px',
      align: 'right',
      value: (p) => p.manifest.rows,
      cell: (p) => count(p.manifest.rows),
    },
    {
      id: 'period',
      title: 'Period',
      header: <Term id="period" />,
      width: widths.period,
      value: (p) => p.manifest.period?.from ?? null,
      cell: (p) => (p.manifest.period === null ? 'None' : `${p.manifest.period.from} to ${p.manifest.period.to}`),
    },
    {
      id: 'frozenAt',
      title: 'Frozen',
      width: widths.moment,
      value: (p) => p.frozenAt,
      cell: (p) => <Moment at={p.frozenAt} />,
    },
    {
      id: 'sha256',
      title: 'Hash',
      header: <Term id="hash" />,
      width: '170px',
      value: (p) => p.manifest.sha256,
      cell: (p) => <Hash value={p.manifest.sha256} label={`hash of ${p.manifest.name}`} />,
    },
    {
      id: 'entry',
      title: 'Log entry',
      header: <Term id="entry" />,
      width: '108px',
      align: 'right',
      value: (p) => p.entryIndex,
      cell: (p) => (
        <Link
          to="/log"
          search={{ entry: String(p.entryIndex) }}
          className="tm-link"
          aria-label={`Log entry ${p.entryIndex}`}
        >
          {p.entryIndex}
        </Link>
      ),
    },
  ];
}
