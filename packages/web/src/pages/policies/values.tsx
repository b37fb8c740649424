import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import type { CsvColumn } from '../../ui/csv.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { OneValue } from './one-value.tsx';
import { ControlsOf, DocumentsOf } from './value-links.tsx';

const route = getRouteApi('/inside/policies/values');
type Value = Output<'policies.values'>['items'][number];

/** What all documents promise by, and what they call people. */
export function ValuesPage() {
  const { search = '', show, sort, open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('policies.manage');
  const { data, error, refetch } = useOperation('policies.values', {});
  const all = data?.items ?? [];
  const shown = all.filter((value) => views[show ?? 'all'](value) && has(value, search));
  const opened = all.find(({ tag }) => tag === open);
  const openOne = (tag: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, open: tag }), replace: true });
  return (
    <Page
      title="Numbers and names"
      lead={
        <>
          What documents promise by, and what they call people. Each stands once, so that no two documents can say
          something else.{' '}
          <Link to="/policies" className="tm-link">
            All documents
          </Link>
        </>
      }
    >
      <Stack gap="md">
        {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
        <Group gap="sm">
          <SearchField
            label="Search numbers and names"
            value={search === '' ? undefined : search}
            onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
          />
          {(['numbers', 'names', 'own', 'standing'] as const).map((view) => {
            const rows = all.filter(views[view]).length;
            const on = show === view;
            return rows === 0 && !on ? null : (
              <Button
                key={view}
                size="compact-sm"
                variant={on ? 'filled' : 'default'}
                aria-pressed={on}
                onClick={() => void navigate({ search: (s) => ({ ...s, show: on ? undefined : view }), replace: true })}
              >
                {viewTitles[view]} {count(rows)}
              </Button>
            );
          })}
        </Group>
        {data === undefined ? (
          error === null ? (
            <Waiting lines={9} />
          ) : null
        ) : (
          <DataTable
            label="Numbers and names"
            columns={columns}
            csv={csv}
            rows={shown}
            rowKey={({ tag }) => tag}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            onOpen={({ tag }) => openOne(tag)}
            opened={open}
            minWidth={940}
            empty={<Empty title="No number and no name matches." />}
          />
        )}
      </Stack>
      <Side opened={opened !== undefined} onClose={() => openOne(undefined)} title={opened?.meaning ?? ''} size="lg">
        {opened === undefined ? null : (
          <OneValue
            key={`${opened.tag} ${opened.revision}`}
            value={opened}
            may={may}
            onDone={() => openOne(undefined)}
          />
        )}
      </Side>
    </Page>
  );
}

const views = {
  all: () => true,
  numbers: ({ kind }: Value) => kind === 'setting',
  names: ({ kind }: Value) => kind === 'role',
  own: ({ own }: Value) => own !== null,
  standing: ({ documents }: Value) => documents.length > 0,
};
const viewTitles = { numbers: 'Numbers', names: 'Names', own: 'Your own', standing: 'In your documents' };

/** Whether all words stand in what is told of it. */
function has({ meaning, words, templateWords, key, controls, documents }: Value, search: string): boolean {
  const text = [meaning, words, templateWords, key, ...controls.map(({ code }) => code)]
    .concat(documents.flatMap(({ code, title }) => [code, title]))
    .join(' ')
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const columns: Column<Value>[] = [
  {
    id: 'meaning',
    title: 'Meaning',
    value: ({ meaning }) => meaning,
    cell: ({ tag, meaning }) => (
      <Link from="/policies/values" to="/policies/values" search={(s) => ({ ...s, open: tag })} className="tm-link">
        {meaning}
      </Link>
    ),
  },
  {
    id: 'words',
    title: 'Value',
    width: '230px',
    value: ({ words }) => words,
    cell: ({ words, own, templateWords }) => (
      <Stack gap={0} align="flex-start">
        <Group gap={6}>
          <strong>{words}</strong>
          {own === null ? null : (
            <Badge variant="default" tt="none" fw={500} size="sm">
              Your own
            </Badge>
          )}
        </Group>
        {own === null || words === templateWords ? null : (
          <Text size="xs" c="dimmed">
            Templates: {templateWords}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'controls',
    title: 'Rests on it',
    width: '180px',
    value: ({ controls }) => controls.length,
    cell: ({ controls }) => <ControlsOf controls={controls} />,
  },
  {
    id: 'documents',
    title: 'Stands in',
    width: '210px',
    value: ({ documents }) => documents.length,
    cell: ({ documents }) => <DocumentsOf documents={documents} />,
  },
];

const csv: CsvColumn<Value>[] = [
  { title: 'Tag', value: ({ tag }) => tag },
  { title: 'Meaning', value: ({ meaning }) => meaning },
  { title: 'Value', value: ({ words }) => words },
  { title: 'Your own', value: ({ own }) => own },
  { title: 'Templates', value: ({ templateWords }) => templateWords },
  { title: 'Controls', value: ({ controls }) => controls.map(({ code }) => code).join(' ') },
  { title: 'Documents', value: ({ documents }) => documents.map(({ code }) => code).join(' ') },
  { title: 'Changed', value: ({ changed }) => changed?.at },
];
