import { Button, Stack, Text } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import type { RetentionSchedule } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say, sayError, Warning } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Due } from './due.tsx';
import { Holds } from './holds.tsx';
import { SetSchedule } from './set-schedule.tsx';

const route = getRouteApi('/inside/evidence/retention');

export function RetentionPage() {
  const { data, error, refetch } = useOperation('retention.schedule', {});
  return (
    <Page
      title="How long evidence is kept"
      lead={
        <>
          A <Term id="retention">retention schedule</Term> says when the file of a piece of{' '}
          <Link to="/evidence" className="tm-link">
            evidence
          </Link>{' '}
          may go. Its record stays, and an entry of the log says who deleted it, when and for what reason.
        </>
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : null
      ) : (
        <>
          <Schedule schedule={data.schedule} />
          {data.schedule === null ? null : <Due />}
        </>
      )}
      <Holds />
    </Page>
  );
}

function Schedule({ schedule }: { schedule: RetentionSchedule | null }) {
  const { set } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('retention.manage');
  const take = useWrite('retention.set-schedule');
  const show = (what: 'schedule' | undefined): void => void navigate({ search: (s) => ({ ...s, set: what }) });
  return (
    <Section
      title="Schedule"
      actions={
        mayManage && schedule !== null ? (
          <>
            <Button
              variant="default"
              loading={take.isPending}
              onClick={() =>
                take.mutate(
                  { schedule: null },
                  { onSuccess: () => say('There is no schedule any more: nothing is ever due.'), onError: sayError },
                )
              }
            >
              Remove the schedule
            </Button>
            <Button leftSection={<IconCalendarTime size={16} aria-hidden />} onClick={() => show('schedule')}>
              Change
            </Button>
          </>
        ) : null
      }
    >
      <Panel>
        {schedule === null ? (
          <Empty
            title="There is no schedule, so nothing is ever due."
            action={mayManage ? <Button onClick={() => show('schedule')}>Set a schedule</Button> : undefined}
            example="For example: seven years after the last day that a piece speaks for, as long as auditors keep what they rest on."
          />
        ) : (
          <Stack gap="xs">
            <Text size="sm">
              Evidence is kept for <strong>{quantity(schedule.years, 'year')}</strong> after the last day that it speaks
              for
              {schedule.supersededYears === null
                ? '.'
                : `, and for ${quantity(schedule.supersededYears, 'year')} where it has a newer version.`}{' '}
              What stands in a bundle is kept for five years after the bundle was made.
            </Text>
            <Text size="sm">
              {schedule.automatic
                ? 'What is due is deleted each day, without anybody confirming it.'
                : 'What is due stays until an owner deletes it.'}
            </Text>
            {schedule.rests === null ? null : <Warning>Nothing is deleted by itself now: {schedule.rests}</Warning>}
            <Text size="xs" c="dimmed">
              Set on {schedule.setAt.slice(0, 10)} by {schedule.setBy.name ?? 'nobody known here'}, entry{' '}
              {schedule.entryIndex}
            </Text>
          </Stack>
        )}
      </Panel>
      <Side opened={set === 'schedule' && mayManage} onClose={() => show(undefined)} title="Retention schedule">
        <SetSchedule schedule={schedule} onDone={() => show(undefined)} />
      </Side>
    </Section>
  );
}
