import { Group, Stack, Text } from '@mantine/core';
import type { NotedCheckpoint as Item } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useOperation } from '../../../queries.ts';
import { count } from '../../../ui/moment.ts';
import { ErrorNotice } from '../../../ui/notices.tsx';
import { Section } from '../../../ui/page.tsx';
import { Facts, Panel, Verbatim } from '../../../ui/panel.tsx';
import { SaveAs } from '../../../ui/save-as.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { Term } from '../../../ui/term.tsx';
import { Hash, Moment } from '../../../ui/values.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { notedState } from './noted-state.ts';

/** One noted checkpoint: what it comes to, its proof as files, and how to check them elsewhere. `item` is there once its row is. */
export function NotedCheckpoint({ number, item }: { number: number; item: Item | undefined }) {
  const { data, error, refetch } = useOperation('log.operator-proof', { number });
  const name = `noted-${number}`;
  return (
    <Stack gap="md">
      {item === undefined ? null : (
        <Panel>
          <Stack gap="sm">
            <div>
              <StateBadge state={notedState(item)} />
            </div>
            <Facts
              facts={[
                ['Noted', <Moment key="a" at={item.at} />],
                [
                  'Up to',
                  <span key="e">
                    <Link to="/log" search={{ entry: String(item.entry) }} className="tm-link">
                      entry {count(item.entry)}
                    </Link>
                    {item.log === 1 ? '' : ` of log ${item.log}`}
                  </span>,
                ],
                ['Its entry', `${count(item.operatorEntry)} of the operator’s log`],
              ]}
            />
          </Stack>
        </Panel>
      )}
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={4} />
        ) : null
      ) : (
        <>
          <Section
            title="Proof"
            lead="Keep the four files in one folder: they show what was noted, whatever becomes of either log."
          >
            <Group gap="xs">
              <SaveAs fileName={`${name}.tlog-proof`} text={data.proof} label="Save proof" type="text/plain" />
              <SaveAs fileName={`${name}.json`} text={data.entry} label="Save entry" type="application/json" />
              <SaveAs
                fileName={`${name}-checkpoint.txt`}
                text={data.checkpoint}
                label="Save checkpoint"
                type="text/plain"
              />
              <SaveAs fileName={`${name}-salt.txt`} text={`${data.salt}\n`} label="Save salt" type="text/plain" />
            </Group>
          </Section>
          <Section title="Check it without this product">
            <Stack gap="sm">
              <Text size="sm">
                That the operator’s log has the entry, under its key. Any tool that reads C2SP tlog-proof does the same:
              </Text>
              <Verbatim
                label="Command for the proof"
                text={`tickmark verify ${name}.tlog-proof --key '${data.verifierKey}'`}
                wrap
              />
              <Text size="sm" component="div">
                That the entry commits to this <Term id="checkpoint">checkpoint</Term>: the answer is the commitment in
                the entry, which stands below.
              </Text>
              <Verbatim
                label="Command for the commitment"
                text={`(xxd -r -p ${name}-salt.txt; sed '/^$/,$d' ${name}-checkpoint.txt) | sha256sum`}
                wrap
              />
              <Hash value={data.commitment} label="commitment" whole />
              <Text size="sm">
                That the log still begins with it: drop the checkpoint under{' '}
                <Link to="/log/changes" search={{ of: 'log' }} className="tm-link">
                  What changed
                </Link>
                .
              </Text>
            </Stack>
          </Section>
          <Section title="Checkpoint">
            <Verbatim label="Noted checkpoint" text={data.checkpoint} />
          </Section>
        </>
      )}
    </Stack>
  );
}
