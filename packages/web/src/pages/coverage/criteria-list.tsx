import { Group, Stack, Text } from '@mantine/core';
import type { CriterionCoverage } from '@tickmark/core';
import { coverageStates } from '@tickmark/core/coverage-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { coverageWords } from './states.ts';

const route = getRouteApi('/inside/coverage');

/** The criteria as a list, each with its controls and what is missing. */
export function CriteriaList({
  rows,
  onOpen,
}: {
  rows: readonly CriterionCoverage[];
  onOpen: (criterion: string) => void;
}) {
  const { open, sort } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <DataTable
      label="Coverage of criteria"
      minWidth={900}
      columns={columns}
      csv={forCsv}
      rows={rows}
      rowKey={(each) => each.criterion}
      sort={sort}
      onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
      opened={open}
      onOpen={(each) => onOpen(each.criterion)}
      empty={<Empty title="No criterion matches." example="Take a filter away to see the others." />}
    />
  );
}

/** More are counted. */
const mostNamed = 6;

const columns: Column<CriterionCoverage>[] = [
  {
    id: 'criterion',
    title: 'Criterion',
    width: '104px',
    value: ({ criterion }) => criterion,
    cell: ({ criterion }) => <strong>{criterion}</strong>,
  },
  {
    id: 'state',
    title: 'State',
    width: '190px',
    value: ({ state }) => coverageStates.indexOf(state),
    cell: ({ state }) => <WordsBadge words={coverageWords[state]} />,
  },
  {
    id: 'summary',
    title: 'What it asks, in our words',
    value: ({ summary }) => summary,
    cell: ({ summary, seriesName }) => (
      <Stack gap={0}>
        <span>{summary}</span>
        <Text size="xs" c="dimmed">
          {seriesName}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Your controls',
    width: '210px',
    value: ({ controls }) => controls.length,
    cell: ({ controls }) =>
      controls.length === 0 ? (
        <Text size="sm" c="dimmed" component="span">
          None
        </Text>
      ) : (
        <Group gap={6}>
          {controls.slice(0, mostNamed).map((code) => (
            <Link key={code} to="/controls/$code" params={{ code }} className="tm-link">
              {code}
            </Link>
          ))}
          {controls.length > mostNamed ? <span>and {controls.length - mostNamed} more</span> : null}
        </Group>
      ),
  },
  {
    id: 'holes',
    title: 'What is missing',
    width: '24%',
    value: ({ holes }) => holes.length,
    cell: ({ state, holes, decision }) =>
      state === 'not-relevant' ? (decision?.reason ?? '') : (holes[0]?.sentence ?? 'Nothing of this.'),
  },
];

const forCsv = [
  { title: 'Criterion', value: (each: CriterionCoverage) => each.criterion },
  { title: 'What it asks', value: (each: CriterionCoverage) => each.summary },
  { title: 'State', value: (each: CriterionCoverage) => each.state },
  { title: 'Controls', value: (each: CriterionCoverage) => each.controls.join(' ') },
  { title: 'What is missing', value: (each: CriterionCoverage) => each.holes.map((hole) => hole.sentence).join(' ') },
  {
    title: 'Why not relevant',
    value: (each: CriterionCoverage) => (each.decision?.relevant === false ? each.decision.reason : null),
  },
];
