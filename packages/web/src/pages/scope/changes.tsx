import { Button, Group, Stack, Text } from '@mantine/core';
import { scopeKindWords } from '@tickmark/core/scope-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './scope.module.css';

const route = getRouteApi('/inside/scope');
type Change = Output<'scope.changes'>['items'][number];

const did: Record<Change['what'], string> = {
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
  restored: 'Taken in again',
};

/** What changed after the first day of the period. */
export function Changes({ engagementId, period }: { engagementId: string; period: Output<'scope.list'>['period'] }) {
  const { of: asked, sort } = route.useSearch();
  const of = asked === 'system' || asked === 'record' ? asked : undefined;
  const navigate = route.useNavigate();
  const { data, error, refetch } = useOperation('scope.changes', { engagementId, of });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={6} />;
  const { system, record } = data.counts;
  if (system + record === 0) {
    return (
      <Empty
        title={
          period.begun
            ? 'Nothing in the scope changed after the first day of the period.'
            : `The period begins on ${period.from}. What is written until then is how it begins.`
        }
        example="A new vendor in the middle of the period, say, is written down with the day and the reason. A description of the system tells significant changes (DC 9)."
      />
    );
  }
  const toggle = (which: 'system' | 'record'): void =>
    void navigate({ search: (s) => ({ ...s, of: of === which ? undefined : which }), replace: true });
  return (
    <Stack gap="md">
      <Group gap="sm" component="section" aria-label="Which changes">
        <Button
          size="compact-sm"
          variant={of === 'system' ? 'filled' : 'default'}
          aria-pressed={of === 'system'}
          onClick={() => toggle('system')}
        >
          The system changed {system}
        </Button>
        <Button
          size="compact-sm"
          variant={of === 'record' ? 'filled' : 'default'}
          aria-pressed={of === 'record'}
          onClick={() => toggle('record')}
        >
          Written down later {record}
        </Button>
      </Group>
      <DataTable
        label="Changes to the scope"
        columns={columns}
        csv={csvColumns}
        rows={data.items}
        rowKey={({ item, version }) => `${item.id} ${version}`}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        onOpen={({ item }) => void navigate({ search: (s) => ({ ...s, open: item.id }), replace: true })}
        minWidth={900}
        empty={<Empty title="No change matches." />}
      />
    </Stack>
  );
}

/** What was and what is, field by field. */
export function FieldChanges({ fields }: { fields: Change['fields'] }) {
  return (
    <ul className={classes.list}>
      {fields.map(({ field, title, before, now }) => (
        <li key={field}>
          <Text size="sm" component="div">
            {title}: {before === null ? null : <del>{<AsWritten text={before} />}</del>}{' '}
            {now === null ? 'taken away' : <AsWritten text={now} />}
          </Text>
        </li>
      ))}
    </ul>
  );
}

const columns: Column<Change>[] = [
  {
    id: 'effectiveFrom',
    title: 'So since',
    width: '118px',
    value: ({ effectiveFrom }) => effectiveFrom,
    cell: ({ effectiveFrom, of }) => (
      <Stack gap={0}>
        <span>{effectiveFrom}</span>
        {of === 'record' ? (
          <Text size="xs" c="dimmed">
            from the beginning
          </Text>
        ) : null}
      </Stack>
    ),
  },
  {
    id: 'item',
    title: 'What',
    width: '220px',
    value: ({ item }) => item.name,
    cell: ({ item, what }) => (
      <Stack gap={2}>
        <Link to="/scope" search={{ tab: 'changes', open: item.id }} className="tm-link">
          <AsWritten text={item.name} />
        </Link>
        <Text size="xs" c="dimmed">
          {did[what]}, {scopeKindWords[item.kind].one}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'fields',
    title: 'Before and now',
    value: ({ fields }) => fields.length,
    cell: ({ fields, what }) =>
      what === 'changed' ? (
        <FieldChanges fields={fields} />
      ) : (
        <Text size="sm" c="dimmed">
          All of it
        </Text>
      ),
  },
  {
    id: 'reason',
    title: 'Why',
    value: ({ reason }) => reason,
    cell: ({ reason }) => <AsWritten text={reason} />,
  },
  {
    id: 'by',
    title: 'Written by',
    width: '150px',
    value: ({ at }) => at,
    cell: ({ by, at, entryIndex }) => (
      <Stack gap={2}>
        <span>
          {by.name ?? 'Nobody known here'}, {at.slice(0, 10)}
        </span>
        <Link to="/log" search={{ entry: String(entryIndex) }} className="tm-link">
          Entry {entryIndex}
        </Link>
      </Stack>
    ),
  },
];

const csvColumns = [
  { title: 'So since', value: (c: Change) => c.effectiveFrom },
  { title: 'From the beginning', value: (c: Change) => c.of === 'record' },
  { title: 'Kind', value: (c: Change) => scopeKindWords[c.item.kind].one },
  { title: 'Item', value: (c: Change) => c.item.name },
  { title: 'What', value: (c: Change) => did[c.what] },
  {
    title: 'Before',
    value: (c: Change) => c.fields.map(({ title, before }) => `${title}: ${before ?? ''}`).join('\n'),
  },
  { title: 'Now', value: (c: Change) => c.fields.map(({ title, now }) => `${title}: ${now ?? ''}`).join('\n') },
  { title: 'Why', value: (c: Change) => c.reason },
  { title: 'By', value: (c: Change) => c.by.name },
  { title: 'Written', value: (c: Change) => c.at },
  { title: 'Log entry', value: (c: Change) => c.entryIndex },
];
