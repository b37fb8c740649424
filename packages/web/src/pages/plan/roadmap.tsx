import { Button, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendarTime, IconPrinter } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { operationQuery } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Gantt, Legend } from './gantt.tsx';
import { People } from './people.tsx';
import { Findings, Outlook, Unscheduled } from './roadmap-told.tsx';
import { ScheduledItems } from './scheduled-items.tsx';
import { TakeOver } from './take-over.tsx';
import { TimeAndPeople } from './time-and-people.tsx';
import { Tries } from './tries.tsx';
import { askedWith, type Tried } from './what-if.ts';

const route = getRouteApi('/inside/plan/roadmap');

export function RoadmapPage() {
  return <WithEngagement title="Roadmap">{(engagement) => <TheRoadmap engagement={engagement} />}</WithEngagement>;
}

/** When each item is done, what is impossible and why, and what would change it. */
function TheRoadmap({ engagement }: { engagement: Engagement }) {
  const { settings, ...tried } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('plan.manage');
  const [asked] = useDebouncedValue(JSON.stringify(askedWith(tried, engagement.terms)), 150);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...operationQuery('plan.roadmap', {
      engagementId: engagement.id,
      ...(JSON.parse(asked) as ReturnType<typeof askedWith>),
    }),
    placeholderData: keepPreviousData,
  });
  const change = (part: Partial<Tried>): void => void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  const open = (id: string): void => void navigate({ to: '/plan', search: { open: id } });

  return (
    <Page
      title="Roadmap"
      lead="Computed from the work, the time of people, what waits for what, and the wished report date. Try other dates: nothing is changed by that, and the address keeps what you tried."
      actions={
        <>
          <Button component={Link} to="/plan" variant="default">
            Plan of action
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
            Print
          </Button>
          {mayManage ? (
            <Button
              variant="default"
              leftSection={<IconCalendarTime size={16} aria-hidden />}
              onClick={() => void navigate({ search: (s) => ({ ...s, settings: 'open' }) })}
            >
              Time and people
            </Button>
          ) : null}
          {mayManage && data !== undefined && data.items.length > 0 ? <TakeOver roadmap={data} /> : null}
        </>
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={9} />
        ) : null
      ) : data.titles.length === 0 ? (
        <Empty
          title="There is nothing to schedule: the plan has no item yet."
          action={
            <Button renderRoot={(props) => <Link to="/plan" search={{ tab: 'gaps' }} {...props} />}>
              Make items of gaps
            </Button>
          }
          example="With work, owners and what waits for what, the roadmap says when the examined days can begin and when the report can be there."
        />
      ) : (
        <Stack gap="lg" aria-busy={isPlaceholderData}>
          <Findings roadmap={data} />
          <Tries engagement={engagement} roadmap={data} tried={tried} onChange={change} />
          <Stack gap="xs">
            <Legend roadmap={data} />
            <Gantt roadmap={data} onOpen={open} />
          </Stack>
          <Outlook roadmap={data} />
          <ScheduledItems roadmap={data} onOpen={open} />
          <Unscheduled roadmap={data} />
          <People roadmap={data} tried={tried} onChange={change} />
        </Stack>
      )}
      <Over
        opened={settings === 'open' && mayManage}
        onClose={() => void navigate({ search: (s) => ({ ...s, settings: undefined }) })}
        title="Time and people"
        size="xl"
      >
        <TimeAndPeople
          engagementId={engagement.id}
          onDone={() =>
            void navigate({ search: (s) => ({ ...s, settings: undefined, wish: undefined, time: undefined }) })
          }
        />
      </Over>
    </Page>
  );
}
