import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ChainedLog } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { RotateKey } from './rotate-key.tsx';

const route = getRouteApi('/inside/log');

/** The logs that the history consists of, each with its key, and the way to rotate that of the newest. */
export function Chain() {
  const { rotate } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('log.rotate');
  const { data, error, refetch } = useOperation('log.chain', {});
  const show = (what: 'key' | undefined) => void navigate({ search: (s) => ({ ...s, rotate: what }) });
  const items = data?.items ?? [];
  const newest = items.at(-1);
  return (
    <Section
      title="Keys"
      lead={
        <>
          When the key is <Term id="rotation">rotated</Term>, the log ends and another with a new key continues it. Each
          names the other, and entries are numbered on.
        </>
      }
      actions={
        may && newest !== undefined ? (
          <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={() => show('key')}>
            Rotate the key
          </Button>
        ) : null
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={2} />
        ) : null
      ) : (
        <DataTable
          label="Logs and their keys"
          columns={columns}
          rows={items.toReversed()}
          rowKey={({ number }) => String(number)}
        />
      )}
      <Side
        opened={rotate === 'key' && may && newest !== undefined}
        onClose={() => show(undefined)}
        title="Rotate the key"
      >
        {newest === undefined ? null : <RotateKey log={newest} onDone={() => show(undefined)} />}
      </Side>
    </Section>
  );
}

const columns: Column<ChainedLog>[] = [
  {
    id: 'number',
    title: 'Log',
    width: '70px',
    align: 'right',
    sortable: false,
    value: ({ number }) => number,
    cell: ({ number }) => number,
  },
  {
    id: 'entries',
    title: 'Entries',
    width: '150px',
    sortable: false,
    value: ({ first }) => first,
    cell: ({ first, last, rotated }) =>
      rotated === null
        ? `from ${count(first)}${last === null ? '' : `, signed to ${count(last)}`}`
        : `${count(first)} to ${count(last ?? first)}`,
  },
  {
    id: 'rotated',
    title: 'Key rotated',
    width: '270px',
    sortable: false,
    value: ({ rotated }) => rotated?.at ?? null,
    cell: ({ rotated, last }) =>
      rotated === null ? (
        'Not rotated: it signs now'
      ) : (
        <>
          <Moment at={rotated.at} /> by {rotated.by.name ?? `nobody known here (${rotated.by.id})`},{' '}
          <Link to="/log" search={{ entry: String(last) }} className="tm-link">
            entry {count(last ?? 0)}
          </Link>
        </>
      ),
  },
  {
    id: 'key',
    title: 'Verifier key',
    width: '460px',
    sortable: false,
    value: ({ verifierKey }) => verifierKey,
    cell: ({ verifierKey, number }) => <Hash value={verifierKey} label={`verifier key of log ${number}`} whole />,
  },
];
