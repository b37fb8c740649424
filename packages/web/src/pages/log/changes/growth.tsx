import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { GrownLog, LogGrowth, SincePoint } from '@tickmark/core';
import type { ReactNode } from 'react';
import { saveText } from '../../../ui/csv.ts';
import { count, quantity } from '../../../ui/moment.ts';
import { Section } from '../../../ui/page.tsx';
import { Facts, Panel } from '../../../ui/panel.tsx';
import { Term } from '../../../ui/term.tsx';
import { Hash, Moment } from '../../../ui/values.tsx';

/** That the log only grew since a point, with what it takes to check that elsewhere: one step for each log of the chain. */
export function Growth({ since, growth }: { since: SincePoint; growth: LogGrowth }) {
  const { size, logs, pending } = growth;
  const added = size - since.size;
  const several = logs.length > 1;
  const [begun] = logs;
  return (
    <Section title={<Term id="consistency-proof">The log only grew</Term>}>
      <Panel>
        <Stack gap="sm">
          <Text size="sm">
            {since.size === 0
              ? `All ${quantity(size, 'entry', 'entries')} are told of, from the first one on.`
              : since.by === 'checkpoint'
                ? `The checkpoint you gave is the beginning of ${several && begun !== undefined ? `log ${begun.number} here` : 'this log'}: nothing of what you saw was changed or removed, and ${added === 0 ? 'nothing was added' : `${quantity(added, 'entry', 'entries')} came after it`}.`
                : `The log still begins with the entries up to ${count(since.size - 1)}; ${added === 0 ? 'nothing was added' : `${quantity(added, 'entry', 'entries')} came after`}.`}{' '}
            Before this was shown, the tree of the earlier entries with exactly these added was computed, and it has the
            root hash that is signed.
          </Text>
          {several ? (
            <Text size="sm">
              The <Term id="rotation">key was rotated</Term> in between, so {count(logs.length)} logs speak of this,
              each under its own key. This was computed for each of them, and each begins with how the one before it
              ended.
            </Text>
          ) : null}
          {logs.map((log, i) => (
            <Step
              key={log.number}
              log={log}
              at={i === 0 ? since.at : null}
              pending={i === logs.length - 1 ? pending : null}
              several={several}
            />
          ))}
          <Text size="sm" c="dimmed">
            Keep the checkpoint of now, and drop it here on your next visit: a log that was rewritten in between would
            no longer begin with it.
          </Text>
        </Stack>
      </Panel>
    </Section>
  );
}

interface StepProps {
  log: GrownLog;
  /** When the last entry before the point was written; null where the log is told of from its first entry on. */
  at: string | null;
  /** Entries that wait to be signed; null for a log that has ended. */
  pending: number | null;
  /** Whether other logs are told of beside it. */
  several: boolean;
}

/** How one log grew, with the files that show it. */
function Step({ log, at, pending, several }: StepProps) {
  const { number, first, verifierKey, earlier, newer, proof } = log;
  const ended = pending === null;
  const prefix = number === 1 && !several ? '' : `log-${number}-`;
  const facts: [string, ReactNode][] = [
    [
      'Earlier',
      earlier.size === 0 ? (
        'An empty log'
      ) : (
        <span key="e">
          {quantity(earlier.size, 'entry', 'entries')}
          {at === null ? null : (
            <>
              , the last of <Moment at={at} />
            </>
          )}
          <br />
          <Hash
            value={earlier.rootHash}
            label={several ? `earlier root hash of log ${number}` : 'earlier root hash'}
            whole
          />
        </span>
      ),
    ],
    [
      ended ? 'At its end' : 'Now',
      <span key="n">
        {quantity(newer.size, 'entry', 'entries')}
        {ended || pending === 0 ? '' : `, and ${count(pending)} waiting for the next signature`}
        <br />
        <Hash value={newer.rootHash} label={ended ? `root hash of log ${number} at its end` : 'root hash now'} whole />
      </span>,
    ],
  ];
  if (several)
    facts.push(['Verifier key', <Hash key="k" value={verifierKey} label={`verifier key of log ${number}`} whole />]);
  return (
    <Stack gap="xs">
      {several || number > 1 ? (
        <Title order={3} size="h5">
          Log {number}
          {first === 0
            ? ''
            : `, whose first entry is entry ${count(first)}${earlier.size === 0 ? ' and says how the log before ended' : ''}`}
        </Title>
      ) : null}
      <Facts facts={facts} />
      {earlier.size > 0 && earlier.checkpoint === null ? (
        <Text size="sm" c="dimmed">
          The signing key of this log is gone, and no checkpoint of {quantity(earlier.size, 'entry', 'entries')} was
          kept while it was there. With one that you hold, the proof leads on to how the log ended.
        </Text>
      ) : null}
      <Group gap="xs">
        {earlier.checkpoint === null ? null : (
          <Save name={`${prefix}checkpoint-${earlier.size}`} text={earlier.checkpoint} label="Earlier checkpoint" />
        )}
        <Save
          name={`${prefix}checkpoint-${newer.size}`}
          text={newer.checkpoint}
          label={ended ? `Final checkpoint of log ${number}` : 'Checkpoint of now'}
        />
        {proof === null ? null : (
          <Save name={`${prefix}growth-${earlier.size}-${newer.size}`} text={proof} label="Consistency proof" />
        )}
      </Group>
    </Stack>
  );
}

function Save({ name, text, label }: { name: string; text: string; label: string }) {
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => saveText(`${name}.txt`, text, 'text/plain')}
    >
      {label}
    </Button>
  );
}
