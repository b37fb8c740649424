import { List, SimpleGrid, Stack } from '@mantine/core';
import type { NotedCheckpoint as Item } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { call } from '../../../api.ts';
import { cursorQuery } from '../../../queries.ts';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { count } from '../../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../../ui/notices.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Facts, Panel } from '../../../ui/panel.tsx';
import { Side } from '../../../ui/side.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Term } from '../../../ui/term.tsx';
import { Hash, Moment } from '../../../ui/values.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { widths } from '../../../ui/widths.ts';
import { NotedAlarms } from './noted.tsx';
import { NotedCheckpoint } from './noted-checkpoint.tsx';
import { notedState } from './noted-state.ts';

const route = getRouteApi('/inside/log/operator');

export function OperatorLogPage() {
  const { noted } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(
    cursorQuery(['log.operator'], (cursor, signal) => call('log.operator', { cursor, limit: 100 }, { signal })),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const first = pages.data?.pages[0];
  const number = noted !== undefined && /^[1-9]\d{0,8}$/.test(noted) ? Number(noted) : null;
  return (
    <Page
      title="Operator’s log"
      lead={
        <>
          All organizations on this server share one log. It takes down a fingerprint of a{' '}
          <Term id="checkpoint">checkpoint</Term> of yours, at most once an hour while your log grows.
        </>
      }
    >
      <Proves />
      {pages.error === null ? null : <ErrorNotice error={pages.error} retry={() => void pages.refetch()} />}
      {first === undefined ? null : (
        <Panel>
          <Facts
            facts={[
              [
                'Name',
                <span key="n" className="mono" style={{ overflowWrap: 'anywhere' }}>
                  {first.operator.name}
                </span>,
              ],
              [
                <Term key="k" id="verifier-key" />,
                <Hash key="v" value={first.operator.verifierKey} label="verifier key of the operator’s log" whole />,
              ],
            ]}
          />
        </Panel>
      )}
      <Section
        title="Noted checkpoints"
        lead="Each is held against both logs as they are now. A bundle and the end of a log whose key is rotated are noted without waiting."
      >
        <Stack gap="sm">
          <NotedAlarms items={rows} missing={first?.missing ?? 0} />
          {first === undefined ? (
            pages.error === null ? (
              <Waiting />
            ) : null
          ) : (
            <DataTable
              label="Noted checkpoints"
              columns={columns}
              rows={rows}
              rowKey={(row) => String(row.number)}
              total={first.total}
              loadMore={() => {
                if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
              }}
              opened={noted}
              onOpen={(row) => void navigate({ search: (s) => ({ ...s, noted: String(row.number) }) })}
              empty={
                <Empty
                  title="Nothing is noted yet."
                  example="The first checkpoint is noted a moment after it was signed. If this stays, ask whoever runs this server."
                />
              }
            />
          )}
        </Stack>
      </Section>
      <Side
        opened={number !== null}
        onClose={() => void navigate({ search: (s) => ({ ...s, noted: undefined }) })}
        size="lg"
        title={`Noted checkpoint ${number ?? ''}`}
      >
        {number === null ? null : <NotedCheckpoint number={number} item={rows.find((row) => row.number === number)} />}
      </Side>
    </Page>
  );
}

/** What the operator's log adds, and beside it what it does not. */
function Proves() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Section title="What it proves">
        <List size="sm" spacing={4}>
          <List.Item>
            That your log had exactly these entries when it was noted: one that was rewritten since, even with its own
            key, no longer fits what stands in a log that everybody here shares.
          </List.Item>
          <List.Item>
            To somebody who keeps a proof from here, or watches the operator’s log: that it was so, whatever becomes of
            your log.
          </List.Item>
          <List.Item>
            Nothing about you to the others: an entry is the hash of a random number and a checkpoint. Nobody learns
            from it whose it is, or how much was written.
          </List.Item>
        </List>
      </Section>
      <Section title="What it does not prove">
        <List size="sm" spacing={4}>
          <List.Item>
            That whoever runs this server rewrote nothing: they could rewrite both logs together, unless somebody
            outside keeps a <Term id="checkpoint">checkpoint</Term> or a proof of the operator’s log. A{' '}
            <Term id="witness">witness</Term> of your own log says more.
          </List.Item>
          <List.Item>Anything of what was written after the newest noted checkpoint.</List.Item>
          <List.Item>That an entry is true, or that the time is exact: it is by the clock of this server.</List.Item>
        </List>
      </Section>
    </SimpleGrid>
  );
}

const columns: Column<Item>[] = [
  {
    id: 'number',
    title: 'No.',
    width: '64px',
    align: 'right',
    sortable: false,
    value: (n) => n.number,
    cell: (n) => n.number,
  },
  {
    id: 'state',
    title: 'State',
    width: '170px',
    sortable: false,
    value: (n) => notedState(n),
    cell: (n) => <StateBadge state={notedState(n)} />,
  },
  {
    id: 'at',
    title: 'Noted',
    width: widths.moment,
    sortable: false,
    value: (n) => n.at,
    cell: (n) => <Moment at={n.at} />,
  },
  {
    id: 'entry',
    title: 'Up to entry',
    width: '170px',
    sortable: false,
    value: (n) => n.entry,
    cell: (n) => `${count(n.entry)}${n.log === 1 ? '' : ` of log ${n.log}`}`,
  },
  {
    id: 'operatorEntry',
    title: 'Entry of the operator’s log',
    width: '210px',
    sortable: false,
    value: (n) => n.operatorEntry,
    cell: (n) => count(n.operatorEntry),
  },
];
