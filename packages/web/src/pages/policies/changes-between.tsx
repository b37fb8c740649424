import { Group, Stack, Text } from '@mantine/core';
import type { PolicyChange } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { count } from '../../ui/moment.ts';
import { useEngagements } from '../../shell/current.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/policies/changes');

/** What changed in the documents from one day to another, such as since the last examination. */
export function ChangesBetweenPage() {
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const { current } = useEngagements();
  const [now] = useState(() => new Date());
  const today = now.toLocaleDateString('sv', { timeZone: current?.timeZone ?? 'UTC' });
  const [first, last] = [from ?? `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`, to ?? today];
  const valid = first < last;
  const { data, error, refetch } = useOperation('policies.changes', { from: first, to: last }, { enabled: valid });
  return (
    <Page
      title="Changes of documents"
      lead={
        <Link to="/policies" className="tm-link">
          All documents
        </Link>
      }
    >
      <Stack gap="md">
        <Group gap="md" align="flex-end">
          <DateField
            label="From"
            value={first}
            onChange={(day) => void navigate({ search: (s) => ({ ...s, from: day }), replace: true })}
          />
          <DateField
            label="To"
            value={last}
            onChange={(day) => void navigate({ search: (s) => ({ ...s, to: day }), replace: true })}
          />
        </Group>
        {valid ? null : <Note>The second day has to lie after the first.</Note>}
        {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
        {data === undefined ? (
          error === null && valid ? (
            <Waiting lines={6} />
          ) : null
        ) : (
          <DataTable
            label="Changes of documents"
            columns={columns}
            rows={data.items}
            rowKey={({ id }) => id}
            minWidth={860}
            empty={<Empty title="No document was in force on either day." />}
          />
        )}
      </Stack>
    </Page>
  );
}

const looks: Record<PolicyChange['kind'], { word: string; tone: Tone; icon: StateIcon; meaning: string }> = {
  came: { word: 'Came', tone: 'good', icon: 'check', meaning: 'It held on the second day and not on the first.' },
  went: { word: 'Went', tone: 'absent', icon: 'archive', meaning: 'It held on the first day and not on the second.' },
  changed: { word: 'Changed', tone: 'waiting', icon: 'half', meaning: 'Another version held on the second day.' },
  unchanged: { word: 'Unchanged', tone: 'untested', icon: 'dash', meaning: 'The same version held on both days.' },
};

/** `30 days → 40 days`, or what came and what went. */
function numbersOf({ numbers }: PolicyChange): string[] {
  return numbers.map(({ before, after }) => `${before ?? 'nothing'} → ${after ?? 'nothing'}`);
}

function promisesOf({ promises }: PolicyChange): string[] {
  return promises.map(({ control, before, after }) => {
    if (before === null) return `${control} is promised`;
    if (after === null) return `${control} is promised no more`;
    return `${control}: ${before.frequency ?? 'by its trigger'} → ${after.frequency ?? 'by its trigger'}`;
  });
}

const columns: Column<PolicyChange>[] = [
  {
    id: 'title',
    title: 'Document',
    value: ({ code, title }) => `${code} ${title}`,
    cell: ({ id, code, title, told }) => (
      <Stack gap={0}>
        <Link to="/policies/$id" params={{ id }} search={{ tab: 'versions' }} className="tm-link">
          {title}
        </Link>
        <Text size="xs" c="dimmed">
          {[code, ...told].join(': ')}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'kind',
    title: 'What happened',
    width: '130px',
    value: ({ kind }) => kind,
    cell: ({ kind }) => <WordsBadge words={looks[kind]} />,
  },
  {
    id: 'versions',
    title: 'Versions',
    width: '120px',
    value: ({ before, after }) => `${before?.number ?? 'none'} → ${after?.number ?? 'none'}`,
    cell: ({ before, after }) => `${before?.number ?? 'none'} → ${after?.number ?? 'none'}`,
  },
  {
    id: 'words',
    title: 'Words',
    width: '110px',
    align: 'right',
    value: ({ words }) => words.added + words.removed,
    cell: ({ words }) => `+${count(words.added)} −${count(words.removed)}`,
  },
  {
    id: 'said',
    title: 'Promises and numbers',
    width: '260px',
    value: (change) => [...promisesOf(change), ...numbersOf(change)].join('; '),
    cell: (change) => <Text size="sm">{[...promisesOf(change), ...numbersOf(change)].join('; ') || ''}</Text>,
  },
];
