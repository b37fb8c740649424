import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { DifferenceKind, ReconciliationSummary, ResolutionKind, SeenDifference } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../../api.ts';
import { fieldError, pagedQuery, useWrite } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const resolutionNames: Record<ResolutionKind, { title: string; meaning: string }> = {
  timing: { title: 'Timing', meaning: 'One side was taken, or records, at another time' },
  'out-of-scope': { title: 'Out of scope', meaning: 'The control does not govern it' },
  'recorded-elsewhere': { title: 'Recorded elsewhere', meaning: 'It is kept in another system, or under another name' },
  'error-in-this-population': {
    title: 'Error in this population',
    meaning: 'It lacks something or says it wrongly. Tests wait for a corrected version',
  },
  'error-in-the-other': {
    title: 'Error in the other',
    meaning: 'The second source lacks something or says it wrongly',
  },
  other: { title: 'Another reason', meaning: 'The reason says which' },
};

/** Every difference of a reconciliation; those selected are resolved together with one reason. */
export function Differences(props: { reconciliation: ReconciliationSummary; mayResolve: boolean }) {
  const { id, document, standing } = props.reconciliation;
  const [all, setAll] = useState(standing.unresolved === 0);
  const [search, setSearch] = useState<string>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [resolving, setResolving] = useState(false);
  const resolved = all ? undefined : false;
  const pages = useInfiniteQuery(
    pagedQuery(['populations.differences', id, search, all], (offset, signal) =>
      call('populations.differences', { id, search, resolved, offset, limit: 200 }, { signal }),
    ),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const columns = useMemo(() => columnsWith(document.here.kind, document.there.kind), [document]);
  const numbers = [...selected].map(Number);

  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {quantity(standing.differences, 'difference')}: {count(standing.resolved)} resolved with a reason,{' '}
          {count(standing.unresolved)} unresolved.
        </Text>
        <Group gap="md">
          <Checkbox
            size="xs"
            label="Show resolved ones too"
            checked={all}
            onChange={(event) => {
              setAll(event.currentTarget.checked);
              setSelected(new Set());
            }}
          />
          <SearchField label="Search the differences" value={search} onChange={setSearch} />
        </Group>
      </Group>
      {pages.error === null ? null : <ErrorNotice error={pages.error} />}
      {pages.data === undefined ? (
        <Waiting />
      ) : (
        <DataTable
          label={`Differences with ${document.there.kind}`}
          columns={columns}
          rows={rows}
          rowKey={({ number }) => String(number)}
          total={pages.data.pages[0]?.total ?? 0}
          loadMore={() => {
            if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
          }}
          selected={props.mayResolve ? selected : undefined}
          onSelect={props.mayResolve ? setSelected : undefined}
          maxHeight={420}
          minWidth={900}
          empty={
            <Empty
              title={search === undefined ? 'Every difference has a reason.' : 'No difference holds these words.'}
            />
          }
          tools={
            props.mayResolve ? (
              <Button size="compact-sm" disabled={selected.size === 0} onClick={() => setResolving(true)}>
                Resolve with a reason
              </Button>
            ) : undefined
          }
        />
      )}
      <Side
        opened={resolving}
        onClose={() => setResolving(false)}
        size="md"
        title={`Resolve ${quantity(numbers.length, 'difference')}`}
      >
        <Resolve
          id={id}
          numbers={numbers}
          onDone={() => {
            setResolving(false);
            setSelected(new Set());
          }}
        />
      </Side>
    </Stack>
  );
}

function Resolve({ id, numbers, onDone }: { id: string; numbers: number[]; onDone: () => void }) {
  const [kind, setKind] = useState<ResolutionKind | null>(null);
  const [reason, setReason] = useState('');
  const write = useWrite('populations.resolve-difference');
  return (
    <Form
      submit={`Resolve ${quantity(numbers.length, 'difference')}`}
      busy={write.isPending}
      error={write.error}
      disabled={kind === null || reason.trim() === ''}
      onSubmit={() => {
        if (kind === null) return;
        write.mutate(
          { id, differences: numbers, kind, reason },
          {
            onSuccess: () => {
              say(`${quantity(numbers.length, 'difference')} resolved.`);
              onDone();
            },
          },
        );
      }}
    >
      <Select
        label="Why they differ"
        required
        data={Object.entries(resolutionNames).map(([value, { title }]) => ({ value, label: title }))}
        value={kind}
        onChange={(value) => setKind(value as ResolutionKind | null)}
        description={kind === null ? 'The kind says what follows from it.' : `${resolutionNames[kind].meaning}.`}
        error={fieldError(write.error, 'kind')}
      />
      <TextInput
        label="Reason"
        description="An auditor reads it. It stays in the record; a later reason may replace it, and both are kept."
        required
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}

function columnsWith(here: string, there: string): Column<SeenDifference>[] {
  const titles: Record<DifferenceKind, string> = {
    'only-here': `Only in ${here}`,
    'only-there': `Only in ${there}`,
    'no-key-here': `No value to match by, ${here}`,
    'no-key-there': `No value to match by, ${there}`,
    repeats: 'In more than one row',
    differs: 'Values differ',
  };
  return [
    {
      id: 'kind',
      title: 'Difference',
      width: '200px',
      sortable: false,
      value: ({ kind }) => titles[kind],
      cell: ({ kind }) => titles[kind],
    },
    {
      id: 'key',
      title: 'Key',
      sortable: false,
      value: ({ key }) => key,
      cell: ({ key }) => (key === null ? 'None' : <span className="mono">{key}</span>),
    },
    {
      id: 'here',
      title: here,
      sortable: false,
      value: (one) => sideText(one, 'here'),
      cell: (one) => sideText(one, 'here'),
    },
    {
      id: 'there',
      title: there,
      sortable: false,
      value: (one) => sideText(one, 'there'),
      cell: (one) => sideText(one, 'there'),
    },
    {
      id: 'reason',
      title: 'Reason',
      sortable: false,
      value: ({ resolution }) =>
        resolution === null ? '' : `${resolutionNames[resolution.kind].title}: ${resolution.reason}`,
      cell: ({ resolution }) =>
        resolution === null ? (
          'Unresolved'
        ) : (
          <>
            <strong>{resolutionNames[resolution.kind].title}.</strong> {resolution.reason}
          </>
        ),
    },
  ];
}

function sideText({ kind, column, here, there }: SeenDifference, name: 'here' | 'there'): string {
  const side = name === 'here' ? here : there;
  if (side.rows === 0) return 'Nothing';
  const rows = side.rows === 1 ? '' : ` and ${quantity(side.rows - 1, 'more row')}`;
  if (kind !== 'differs') return `${side.item ?? ''}${rows}`;
  const columnName = column?.split('=')[name === 'here' ? 0 : 1] ?? '';
  return `${columnName}: ${side.value ?? 'empty'} (${side.item ?? ''}${rows})`;
}
