import { Stack, Text } from '@mantine/core';
import type { Vouched as VouchedFor } from '@tickmark/core';
import type { ReactNode } from 'react';
import { useOperation } from '../../queries.ts';
import { count } from '../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** Who outside has vouched for the log, and up to where; `more` stands below. */
export function Vouched({ more }: { more?: ReactNode }) {
  const { data, error, refetch } = useOperation('witnesses.vouched', {});
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={1} />;
  return (
    <Panel>
      <Stack gap="xs">
        {data.items.length === 0 ? (
          <Text size="sm">
            No outside party has vouched yet: whoever holds the key of this log could still replace it as a whole.
          </Text>
        ) : (
          data.items.map((item) => <Line key={`${item.log} ${item.verifierKey}`} item={item} />)
        )}
        {more === undefined ? null : <Text size="sm">{more}</Text>}
      </Stack>
    </Panel>
  );
}

function Line({ item: { name, log, ended, entry, at, fits, named } }: { item: VouchedFor }) {
  const ofLog = log === 1 && !ended ? '' : ` of log ${log}`;
  if (!fits) {
    return (
      <Warning>
        <strong>{name}</strong> vouched for another history{ofLog}, up to entry {count(entry)} on <Moment at={at} />:
        the log no longer begins with what it saw. It was rewritten or set back since.
      </Warning>
    );
  }
  return (
    <Text size="sm" component="div">
      {ofLog === '' ? 'Vouched for by' : `Log ${log} vouched for by`} <Term id="witness">{name}</Term>{' '}
      {ended ? `up to its end, entry ${count(entry)},` : `up to entry ${count(entry)}`} on <Moment at={at} />
      {named ? '.' : '; it is no longer asked.'}
    </Text>
  );
}
