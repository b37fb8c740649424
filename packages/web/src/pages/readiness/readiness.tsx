import { Tabs } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Page } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';
import { Gaps } from './gaps.tsx';
import { Grades } from './grades.tsx';
import { Reports } from '../readiness-reports/reports.tsx';
import { Questions } from './questions.tsx';

const route = getRouteApi('/inside/readiness');

export function ReadinessPage() {
  return <WithEngagement title="Readiness">{(engagement) => <Readiness engagement={engagement} />}</WithEngagement>;
}

/** What is in place before anybody examines it, by the organization's own word. */
function Readiness({ engagement }: { engagement: Engagement }) {
  const { tab = 'questions' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useOperation('readiness.questions', { engagementId: engagement.id });
  const gaps = data === undefined ? '' : Object.values(data.counts.gaps).reduce((sum, each) => sum + each, 0);
  return (
    <Page
      title="Readiness"
      lead={
        <>
          What is in place before anybody examines it. What you answer is your own word: it shows each{' '}
          <Term id="gap">gap</Term> and what would close it, and never by itself that a control works.
        </>
      }
    >
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ search: next === 'gaps' || next === 'grades' || next === 'reports' ? { tab: next } : {} })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="questions">Questions</Tabs.Tab>
          <Tabs.Tab value="gaps">Gaps {gaps}</Tabs.Tab>
          <Tabs.Tab value="grades">Grades</Tabs.Tab>
          <Tabs.Tab value="reports">Reports</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="questions">
          <Questions key={engagement.id} engagementId={engagement.id} />
        </Tabs.Panel>
        <Tabs.Panel value="gaps">
          <Gaps engagementId={engagement.id} />
        </Tabs.Panel>
        <Tabs.Panel value="grades">
          <Grades engagementId={engagement.id} />
        </Tabs.Panel>
        <Tabs.Panel value="reports">
          <Reports engagementId={engagement.id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
