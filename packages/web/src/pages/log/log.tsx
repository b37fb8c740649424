import { Stack, Text, TextInput } from '@mantine/core';
import type { LogEntry } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Side } from '../../ui/side.tsx';
import { call } from '../../api.ts';
import { cursorQuery, useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel, Verbatim } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { Vouched } from '../witnesses/vouched.tsx';
import { Stamped } from '../timestamps/stamped.tsx';
import { Chain } from './chain.tsx';
import { Noted } from './operator/noted.tsx';
import { ProofOf } from './proof-of.tsx';
import { Proves } from './proves.tsx';
import { RecordsCheck } from './records-check.tsx';

const route = getRouteApi('/inside/log');

export function LogPage() {
  return (
    <Page
      title="Evidence log"
      lead={
        <>
          Entries are only ever added. Each write of anybody leaves one <Term id="entry">entry</Term>, with hashes and
          counts, never with names or addresses.
        </>
      }
    >
      <Checkpoint />
      <Vouched
        more={
          <Link to="/log/witnesses" className="tm-link">
            Witnesses
          </Link>
        }
      />
      <Stamped
        more={
          <Link to="/log/timestamps" className="tm-link">
            Timestamps
          </Link>
        }
      />
      <Noted
        more={
          <Link to="/log/operator" className="tm-link">
            Operator’s log
          </Link>
        }
      />
      <Proves />
      <Text size="sm">
        <Link to="/log/proves" className="tm-link">
          What this proves, and how to check it without this product
        </Link>
        {' · '}
        <Link to="/log/changes" search={{ of: 'log' }} className="tm-link">
          What changed since a point, such as your last visit
        </Link>
        {' · '}
        <a href="/verify" target="_blank" rel="noopener noreferrer" className="tm-link">
          Verify a bundle yourself
        </a>
      </Text>
      <Chain />
      <RecordsCheck />
      <Entries />
    </Page>
  );
}

function Checkpoint() {
  const { data, error, refetch } = useOperation('log.checkpoint', {});
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={4} />;
  return (
    <Panel>
      <Stack gap="sm">
        <Facts
          facts={[
            [
              'Entries signed',
              `${count(data.first + data.size)}${data.pending === 0 ? '' : `, and ${count(data.pending)} waiting for the next signature`}`,
            ],
            ...(data.log === 1
              ? []
              : [
                  [
                    'Newest log',
                    `Log ${data.log}, ${quantity(data.size, 'entry', 'entries')} from ${count(data.first)} on`,
                  ] as const,
                ]),
            ['Root hash', <Hash key="r" value={data.rootHash} label="root hash" whole />],
            [<Term key="k" id="verifier-key" />, <Hash key="v" value={data.verifierKey} label="verifier key" whole />],
          ]}
        />
        <Verbatim label="Checkpoint" text={data.checkpoint} />
      </Stack>
    </Panel>
  );
}

function Entries() {
  const { op, entry } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(op ?? '');
  const pages = useInfiniteQuery(
    cursorQuery(['log.entries', op], (cursor, signal) =>
      call('log.entries', { cursor, limit: 200, sort: '-index', op }, { signal }),
    ),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const index = entry === undefined ? null : Number(entry);

  return (
    <Section
      title="Entries"
      actions={
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void navigate({
              search: (s) => ({ ...s, op: typed.trim() === '' ? undefined : typed.trim() }),
              replace: true,
            });
          }}
        >
          <TextInput
            type="search"
            size="xs"
            w={260}
            aria-label="Only entries of this operation"
            placeholder="populations.freeze, then Enter  /"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </form>
      }
    >
      {pages.error === null ? null : <ErrorNotice error={pages.error} />}
      {pages.data === undefined ? (
        pages.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Log entries"
          columns={columns}
          rows={rows}
          rowKey={(row) => String(row.index)}
          total={pages.data.pages[0]?.total ?? 0}
          loadMore={() => {
            if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
          }}
          opened={entry}
          onOpen={(row) => void navigate({ search: (s) => ({ ...s, entry: String(row.index) }) })}
          empty={<Empty title={op === undefined ? 'The log is empty.' : `No entry of ${op}.`} />}
        />
      )}
      <Side
        opened={index !== null}
        onClose={() => void navigate({ search: (s) => ({ ...s, entry: undefined }) })}

        size="lg"
        title={`Log entry ${entry ?? ''}`}
      >
        {index === null ? null : <ProofOf index={index} />}
      </Side>
    </Section>
  );
}

const columns: Column<LogEntry>[] = [
  {
    id: 'index',
    title: 'Entry',
    width: '90px',
    align: 'right',
    sortable: false,
    value: (e) => e.index,
    cell: (e) => e.index,
  },
  {
    id: 'op',
    title: 'Operation',
    width: '210px',
    sortable: false,
    value: (e) => e.statement.op,
    cell: (e) => <span className="mono">{e.statement.op}</span>,
  },
  {
    id: 'at',
    title: 'When',
    width: widths.moment,
    sortable: false,
    value: (e) => e.statement.at,
    cell: (e) => <Moment at={e.statement.at} />,
  },
  {
    id: 'facts',
    title: 'Facts',
    sortable: false,
    value: (e) => JSON.stringify(e.statement.facts),
    cell: (e) => (
      <Text size="xs" c="dimmed" lineClamp={1}>
        {Object.entries(e.statement.facts)
          .map(([name, value]) => `${name}: ${typeof value === 'string' ? value.slice(0, 20) : JSON.stringify(value)}`)
          .join(' · ')}
      </Text>
    ),
  },
];
