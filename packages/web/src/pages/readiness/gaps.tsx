import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { effortTitles, severities } from '@tickmark/core/readiness-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { stateWords } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Warning } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { coverageWords } from '../coverage/states.ts';
import { About } from './about.tsx';
import { gapColumns } from './gap-columns.tsx';

const route = getRouteApi('/inside/readiness');
type Gap = Output<'readiness.gaps'>['items'][number];

/** What the newest answers tell to be missing. */
export function Gaps({ engagementId }: { engagementId: string }) {
  const { severity, section, search, control, criterion, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const by = { severity, section, search, control, criterion };
  const { data, error, refetch } = useOperation('readiness.gaps', { engagementId, ...by });
  const questions = useOperation('readiness.questions', { engagementId });
  const change = (part: Partial<typeof by>): void =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const all = Object.values(data.counts).reduce((sum, each) => sum + each, 0) + data.apart;
  const apart = data.items.filter(({ relevant }) => !relevant).length;
  const shown = data.total - apart;
  const hidden =
    data.unanswered === 0 ? null : (
      <Warning>
        {quantity(data.unanswered, 'question')} without an answer may hide further gaps.{' '}
        <Link to="/readiness" search={{ state: 'unanswered' }} className="tm-link">
          Answer {data.unanswered === 1 ? 'it' : 'them'}
        </Link>
      </Warning>
    );
  if (all === 0) {
    return (
      <Stack gap="md">
        {hidden}
        <Empty
          title={data.unanswered === 0 ? 'The answers tell of no gap.' : 'No answer tells of a gap so far.'}
          example="That is what your organization says of itself. Whether controls work shows in tests and evidence."
        />
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      {hidden}
      <Text component="output">
        <strong>{quantity(shown, 'open gap')}</strong>; about {quantity(data.effortDays, 'day')} of one person to close{' '}
        {shown === 1 ? 'it' : 'them'}
        {apart === 0
          ? ''
          : `. ${quantity(apart, 'more gap speaks', 'more gaps speak')} only of criteria that are not relevant; ${apart === 1 ? 'it stands' : 'they stand'} last and in no count.`}
      </Text>
      <Group gap="sm" component="section" aria-label="Which gaps">
        <SearchField label="Search the gaps" value={search} onChange={(words) => change({ search: words })} />
        {severities.map((each) =>
          data.counts[each] === 0 && severity !== each ? null : (
            <Button
              key={each}
              size="compact-sm"
              variant={severity === each ? 'filled' : 'default'}
              aria-pressed={severity === each}
              onClick={() => change({ severity: severity === each ? undefined : each })}
            >
              {stateWords[`gap-${each}`].word} {data.counts[each]}
            </Button>
          ),
        )}
        <Select
          size="xs"
          w={210}
          aria-label="Only of this section"
          placeholder="Of any section"
          clearable
          data={(questions.data?.counts.sections ?? []).map((each) => each.section)}
          value={section ?? null}
          onChange={(value) => change({ section: value ?? undefined })}
        />
        <About
          control={control}
          criterion={criterion}
          onClear={() => change({ control: undefined, criterion: undefined })}
        />
      </Group>
      <DataTable
        label="Gaps"
        columns={columns}
        csv={csvColumns}
        rows={data.items}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        onOpen={({ question }) => void navigate({ search: { question } })}
        minWidth={1000}
        empty={<Empty title="No gap matches." />}
      />
    </Stack>
  );
}

const columns: Column<Gap>[] = [
  ...gapColumns,
  {
    id: 'question',
    title: 'From the answer',
    width: '230px',
    value: ({ question }) => question,
    cell: ({ question, given }) => (
      <Stack gap={2}>
        <span>
          <Link to="/readiness" search={{ question }} className="tm-link">
            {question}
          </Link>{' '}
          <AsWritten text={given.words} />
        </span>
        <Text size="xs" c="dimmed">
          by {given.by.name ?? 'nobody known here'}, {given.at.slice(0, 10)}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'effort',
    title: 'Work',
    width: '110px',
    value: ({ effortDays }) => effortDays,
    cell: ({ effort, effortDays }) => (
      <span title={effortTitles[effort]}>
        {effort}, {quantity(effortDays, 'day')}
      </span>
    ),
  },
  {
    id: 'criteria',
    title: 'Criteria',
    width: '140px',
    value: ({ criteria }) => criteria.join(' '),
    cell: ({ criteria, relevant }) => (
      <Stack gap={2}>
        <span>{criteria.join(', ')}</span>
        {relevant ? null : <WordsBadge words={coverageWords['not-relevant']} plain />}
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Controls',
    width: '120px',
    value: ({ controls }) => controls.join(' '),
    cell: ({ controls }) => controls.join(', '),
  },
];

const csvColumns = [
  { title: 'Id', value: (g: Gap) => g.id },
  { title: 'Severity', value: (g: Gap) => g.severity },
  { title: 'Gap', value: (g: Gap) => g.gap },
  { title: 'Remediation', value: (g: Gap) => g.remediation },
  { title: 'Effort', value: (g: Gap) => g.effort },
  { title: 'Days of one person', value: (g: Gap) => g.effortDays },
  { title: 'Section', value: (g: Gap) => g.section },
  { title: 'Question', value: (g: Gap) => g.text },
  { title: 'Answer', value: (g: Gap) => g.given.words },
  { title: 'Note', value: (g: Gap) => g.given.note },
  { title: 'Answered by', value: (g: Gap) => g.given.by.name },
  { title: 'Answered', value: (g: Gap) => g.given.at },
  { title: 'Since', value: (g: Gap) => g.since },
  { title: 'Criteria', value: (g: Gap) => g.criteria.join(' ') },
  { title: 'Controls', value: (g: Gap) => g.controls.join(' ') },
  { title: 'Of a relevant criterion', value: (g: Gap) => (g.relevant ? 'yes' : 'no') },
];
