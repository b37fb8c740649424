import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, Warning } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { TextBlocks } from './text-blocks.tsx';
import classes from './policies.module.css';

const route = getRouteApi('/inside/accept');
type Mine = Output<'policies.mine'>;
type Waits = Mine['waiting'][number];

/** What somebody is asked to accept, one document after the other, and what holds for them. */
export function AcceptPage() {
  const { data, error, refetch } = useOperation('policies.mine', {});
  return (
    <Page
      title="Accept documents"
      lead="What your organization asks you to read and accept. Your name, the version and the time are kept, and nobody can change them later."
      narrow
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? error === null ? <Waiting lines={8} /> : null : <Asked mine={data} />}
    </Page>
  );
}

function Asked({ mine }: { mine: Mine }) {
  const { read } = route.useSearch();
  const navigate = route.useNavigate();
  const { waiting, accepted, inForce } = mine;
  const open = (id: string | undefined): void => void navigate({ search: (s) => ({ ...s, read: id }), replace: true });
  const reading = inForce.find(({ policyId }) => policyId === read);
  const asked = waiting.find(({ policyId }) => policyId === read) ?? (read === undefined ? waiting[0] : undefined);
  const done = accepted.length;
  return (
    <Stack gap="lg">
      {waiting.length === 0 ? (
        <Empty
          title={done === 0 ? 'Nothing waits for you.' : 'You have accepted all that you were asked for. Thank you.'}
        />
      ) : (
        <Stack gap={6}>
          <Progress
            value={(100 * done) / (done + waiting.length)}
            aria-label={`${done} accepted, ${waiting.length} left`}
          />
          <Text size="sm">
            {quantity(waiting.length, 'document')} left
            {done === 0 ? '' : `, ${count(done)} accepted`}
          </Text>
        </Stack>
      )}
      {asked === undefined ? null : (
        <Reading key={asked.policyId} asked={asked} left={waiting.length} onAccepted={() => open(undefined)} />
      )}
      {waiting.length > 1 ? (
        <Section title="Also waiting">
          <ul className={classes.steps}>
            {waiting
              .filter(({ policyId }) => policyId !== asked?.policyId)
              .map(({ policyId, title, dueOn, overdue, words }) => (
                <li key={policyId}>
                  <Button variant="subtle" size="compact-sm" onClick={() => open(policyId)}>
                    {title}
                  </Button>{' '}
                  by {dueOn}
                  {overdue ? ', overdue' : ''}, {minutes(words)}
                </li>
              ))}
          </ul>
        </Section>
      ) : null}
      {reading !== undefined && asked === undefined ? (
        <Section
          title={reading.title}
          lead={`Version ${reading.number}, in force since ${reading.effectiveFrom}.`}
          actions={
            <Button size="compact-sm" variant="default" onClick={() => open(undefined)}>
              Close
            </Button>
          }
        >
          <TextOf id={reading.policyId} />
        </Section>
      ) : null}
      {inForce.length === 0 ? null : (
        <Section title="Documents in force" lead="To be looked up at any time.">
          <ul className={classes.steps}>
            {inForce.map(({ policyId, title, purpose }) => (
              <li key={policyId}>
                <Button variant="subtle" size="compact-sm" onClick={() => open(policyId)}>
                  {title}
                </Button>{' '}
                <Text span size="sm" c="dimmed">
                  {purpose}
                </Text>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {accepted.length === 0 ? null : (
        <Section title="What you accepted">
          <ul className={classes.steps}>
            {accepted.map(({ policyId, title, number, at, entryIndex }) => (
              <li key={`${policyId} ${entryIndex}`}>
                {title}, version {number}: <Moment at={at} />, entry {entryIndex} of the log
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Stack>
  );
}

/** One document to read, with the button that accepts it at its end. */
function Reading({ asked, left, onAccepted }: { asked: Waits; left: number; onAccepted: () => void }) {
  const { campaignId, policyId, title, purpose, number, sha256, dueOn, overdue, reminded, words } = asked;
  const write = useWrite('policies.accept');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Panel p="lg">
      <Stack gap="md">
        <div>
          <Text component="h2" ref={heading} tabIndex={-1} fw={600} size="lg" m={0}>
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {purpose} Version {number}, {minutes(words)} to read. Please accept by {dueOn}.
          </Text>
        </div>
        {overdue ? (
          <Warning>This was due on {dueOn}.</Warning>
        ) : reminded ? (
          <Note>You were reminded of this.</Note>
        ) : null}
        <TextOf id={policyId} framed={false} />
        {write.error === null ? null : <ErrorNotice error={write.error} />}
        <Group gap="sm">
          <Button
            loading={write.isPending}
            onClick={() => write.mutate({ campaignId, id: policyId, sha256 }, { onSuccess: onAccepted })}
          >
            I have read it and accept it
          </Button>
          <Text size="sm" c="dimmed">
            {left === 1 ? 'This is the last one.' : `The next of ${left} follows.`}
          </Text>
        </Group>
      </Stack>
    </Panel>
  );
}

function TextOf({ id, framed = true }: { id: string; framed?: boolean }) {
  const { data, error, refetch } = useOperation('policies.published', { id });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={8} /> : <TextBlocks blocks={data.blocks} framed={framed} />;
}

/** How long it takes to read, at 220 words a minute. */
function minutes(words: number): string {
  return quantity(Math.max(1, Math.round(words / 220)), 'minute');
}
