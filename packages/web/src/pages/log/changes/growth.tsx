import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { LogGrowth, SincePoint } from '@tickmark/core';
import { saveText } from '../../../ui/csv.ts';
import { count, quantity } from '../../../ui/moment.ts';
import { Section } from '../../../ui/page.tsx';
import { Facts, Panel } from '../../../ui/panel.tsx';
import { Term } from '../../../ui/term.tsx';
import { Hash, Moment } from '../../../ui/values.tsx';

/** That the log only grew between two checkpoints, with what it takes to check that elsewhere. */
export function Growth({ since, growth }: { since: SincePoint; growth: LogGrowth }) {
  const { earlier, newer, proof, pending } = growth;
  const added = newer.size - earlier.size;
  return (
    <Section title={<Term id="consistency-proof">The log only grew</Term>}>
      <Panel>
        <Stack gap="sm">
          <Text size="sm">
            {earlier.size === 0
              ? `All ${quantity(newer.size, 'entry', 'entries')} are told of, from the first one on.`
              : since.by === 'checkpoint'
                ? `The checkpoint you gave is the beginning of this log: nothing of what you saw was changed or removed, and ${added === 0 ? 'nothing was added' : `${quantity(added, 'entry', 'entries')} came after it`}.`
                : `The log still begins with the entries up to ${count(earlier.size - 1)}; ${added === 0 ? 'nothing was added' : `${quantity(added, 'entry', 'entries')} came after`}.`}{' '}
            Before this was shown, the tree of the earlier entries with exactly these added was computed, and it has the
            root hash that is signed.
          </Text>
          <Facts
            facts={[
              [
                'Earlier',
                earlier.size === 0 ? (
                  'An empty log'
                ) : (
                  <span key="e">
                    {quantity(earlier.size, 'entry', 'entries')}
                    {since.at === null ? null : (
                      <>
                        , the last of <Moment at={since.at} />
                      </>
                    )}
                    <br />
                    <Hash value={earlier.rootHash} label="earlier root hash" whole />
                  </span>
                ),
              ],
              [
                'Now',
                <span key="n">
                  {quantity(newer.size, 'entry', 'entries')}
                  {pending === 0 ? '' : `, and ${count(pending)} waiting for the next signature`}
                  <br />
                  <Hash value={newer.rootHash} label="root hash now" whole />
                </span>,
              ],
            ]}
          />
          <Group gap="xs">
            {earlier.checkpoint === null ? null : (
              <Save name={`checkpoint-${earlier.size}`} text={earlier.checkpoint} label="Earlier checkpoint" />
            )}
            <Save name={`checkpoint-${newer.size}`} text={newer.checkpoint} label="Checkpoint of now" />
            {proof === null ? null : (
              <Save name={`growth-${earlier.size}-${newer.size}`} text={proof} label="Consistency proof" />
            )}
          </Group>
          <Text size="sm" c="dimmed">
            Keep the checkpoint of now, and drop it here on your next visit: a log that was rewritten in between would
            no longer begin with it.
          </Text>
        </Stack>
      </Panel>
    </Section>
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
