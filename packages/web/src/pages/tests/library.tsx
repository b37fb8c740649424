import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Engagement, LibraryTest, PublishedTest } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { Side } from '../../ui/side.tsx';
import { call } from '../../api.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { quantity } from '../../ui/moment.ts';
import { Panel } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { DefinitionView } from './definition-view.tsx';

const route = getRouteApi('/inside/tests');

/** Definitions that ship with Tickmark: read them, choose, publish. */
export function Library({ engagement, published }: { engagement: Engagement; published: readonly PublishedTest[] }) {
  const { open, sort, search } = route.useSearch();
  const navigate = route.useNavigate();
  const mayPublish = useMay('tests.publish');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [onlyAdopted, setOnlyAdopted] = useState(false);
  const library = useOperation('tests.library', {});
  const controls = useOperation('controls.list', { limit: 500 });
  const adopted = useMemo(() => new Set((controls.data?.items ?? []).map(({ code }) => code)), [controls.data]);
  const same = useMemo(() => new Set(published.map(({ sha256 }) => sha256)), [published]);
  const columns = useMemo(() => columnsWith(adopted, published), [adopted, published]);

  if (library.error !== null) return <ErrorNotice error={library.error} retry={() => void library.refetch()} />;
  if (library.data === undefined) return <Waiting />;
  const rows = library.data.items.filter(
    ({ definition }) => (!onlyAdopted || adopted.has(definition.control)) && speaksOf(definition, search ?? ''),
  );
  const opened = library.data.items.find(({ definition }) => definition.id === open);
  const chosen = library.data.items.filter(
    ({ definition, sha256 }) => selected.has(definition.id) && !same.has(sha256),
  );

  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SearchField
          label="Search the library"
          value={search}
          onChange={(words) => void navigate({ search: (s) => ({ ...s, search: words }), replace: true })}
        />
        <Checkbox
          size="xs"
          label="Only for controls you have adopted"
          checked={onlyAdopted}
          onChange={(event) => setOnlyAdopted(event.currentTarget.checked)}
        />
      </Group>
      <DataTable
        label="Test library"
        minWidth={960}
        columns={columns}
        rows={rows}
        rowKey={({ definition }) => definition.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={open}
        onOpen={({ definition }) => void navigate({ search: (s) => ({ ...s, open: definition.id }) })}
        selected={mayPublish ? selected : undefined}
        onSelect={mayPublish ? setSelected : undefined}
        maxHeight={480}
        empty={
          <Empty
            title={
              search === undefined
                ? 'No test of the library is for a control you have adopted.'
                : 'No test of the library matches.'
            }
            example="Adopt CHG-02, IAM-02 or IAM-04 to begin with, or write a test of your own."
          />
        }
      />
      {mayPublish && selected.size > 0 ? (
        <Publish engagement={engagement} chosen={chosen} onDone={() => setSelected(new Set())} />
      ) : null}
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, open: undefined }) })}

        size="xl"
        title={opened === undefined ? '' : `${opened.definition.id} ${opened.definition.title}`}
      >
        {opened === undefined ? null : (
          <Stack gap="md">
            <DefinitionView definition={opened.definition} yaml={opened.yaml} />
            {mayPublish ? (
              <Group>
                <Button
                  variant="default"
                  onClick={() => void navigate({ search: { tab: 'write', from: opened.definition.id } })}
                >
                  Write your own from it
                </Button>
              </Group>
            ) : null}
          </Stack>
        )}
      </Side>
    </Stack>
  );
}

/** Whether every word stands somewhere in what a definition says of itself. */
function speaksOf({ id, title, population, kind }: LibraryTest['definition'], words: string): boolean {
  const said = `${id} ${title} ${population} ${kind}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

function Publish({
  engagement,
  chosen,
  onDone,
}: {
  engagement: Engagement;
  chosen: readonly LibraryTest[];
  onDone: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const client = useQueryClient();
  const navigate = route.useNavigate();

  /** One after the other: each is a write of its own, and the first fault stops the rest. */
  async function publish(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      for (const { yaml } of chosen) await call('tests.publish', { engagementId: engagement.id, yaml });
      say(`${quantity(chosen.length, 'test')} published.`);
      onDone();
      await navigate({ search: { tab: 'published' } });
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(false);
      await readAgain(client);
    }
  }

  if (chosen.length === 0) return <Text size="sm">What you selected is published already, in this very text.</Text>;
  return (
    <Panel>
      <Stack gap="sm" align="flex-start">
        <ConfirmWord word="publish" typed={typed} onType={setTyped}>
          {quantity(chosen.length, 'definition')} will be fixed: versioned, hashed and entered in the evidence log. A
          later version can replace a definition, but what was published stays.
        </ConfirmWord>
        {error === null ? null : <ErrorNotice error={error} />}
        <Button loading={busy} disabled={!isTyped(typed, 'publish')} onClick={() => void publish()}>
          {`Publish ${quantity(chosen.length, 'test')}`}
        </Button>
      </Stack>
    </Panel>
  );
}

/** Whether it is published, and whether in the very text that ships: one's own may be changed, or from before an update. */
function publishedAs({ definition: { id }, sha256 }: LibraryTest, published: readonly PublishedTest[]): string {
  const own = published.find(({ definition }) => definition.id === id);
  return own === undefined ? 'No' : own.sha256 === sha256 ? 'Yes' : `Version ${own.version} says otherwise`;
}

function columnsWith(adopted: ReadonlySet<string>, published: readonly PublishedTest[]): Column<LibraryTest>[] {
  return [
    {
      id: 'id',
      title: 'Test',
      width: '210px',
      value: (t) => t.definition.id,
      cell: (t) => <strong>{t.definition.id}</strong>,
    },
    { id: 'title', title: 'What it asks', value: (t) => t.definition.title, cell: (t) => t.definition.title },
    { id: 'kind', title: 'Kind', width: '100px', value: (t) => t.definition.kind, cell: (t) => t.definition.kind },
    {
      id: 'population',
      title: 'Population',
      width: '180px',
      value: (t) => t.definition.population,
      cell: (t) => t.definition.population,
    },
    {
      id: 'control',
      title: 'Control',
      width: '150px',
      value: (t) => `${t.definition.control}${adopted.has(t.definition.control) ? ' adopted' : ''}`,
      cell: (t) => (
        <>
          {t.definition.control}
          <Text size="xs" c="dimmed">
            {adopted.has(t.definition.control) ? 'Adopted' : 'Not adopted'}
          </Text>
        </>
      ),
    },
    {
      id: 'published',
      title: 'Published',
      width: '124px',
      value: (t) => publishedAs(t, published),
      cell: (t) => publishedAs(t, published),
    },
  ];
}
