import { Button, Text } from '@mantine/core';
import type { HeldQuestion } from '@tickmark/core';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './readiness.module.css';

/** What was answered before, which stays on record. */
export function Earlier({ engagementId, question: { id, given } }: { engagementId: string; question: HeldQuestion }) {
  const [open, setOpen] = useState(false);
  const before = (given?.version ?? 0) - 1;
  const { data, error, refetch } = useOperation(
    'readiness.history',
    { engagementId, question: id },
    { enabled: open && before > 0 },
  );
  if (before <= 0) return null;
  return (
    <div>
      <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {quantity(before, 'earlier answer')}
      </Button>
      {!open ? null : error !== null ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Waiting />
      ) : (
        <ol className={classes.list} aria-label="Earlier answers">
          {data.items.slice(1).map(({ id: answerId, words, note, at, by }) => (
            <li key={answerId}>
              <Text size="sm" component="div">
                <strong>
                  <AsWritten text={words} />
                </strong>{' '}
                <Moment at={at} /> by {by.name ?? 'nobody known here'}
              </Text>
              {note === null ? null : (
                <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
                  <AsWritten text={note} />
                </Text>
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
