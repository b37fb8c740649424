import { Button, Group, Progress, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Engagement, Step } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { engagementLine } from '../../shell/engagement-picker.tsx';
import { NothingAsked } from '../../shell/not-for-role.tsx';
import { placeOf } from '../../shell/places.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { count } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './home.module.css';

export function HomePage() {
  const may = useMay('engagements.read');
  if (!may) return <NothingAsked />;
  return <WithEngagement title="Eight steps">{(engagement) => <Steps engagement={engagement} />}</WithEngagement>;
}

function Steps({ engagement }: { engagement: Engagement }) {
  const { data, error, refetch } = useOperation('steps.list', { engagementId: engagement.id });
  const [today] = useState(() => new Date().toLocaleDateString('sv', { timeZone: engagement.timeZone }));
  const next = data?.items.find(({ next, state }) => next !== null && state !== 'done');
  return (
    <Page title="Eight steps" lead={`${engagementLine(engagement)} · ${engagement.timeZone}`}>
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Waiting lines={9} /> : null}
      {data === undefined ? null : (
        <ol className={classes.steps}>
          {data.items.map((step, position) => (
            <StepRow key={step.id} step={step} number={position + 1} first={step === next} today={today} />
          ))}
        </ol>
      )}
    </Page>
  );
}

function StepRow({ step, number, first, today }: { step: Step; number: number; first: boolean; today: string }) {
  const overdue = step.due !== null && step.due < today && step.state !== 'done';
  return (
    <li
      className={classes.step}
      data-quiet={step.state === 'not-yet-available' || undefined}
      data-next={first || undefined}
    >
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <div className={classes.what}>
        <Group gap="xs">
          <h2>{step.title}</h2>
          <StateBadge state={step.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {step.summary}
        </Text>
      </div>
      <div className={classes.count}>
        {step.total === null ? (
          <Text size="sm" c="dimmed">
            {step.state === 'not-yet-available' ? 'Nothing is counted' : 'Nothing to count yet'}
          </Text>
        ) : (
          <>
            <Text size="sm">
              <strong>{count(step.done)}</strong> of <strong>{count(step.total)}</strong> {step.unit}
            </Text>
            <Progress
              value={step.total === 0 ? 0 : (step.done / step.total) * 100}
              size={4}
              color="var(--tm-accent)"
              mt={4}
              aria-label={`${step.title}: ${step.done} of ${step.total} ${step.unit}`}
            />
          </>
        )}
      </div>
      <div className={classes.who}>
        {step.whose === null ? null : <Text size="sm">{step.whose}</Text>}
        {step.due === null ? null : (
          <Text size="sm" className={overdue ? classes.overdue : classes.due}>
            {overdue ? 'Overdue since' : 'By'} <span className={classes.date}>{step.due}</span>
          </Text>
        )}
      </div>
      <div className={classes.next}>{step.next === null ? null : <Next next={step.next} first={first} />}</div>
    </li>
  );
}

/** What is to be done next; whoever may not do it can look at the page it is done on. */
function Next({ next, first }: { next: NonNullable<Step['next']>; first: boolean }) {
  const may = useMay(next.permission);
  if (next.href === null) return <Text size="sm">{next.label}</Text>;
  const place = may ? undefined : placeOf(next.href);
  return (
    <Button
      component={Link}
      to={next.href}
      variant={may && first ? 'filled' : 'default'}
      size="xs"
      h="auto"
      mih={30}
      py={5}
      rightSection={<IconArrowRight size={14} aria-hidden />}
      styles={{ label: { whiteSpace: 'normal', textAlign: 'left', lineHeight: '17px' } }}
    >
      {place === undefined ? next.label : `Look at ${place.label}`}
    </Button>
  );
}
