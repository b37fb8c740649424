import { Button, Group, Progress, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Engagement, Step } from '@tickmark/core';
import { Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { engagementLine } from '../../shell/engagement-picker.tsx';
import { NothingAsked } from '../../shell/not-for-role.tsx';
import { placeOf } from '../../shell/places.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './home.module.css';

export function HomePage() {
  const may = useMay('engagements.read');
  if (!may) return <ForEmployees />;
  return <WithEngagement title="Eight steps">{(engagement) => <Steps engagement={engagement} />}</WithEngagement>;
}

/** Whoever has a part in the examination and does none of its work here: what they are asked to accept, if anything. */
function ForEmployees() {
  const { data } = useOperation('policies.mine', {});
  if (data === undefined) return <Waiting lines={4} />;
  return data.waiting.length === 0 ? <NothingAsked /> : <Navigate to="/accept" replace />;
}

/** What the reader themselves is asked to accept. */
function ToAccept() {
  const { data } = useOperation('policies.mine', {});
  if (data === undefined || data.waiting.length === 0) return null;
  const overdue = data.waiting.filter((each) => each.overdue).length;
  return (
    <Note>
      {quantity(data.waiting.length, 'document waits', 'documents wait')} for you to accept
      {overdue === 0 ? '' : `, ${overdue} of them overdue`}.{' '}
      <Link to="/accept" className="tm-link">
        Read and accept
      </Link>
    </Note>
  );
}

function Steps({ engagement }: { engagement: Engagement }) {
  const { data, error, refetch } = useOperation('steps.list', { engagementId: engagement.id });
  const [today] = useState(() => new Date().toLocaleDateString('sv', { timeZone: engagement.timeZone }));
  const next = data?.items.find(({ next, state }) => next !== null && state !== 'done');
  return (
    <Page title="Eight steps" lead={`${engagementLine(engagement)} · ${engagement.timeZone}`}>
      <ToAccept />
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
