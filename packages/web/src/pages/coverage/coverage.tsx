import { Tabs } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Counts } from './counts.tsx';
import { CriteriaList } from './criteria-list.tsx';
import { Filters } from './filters.tsx';
import { Matrix } from './matrix.tsx';
import { narrowed } from './narrowed.ts';
import { OneCriterion } from './one-criterion.tsx';
import { Suggestions } from './suggestions.tsx';

const route = getRouteApi('/inside/coverage');

export function CoveragePage() {
  return <WithEngagement title="Coverage">{(engagement) => <Coverage engagement={engagement} />}</WithEngagement>;
}

/** Which criteria have controls, on which days, and what is missing. */
function Coverage({ engagement }: { engagement: Engagement }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useOperation('coverage.map', { engagementId: engagement.id });
  const { tab = 'list', open } = search;
  const change = (part: Partial<typeof search>): void => void navigate({ search: (s) => ({ ...s, ...part }) });
  const rows = data === undefined ? [] : narrowed(data.criteria, search);
  return (
    <Page
      title="Coverage"
      lead={
        <>
          Which criteria your controls are designed to meet, on the days of this engagement.{' '}
          <Term id="coverage">Coverage</Term> is no score, and none of it says that a control works.
        </>
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={9} />
        ) : null
      ) : (
        <>
          <Counts counts={data.counts} show={search.show} onShow={(show) => change({ show })} />
          <Tabs
            value={tab}
            onChange={(next) =>
              change({ tab: next === 'matrix' || next === 'suggested' ? next : undefined, sort: undefined })
            }
            keepMounted={false}
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="list">Criteria</Tabs.Tab>
              <Tabs.Tab value="matrix">Matrix</Tabs.Tab>
              <Tabs.Tab value="suggested">Suggested controls</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="list">
              <Filters by={search} onChange={change} />
              <CriteriaList rows={rows} onOpen={(criterion) => change({ open: criterion })} />
            </Tabs.Panel>
            <Tabs.Panel value="matrix">
              <Filters by={search} onChange={change} />
              <Matrix criteria={rows} controls={data.controls} onOpen={(criterion) => change({ open: criterion })} />
            </Tabs.Panel>
            <Tabs.Panel value="suggested">
              <Suggestions engagement={engagement} />
            </Tabs.Panel>
          </Tabs>
          <OneCriterion
            engagementId={engagement.id}
            criterion={data.criteria.find((each) => each.criterion === open)}
            controls={data.controls}
            onClose={() => change({ open: undefined })}
          />
        </>
      )}
    </Page>
  );
}
