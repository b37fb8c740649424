import { Stack, Text } from '@mantine/core';
import type { NotedCheckpoint } from '@tickmark/core';
import type { ReactNode } from 'react';
import { stateWords } from '../../../glossary/states.ts';
import { useOperation } from '../../../queries.ts';
import { count, quantity } from '../../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../../ui/notices.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Term } from '../../../ui/term.tsx';
import { Moment } from '../../../ui/values.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { notedState } from './noted-state.ts';

/** A log that was rewritten may contradict all that was noted of it. */
const mostAlarms = 3;

/** Up to where the operator's log has committed to this one; `more` stands below. */
export function Noted({ more }: { more?: ReactNode }) {
  const { data, error, refetch } = useOperation('log.operator', { limit: 20 });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={1} />;
  const [newest] = data.items;
  return (
    <Panel>
      <Stack gap="xs">
        {newest === undefined ? (
          <Text size="sm">The operator’s log has not noted a checkpoint of this log yet.</Text>
        ) : (
          <Newest item={newest} />
        )}
        <NotedAlarms items={data.items} missing={data.missing} />
        {more === undefined ? null : <Text size="sm">{more}</Text>}
      </Stack>
    </Panel>
  );
}

function Newest({ item }: { item: NotedCheckpoint }) {
  const state = notedState(item);
  if (state !== 'noted' && state !== 'not-signed-yet') return null;
  const { entry, log, at } = item;
  return (
    <Text size="sm" component="div">
      Noted in the <Term id="operator-log">operator’s log</Term> up to entry {count(entry)}
      {log === 1 ? '' : ` of log ${log}`} on <Moment at={at} />
      {state === 'noted' ? '.' : ', and not signed there yet.'}
    </Text>
  );
}

/** What of these speaks against the log, or against what is kept. */
export function NotedAlarms({ items, missing }: { items: readonly NotedCheckpoint[]; missing: number }) {
  const alarms = items.filter((item) => stateWords[notedState(item)].tone === 'bad');
  return (
    <>
      {alarms.slice(0, mostAlarms).map((item) => (
        <Alarm key={item.number} item={item} />
      ))}
      {alarms.length <= mostAlarms ? null : (
        <Warning>
          {count(alarms.length - mostAlarms)} more do not hold; the list of noted checkpoints marks them.
        </Warning>
      )}
      {missing === 0 ? null : (
        <Warning>
          {quantity(missing, 'checkpoint that was noted is', 'checkpoints that were noted are')} no longer kept here: a
          row was removed from the database beside the product.
        </Warning>
      )}
    </>
  );
}

function Alarm({ item }: { item: NotedCheckpoint }) {
  const { number, log, entry, at, operatorEntry } = item;
  const state = notedState(item);
  if (state === 'rewritten')
    return (
      <Warning>
        The operator’s log noted <strong>another history</strong> of log {log}, up to entry {count(entry)} on{' '}
        <Moment at={at} />: the log no longer begins with it, or has another key. It was rewritten or set back since.
      </Warning>
    );
  if (state !== 'not-as-noted') return null;
  return (
    <Warning>
      Entry {count(operatorEntry)} of the operator’s log does not commit to <strong>noted checkpoint {number}</strong>{' '}
      as it is kept here: one of the two was changed beside the product.
    </Warning>
  );
}
