import { Tabs } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Page } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Library } from './library.tsx';
import { Published } from './published.tsx';

const route = getRouteApi('/inside/tests');
const WriteTest = lazy(() => import('./write-test.tsx').then(({ WriteTest }) => ({ default: WriteTest })));

export function TestsPage() {
  return (
    <WithEngagement title="Tests">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const published = useOperation('tests.list', { engagementId: engagement.id, latest: true, limit: 500, sort: 'code' });
  // Neither is shown before it is known which: what is typed into one would be lost with it.
  const first = published.isPending ? null : published.data?.total === 0 ? 'library' : 'published';

  return (
    <Page
      title="Tests"
      lead={
        <>
          A <Term id="test">test</Term> is a small program over whole populations. It is{' '}
          <Term id="publish">published</Term> before it runs, so that it can’t be fitted to the result.
        </>
      }
    >
      <Tabs
        value={search.tab ?? first}
        onChange={(next) =>
          void navigate({ search: { tab: next === 'library' || next === 'write' ? next : 'published' } })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="published">Published {published.data?.total ?? ''}</Tabs.Tab>
          <Tabs.Tab value="library">Library</Tabs.Tab>
          <Tabs.Tab value="write">Write a test</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="published">
          <Published engagement={engagement} tests={published.data?.items} error={published.error} />
        </Tabs.Panel>
        <Tabs.Panel value="library">
          <Library engagement={engagement} published={published.data?.items ?? []} />
        </Tabs.Panel>
        <Tabs.Panel value="write">
          <Suspense fallback={<Waiting />}>
            <WriteTest engagement={engagement} published={published.data?.items ?? []} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
