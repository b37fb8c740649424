import { Button, Group, Stack, Table, Text } from '@mantine/core';
import type { Result, ResultAndIncrements } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';

/** Whether a run equals the increments before it, or what differs; nothing where there were none. */
export function ComparedWithIncrements({ result }: { result: Result }) {
  const { data, error, refetch } = useOperation('increments.comparison', { resultId: result.id });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined || data.increments === 0) return null;
  return (
    <Section title="Day by day">
      {data.comparison === null ? (
        <NotCompared result={result} increments={data.increments} />
      ) : (
        <Compared result={result} comparison={data.comparison} />
      )}
    </Section>
  );
}

function NotCompared({ result, increments }: { result: Result; increments: number }) {
  const mayRun = useMay('tests.run');
  const [jobId, setJobId] = useState<string | null>(null);
  const compare = useWrite('increments.compare');
  return (
    <Panel>
      <Stack gap="sm">
        <Text size="sm">{quantity(increments, 'increment')} came before this run; the two were not compared.</Text>
        {mayRun && jobId === null ? (
          <Group>
            <Button
              loading={compare.isPending}
              onClick={() => compare.mutate({ resultId: result.id }, { onSuccess: (made) => setJobId(made.jobId) })}
            >
              Compare them
            </Button>
          </Group>
        ) : null}
        {compare.error === null ? null : <ErrorNotice error={compare.error} />}
        {jobId === null ? null : <JobProgress id={jobId} />}
      </Stack>
    </Panel>
  );
}

function Compared({ result, comparison }: { result: Result; comparison: ResultAndIncrements }) {
  const { increments, equal, differing, notDue, differences } = comparison;
  const one = result.document.definition.kind === 'cadence' ? 'slice' : 'item';
  const before = increments === 1 ? 'The increment before' : `The ${count(increments)} increments before`;
  const due =
    notDue === 0
      ? ''
      : ` ${quantity(notDue, 'slice')} ${notDue === 1 ? 'was' : 'were'} not due when the last was taken.`;
  if (differing === 0) {
    return (
      <Text size="sm">
        {before} and this run agree on {equal === 1 ? `the one ${one}` : `all ${quantity(equal, one)}`}.{due}{' '}
        <Entry comparison={comparison} />
      </Text>
    );
  }
  return (
    <Stack gap="sm">
      <Warning>
        {before} and this run do not agree on {quantity(differing, one)}: rows that came late, were changed at their
        source or are gone. They agree on {count(equal)}.{due} The run is the result. <Entry comparison={comparison} />
      </Warning>
      <Scrollable label="Differences to the increments" style={{ maxHeight: 360, overflow: 'auto' }}>
        <Table withTableBorder aria-label="Differences to the increments" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{one === 'item' ? 'Item' : 'Slice'}</Table.Th>
              <Table.Th>By the increments</Table.Th>
              <Table.Th>By this run</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.map((difference) => (
              <Table.Tr key={difference.item}>
                <Table.Th scope="row" className="mono" style={{ overflowWrap: 'anywhere' }}>
                  {difference.item}
                </Table.Th>
                <Table.Td>
                  <Seen state={difference.increments} />
                </Table.Td>
                <Table.Td>
                  <Seen state={difference.final} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrollable>
      {differing > differences.length ? (
        <Text size="sm">
          The first {count(differences.length)} of {count(differing)}.
        </Text>
      ) : null}
    </Stack>
  );
}

function Seen({ state }: { state: ResultAndIncrements['differences'][number]['final'] }) {
  return state === null ? <Text size="sm">not there</Text> : <StateBadge state={state} />;
}

function Entry({ comparison }: { comparison: ResultAndIncrements }) {
  return (
    <Link to="/log" search={{ entry: String(comparison.entryIndex) }} className="tm-link">
      Log entry {comparison.entryIndex}
    </Link>
  );
}
