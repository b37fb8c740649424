import { Button, Stack } from '@mantine/core';
import { IconEye, IconTrash } from '@tabler/icons-react';
import type { WatchedLog } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say, sayError, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts, Panel, Verbatim } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { WatchLog } from './watch-log.tsx';

const route = getRouteApi('/inside/log/witnesses');
const none: ReadonlySet<string> = new Set();

/** Logs of others that this organization cosigns. */
export function WatchedLogs() {
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('witnesses.manage');
  const list = useOperation('watched-logs.list', {});
  const [selected, select] = useState(none);
  const remove = useWrite('watched-logs.remove');
  const show = (what: 'log' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });
  const { verifierKey = null, path = null, items = [] } = list.data ?? {};
  const chosen = items.find(({ id }) => selected.has(id));

  return (
    <Section
      title="Logs we cosign"
      lead="For a firm that examines others: their logs ask here, and what continues all that was seen before is cosigned."
      actions={
        mayManage ? (
          <Button variant="default" leftSection={<IconEye size={16} aria-hidden />} onClick={() => show('log')}>
            Watch a log
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
          {verifierKey === null || path === null ? null : (
            <Panel>
              <Facts
                facts={[
                  ['Our key as a witness', <Hash key="k" value={verifierKey} label="key as a witness" whole />],
                  ['Our address', <Hash key="a" value={`${location.origin}${path}`} label="address" whole />],
                ]}
              />
            </Panel>
          )}
          {items.map((log) =>
            log.conflict === null ? null : <Conflict key={log.id} log={log} conflict={log.conflict} />,
          )}
          <DataTable
            label="Watched logs"
            columns={columns}
            rows={items}
            rowKey={({ id }) => id}
            selected={mayManage ? selected : undefined}
            onSelect={mayManage ? select : undefined}
            tools={
              chosen === undefined || selected.size > 1 ? undefined : (
                <Button
                  size="compact-xs"
                  variant="default"
                  leftSection={<IconTrash size={14} aria-hidden />}
                  loading={remove.isPending}
                  onClick={() =>
                    remove.mutate(
                      { id: chosen.id },
                      {
                        onSuccess: () => {
                          say(`${chosen.origin} is no longer cosigned. What was seen of it is remembered.`);
                          select(none);
                        },
                        onError: sayError,
                      },
                    )
                  }
                >
                  Remove {chosen.origin}
                </Button>
              )
            }
            empty={<Empty title="No log of anybody else is watched." />}
          />
        </Stack>
      )}
      <Side opened={add === 'log'} onClose={() => show(undefined)} title="Watch a log">
        <WatchLog onDone={() => show(undefined)} />
      </Side>
    </Section>
  );
}

function Conflict({ log, conflict }: { log: WatchedLog; conflict: NonNullable<WatchedLog['conflict']> }) {
  return (
    <Warning>
      <Stack gap="xs">
        <span>
          <strong>{log.origin}</strong> asked on <Moment at={conflict.at} /> to have {count(conflict.size)} entries
          cosigned that were not shown to continue what was seen before. It was refused. Both checkpoints are signed
          with the key of the log; ask its owner.
        </span>
        <Verbatim label="Refused checkpoint" text={conflict.checkpoint} />
        <Verbatim label="Checkpoint seen before" text={conflict.seen} />
      </Stack>
    </Warning>
  );
}

const columns: Column<WatchedLog>[] = [
  { id: 'origin', title: 'Log', value: (l) => l.origin, cell: (l) => <strong>{l.origin}</strong> },
  {
    id: 'size',
    title: 'Entries cosigned',
    width: '150px',
    align: 'right',
    value: (l) => l.cosigned?.size ?? null,
    cell: (l) => (l.cosigned === null ? 'None yet' : count(l.cosigned.size)),
  },
  {
    id: 'at',
    title: 'When',
    width: widths.moment,
    value: (l) => l.cosigned?.at ?? null,
    cell: (l) => (l.cosigned === null ? '–' : <Moment at={l.cosigned.at} />),
  },
];
