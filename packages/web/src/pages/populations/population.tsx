import { Group, Text } from '@mantine/core';
import type { Population } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Side } from '../../ui/side.tsx';
import { call } from '../../api.ts';
import { pagedQuery, useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { count, quantity, size } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel, Verbatim } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Receipt } from '../log/receipt.tsx';
import { Reconciliations } from './reconcile-section.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment, Value } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';

const route = getRouteApi('/inside/populations/$id');

export function PopulationPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('populations.get', { id });
  if (data === undefined) {
    return (
      <Page title="Population">
        {error === null ? <Waiting /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <Loaded population={data} />;
}

function Loaded({ population }: { population: Population }) {
  const { manifest } = population;
  const { completeness, source } = manifest;
  return (
    <Page
      title={manifest.name}
      lead={
        <Group gap="xs">
          <span>
            {population.kind}, version {population.version}
            {population.latest ? '' : ', replaced by a later one'}
          </span>
          {manifest.interim ? <StateBadge state="interim" /> : null}
        </Group>
      }
      actions={
        <Download
          operation="populations.download"
          input={{ id: population.id }}
          fileName={`${population.kind}.parquet`}
          label="Download Parquet"
          about={manifest.name}
        />
      }
    >
      <Panel>
        <Facts
          facts={[
            ['Rows', <strong key="r">{count(manifest.rows)}</strong>],
            [
              <Term key="h" id="hash">
                Hash of the file
              </Term>,
              <Hash key="hv" value={manifest.sha256} label="hash of the file" whole />,
            ],
            [
              'Period',
              manifest.period === null
                ? 'Speaks for no period'
                : `${manifest.period.from} to ${manifest.period.to}, ${manifest.timeZone}`,
            ],
            ['Shape', <Term key="s" id={manifest.shape === 'events' ? 'events' : 'state'} />],
            [
              'Taken',
              <span key="t">
                <Moment at={manifest.extractedAt} />
              </span>,
            ],
            ['Frozen', <Moment key="f" at={population.frozenAt} />],
            [
              <Term key="rj" id="rejected" />,
              manifest.rejected.count === 0
                ? 'None'
                : `${count(manifest.rejected.count)}, ${manifest.rejected.accepted ? 'accepted by the importer' : 'not accepted'}`,
            ],
            [<Term key="ex" id="excluded" />, count(manifest.excluded)],
            [
              <Term key="c" id="completeness" />,
              `${completeness.method === 'none' ? 'Not compared with anything when it was frozen' : completeness.method === 'source-count' ? 'Compared with the source’s own count' : 'Compared with a second source'}${completeness.expected === null ? '' : `, ${count(completeness.expected)} expected`}. ${completeness.note}`,
            ],
            ...(manifest.supersedes === null
              ? []
              : [['Replaces', `${manifest.supersedes.sha256.slice(0, 12)}…: ${manifest.supersedes.reason}`] as const]),
          ]}
        />
      </Panel>
      <Section
        title="Where it came from"
        lead="The query as it was sent, with its parameters. Anybody with the same access can ask again."
      >
        <Verbatim label="Query" text={source.query} wrap />
        <Group gap="xl" mt="xs" align="flex-start">
          <Facts
            facts={[
              ['Source', source.system],
              ...Object.entries(source.parameters).map(
                ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
              ),
              ...(source.inputSha256 === null
                ? []
                : [
                    [
                      'Hash of the input',
                      <Hash key="i" value={source.inputSha256} label="hash of the input" />,
                    ] as const,
                  ]),
              ['Size', size(manifest.bytes)],
              [
                <Term key="k" id="key" />,
                <span key="kv" className="mono">
                  {manifest.key}
                </span>,
              ],
            ]}
          />
        </Group>
      </Section>
      <Receipt entry={population.entryIndex} />
      <Reconciliations key={population.id} population={population} />
      {manifest.rejected.first.length === 0 ? null : (
        <Section title="Rejected rows">
          <Verbatim
            label="Rejected rows"
            text={manifest.rejected.first
              .map(({ row, column, reason }) => `row ${row}${column === null ? '' : `, ${column}`}: ${reason}`)
              .join('\n')}
          />
        </Section>
      )}
      <Rows population={population} />
    </Page>
  );
}

type PlainRow = Record<string, unknown>;

function Rows({ population }: { population: Population }) {
  const { manifest, id } = population;
  const { search, row } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(
    pagedQuery(['populations.rows', id, search], (offset, signal) =>
      call('populations.rows', { id, search, offset, limit: 200 }, { signal }),
    ),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const total = pages.data?.pages[0]?.total ?? 0;
  const columns = useMemo(() => columnsOf(manifest.columns), [manifest.columns]);
  const opened = rows.find((candidate) => String(candidate[manifest.key]) === row);

  return (
    <Section
      title="Rows"
      actions={
        <SearchField
          label="Search the rows"
          value={search}
          onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
        />
      }
    >
      {pages.error === null ? null : <ErrorNotice error={pages.error} />}
      {pages.data === undefined ? (
        <Waiting />
      ) : (
        <DataTable
          label={`Rows of ${manifest.name}`}
          columns={columns}
          rows={rows}
          rowKey={(r) => String(r[manifest.key])}
          total={total}
          loadMore={() => {
            if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
          }}
          onOpen={(r) => void navigate({ search: (s) => ({ ...s, row: String(r[manifest.key]) }) })}
          opened={row}
          minWidth={manifest.columns.length * 165}
          empty={
            <Empty
              title={search === undefined ? 'No rows: a counted zero.' : 'No row holds these words.'}
              example={
                search === undefined
                  ? 'The query above was asked and had nothing to answer. That is a number with evidence.'
                  : undefined
              }
            />
          }
        />
      )}
      {manifest.rows > 500 ? (
        <Note>
          The table loads as you scroll. The whole {quantity(manifest.rows, 'row')} are in the Parquet file, byte for
          byte as frozen.
        </Note>
      ) : null}
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, row: undefined }) })}

        size="lg"
        title={<Text className="mono">{row}</Text>}
      >
        {opened === undefined ? null : (
          <Facts
            facts={manifest.columns.map(
              ({ name }) =>
                [
                  <span key={name} className="mono">
                    {name}
                  </span>,
                  <Value key="v" value={opened[name]} />,
                ] as const,
            )}
          />
        )}
      </Side>
    </Section>
  );
}

function columnsOf(columns: Population['manifest']['columns']): Column<PlainRow>[] {
  return columns.map(({ name, type }) => ({
    id: name,
    title: name,
    width: type === 'instant' ? widths.moment : type === 'string' || type === 'strings' ? '228px' : '110px',
    align: type === 'integer' || type === 'number' ? 'right' : undefined,
    sortable: false,
    value: (row) => plain(row[name]),
    cell: (row) => <Value value={row[name]} />,
  }));
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return Array.isArray(value) ? value.join('; ') : String(value ?? '');
}
