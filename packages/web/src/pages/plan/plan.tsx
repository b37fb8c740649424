import { Button, Group, Tabs, Text } from '@mantine/core';
import { IconChartBar, IconPlus } from '@tabler/icons-react';
import type { Engagement, PlanCounts } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { AddItem } from './add-item.tsx';
import { GapsOfPlan } from './gaps-of-plan.tsx';
import { Items } from './items.tsx';
import { OneItem } from './one-item.tsx';

const route = getRouteApi('/inside/plan');

export function PlanPage() {
  return <WithEngagement title="Plan of action">{(engagement) => <Plan engagement={engagement} />}</WithEngagement>;
}

/** What is to be done, by whom and by when. */
function Plan({ engagement }: { engagement: Engagement }) {
  const { tab = 'table', open, add } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('plan.manage');
  const opened = useOperation('plan.get', { id: open ?? '' }, { enabled: open !== undefined });
  const all = useOperation('plan.list', { engagementId: engagement.id, limit: 1 });
  const gaps = useOperation('plan.gaps', { engagementId: engagement.id });
  const show = (part: { open?: string | undefined; add?: 'own' | undefined }): void =>
    void navigate({ search: (s) => ({ ...s, open: undefined, add: undefined, ...part }) });
  const counts = all.data?.counts;
  const without = gaps.data?.without ?? 0;

  return (
    <Page
      title="Plan of action"
      lead={
        <>
          What is to be done about each <Term id="gap">gap</Term>, by whom and by when, and what shows that it is done.
          Somebody other than the owner verifies it.
        </>
      }
      actions={
        <>
          <Exports engagementId={engagement.id} />
          <Button
            component={Link}
            to="/plan/roadmap"
            variant="default"
            leftSection={<IconChartBar size={16} aria-hidden />}
          >
            Roadmap
          </Button>
          {mayManage ? (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show({ add: 'own' })}>
              Add an item
            </Button>
          ) : null}
        </>
      }
    >
      {all.error === null ? null : <ErrorNotice error={all.error} retry={() => void all.refetch()} />}
      {counts === undefined ? null : <Progress counts={counts} />}
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({
            search: (s) => ({ ...s, tab: next === 'board' || next === 'gaps' ? next : undefined, open: undefined }),
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="table">Table</Tabs.Tab>
          <Tabs.Tab value="board">Board</Tabs.Tab>
          <Tabs.Tab value="gaps">Gaps without an item {gaps.data === undefined ? '' : without}</Tabs.Tab>
        </Tabs.List>
        {(['table', 'board'] as const).map((as) => (
          <Tabs.Panel key={as} value={as}>
            {counts === undefined ? (
              all.error === null ? (
                <Waiting lines={9} />
              ) : null
            ) : counts.total === 0 ? (
              <NoneYet gaps={gaps.data?.total ?? 0} mayManage={mayManage} />
            ) : (
              <Items
                key={engagement.id}
                engagementId={engagement.id}
                as={as}
                counts={counts}
                onOpen={(id) => show({ open: id })}
              />
            )}
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="gaps">
          <GapsOfPlan engagementId={engagement.id} />
        </Tabs.Panel>
      </Tabs>
      <Side opened={add === 'own' && mayManage} onClose={() => show({})} size="lg" title="Add an item">
        <AddItem engagementId={engagement.id} onDone={(id) => show({ open: id })} />
      </Side>
      <Side
        opened={open !== undefined && add === undefined}
        onClose={() => show({})}
        size={860}
        title={opened.data === undefined ? 'Item' : <AsWritten text={`${opened.data.code} ${opened.data.title}`} />}
      >
        {opened.error === null ? null : <ErrorNotice error={opened.error} retry={() => void opened.refetch()} />}
        {opened.data === undefined ? (
          opened.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <OneItem key={opened.data.id} item={opened.data} />
        )}
      </Side>
    </Page>
  );
}

const formats = [
  { format: 'pdf', label: 'PDF', about: 'the plan with its roadmap as a document' },
  { format: 'xlsx', label: 'XLSX', about: 'the plan with its roadmap as a workbook' },
  { format: 'ics', label: 'ICS', about: 'the due dates as a calendar' },
] as const;

/** The plan with its roadmap, taken away. */
function Exports({ engagementId }: { engagementId: string }) {
  return (
    <Group gap={6} component="section" aria-label="Export">
      {formats.map(({ format, label, about }) => (
        <Download
          key={format}
          operation="plan.export"
          input={{ engagementId, format }}
          fileName={`plan-of-action.${format}`}
          label={label}
          about={about}
          size="compact-sm"
        />
      ))}
    </Group>
  );
}

function Progress({ counts }: { counts: PlanCounts }) {
  const { total, open, inProgress, done, verified, accepted, dropped, overdue, expired, unowned, unestimated } = counts;
  if (total === 0) return null;
  const others = [
    overdue === 0 ? null : `${count(overdue)} overdue`,
    done === 0 ? null : `${count(done)} to be verified`,
    accepted === 0 ? null : `${count(accepted)} accepted as a risk`,
    dropped === 0 ? null : `${count(dropped)} dropped`,
    expired === 0 ? null : `${quantity(expired, 'acceptance')} expired`,
    unowned === 0 ? null : `${count(unowned)} without an owner`,
    unestimated === 0 ? null : `${count(unestimated)} whose work nobody said`,
  ].filter((each) => each !== null);
  return (
    <Text component="output" mb="sm" display="block">
      <strong>
        {count(verified)} of {count(total)} verified
      </strong>
      ; {count(open + inProgress)} left{others.length === 0 ? '' : `, ${others.join(', ')}`}
    </Text>
  );
}

function NoneYet({ gaps, mayManage }: { gaps: number; mayManage: boolean }) {
  const mayAnswer = useMay('readiness.answer');
  return (
    <Empty
      title="The plan has no item yet."
      action={
        <Group gap="xs">
          {gaps > 0 && mayManage ? (
            <Button renderRoot={(props) => <Link to="/plan" search={{ tab: 'gaps' }} {...props} />}>
              Make items of {quantity(gaps, 'gap')}
            </Button>
          ) : (
            <Button component={Link} to="/readiness" variant="default">
              {mayAnswer ? 'Answer the readiness assessment' : 'Look at the readiness assessment'}
            </Button>
          )}
        </Group>
      }
      example={
        mayManage
          ? 'Each gap of the readiness assessment can become an item, such as “Ask for a second factor at every sign-in”. Items of your own can be added too.'
          : 'An owner or a compliance manager keeps the plan.'
      }
    />
  );
}
