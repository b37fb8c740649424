import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import type { ComparedRun, ItemChange, ResultComparison } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { call } from '../../api.ts';
import { pagedQuery } from '../../queries.ts';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { businessDaysFact } from '../holidays/business-days.tsx';
import { changeOrder, changeWords } from './change-words.ts';
import { ComparedItems } from './compared-items.tsx';
import { DefinitionDiff } from './definition-diff.tsx';

const route = getRouteApi('/inside/results/$id/compare/$other');

/** Two runs of one test: what is new, what was put right later, what stays, what is gone. */
export function ComparisonPage() {
  const { id, other } = route.useParams();
  const { search, ...asked } = route.useSearch();
  const navigate = route.useNavigate();
  const change = changeOrder.find((known) => known === asked.change);
  const pages = useInfiniteQuery(
    pagedQuery(['results.compare', id, other, change, search], (offset, signal) =>
      call('results.compare', { id, other, change, search, offset, limit: 200 }, { signal }),
    ),
  );
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const [first] = (pages.data?.pages ?? []) as ResultComparison[];
  const tools = (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        size="xs"
        aria-label="What became of the items"
        value={change ?? ''}
        onChange={(event) => {
          const next = changeOrder.find((known) => known === event.currentTarget.value);
          void navigate({ search: (s) => ({ ...s, change: next }), replace: true });
        }}
        data={[
          { value: '', label: 'Everything but what passes in both' },
          ...changeOrder.map((value) => ({
            value,
            label: `${changeWords[value].word}${first === undefined ? '' : ` (${count(first.counts[value])})`}`,
          })),
        ]}
      />
      <SearchField
        label="Search the items"
        value={search}
        onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
      />
    </Group>
  );
  if (first === undefined) {
    return (
      <Page title="Comparison of two runs">
        {pages.error === null ? <Waiting /> : <ErrorNotice error={pages.error} retry={() => void pages.refetch()} />}
        {pages.error === null ? null : tools}
      </Page>
    );
  }
  return (
    <Page
      title={`${first.code} compared`}
      lead={`${first.title}. A deviation of the earlier run stays on record, whatever became of it.`}
    >
      <Group align="stretch" gap="lg" grow preventGrowOverflow={false}>
        <Run title="Earlier run" run={first.earlier} />
        <Run title="Later run" run={first.later} />
      </Group>
      <Changes comparison={first} />
      <Section title="Items" actions={tools}>
        <ComparedItems
          comparison={first}
          items={items}
          total={first.total}
          loadMore={() => {
            if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
          }}
        />
      </Section>
      <Section title="Definitions">
        {first.earlier.definitionSha256 === first.later.definitionSha256 ? (
          <Note>Both runs are of exactly the same text.</Note>
        ) : (
          <DefinitionDiff before={first.earlier.yaml} after={first.later.yaml} />
        )}
      </Section>
    </Page>
  );
}

function Run({ title, run }: { title: string; run: ComparedRun }) {
  return (
    <Panel>
      <Stack gap="xs">
        <Group gap="xs" justify="space-between">
          <Text fw={600}>{title}</Text>
          <StateBadge state={run.proposal.kind} />
        </Group>
        <Facts
          facts={[
            [
              'Run',
              <Link key="r" to="/results/$id" params={{ id: run.id }} search={{}} className="tm-link">
                <Moment at={run.ranAt} />
              </Link>,
            ],
            ['Definition', `version ${run.version}`],
            ['Period', `${run.period.from} to ${run.period.to}`],
            ...businessDaysFact(run.holidays),
            ['Tested', quantity(run.items.inScope, 'item')],
            ...Object.entries(run.populations).map(
              ([kind, { rows, sha256 }]) =>
                [
                  kind,
                  <span key={kind}>
                    {quantity(rows, 'row')}, <Hash value={sha256} label={`hash of ${kind}`} />
                  </span>,
                ] as const,
            ),
          ]}
        />
      </Stack>
    </Panel>
  );
}

function Changes({ comparison }: { comparison: ResultComparison }) {
  const { counts, goneDeviations } = comparison;
  const said = (change: ItemChange) =>
    change === 'gone' && goneDeviations > 0
      ? `${count(counts.gone)}, of which ${quantity(goneDeviations, 'was a deviation', 'were deviations')}`
      : count(counts[change]);
  return (
    <Section title="What changed">
      <Panel>
        <Facts
          facts={changeOrder.map(
            (change) =>
              [
                <span key={change} title={changeWords[change].meaning}>
                  {changeWords[change].word}
                </span>,
                <span key="n">
                  <strong>{said(change)}</strong>{' '}
                  <Text span size="xs" c="dimmed">
                    {changeWords[change].meaning}
                  </Text>
                </span>,
              ] as const,
          )}
        />
      </Panel>
    </Section>
  );
}
