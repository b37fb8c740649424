import { Stack, Text } from '@mantine/core';
import type { Timestamp } from '@tickmark/core';
import type { ReactNode } from 'react';
import { useOperation } from '../../queries.ts';
import { count } from '../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** Who outside has stamped the log, when, and up to where; `more` stands below. */
export function Stamped({ more }: { more?: ReactNode }) {
  const { data, error, refetch } = useOperation('timestamps.list', {});
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={1} />;
  return (
    <Panel>
      <Stack gap="xs">
        {data.items.length === 0 ? (
          <Text size="sm">
            Not stamped yet: when an entry was there, only the clock of this server and its witnesses say.
          </Text>
        ) : (
          data.items.map((item) => <Line key={item.id} item={item} />)
        )}
        {more === undefined ? null : <Text size="sm">{more}</Text>}
      </Stack>
    </Panel>
  );
}

function Line({ item: { name, signer, log, ended, entry, at, fits, named } }: { item: Timestamp }) {
  const ofLog = log === 1 && !ended ? '' : ` of log ${log}`;
  if (!fits) {
    return (
      <Warning>
        A stamp{ofLog} by <strong>{signer}</strong>, up to entry {count(entry)} on <Moment at={at} />, no longer fits:
        the log does not begin with what was stamped, or what is kept of the stamp was changed.
      </Warning>
    );
  }
  return (
    <Text size="sm" component="div">
      {ofLog === '' ? 'Stamped by' : `Log ${log} stamped by`} <Term id="timestamp">{signer}</Term>
      {name === signer ? '' : ` (${name})`} on <Moment at={at} />{' '}
      {ended ? `up to its end, entry ${count(entry)}` : `up to entry ${count(entry)}`}
      {named ? '.' : '; it is no longer asked.'}
    </Text>
  );
}
