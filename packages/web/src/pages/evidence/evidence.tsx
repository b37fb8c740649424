import { Button, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { IconMailQuestion, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { call } from '../../api.ts';
import { cursorQuery, useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DropAnywhere } from '../../ui/drop-anywhere.tsx';
import { Empty, ErrorNotice, say, Warning } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { pieces } from './changes.ts';
import { columns, csvColumns } from './columns.tsx';
import { quickLists, QuickLists, type ListName } from './lists.tsx';
import { ManageTags } from './manage-tags.tsx';
import { OnePiece } from './one-piece.tsx';
import { Organize } from './organize.tsx';
import { Reach } from './reach.tsx';
import { UploadFiles } from './upload-files.tsx';

const route = getRouteApi('/inside/evidence');
const serverSorts = ['capturedAt', '-capturedAt', 'title', '-title', 'renewOn', '-renewOn'] as const;

export function EvidencePage() {
  const { open, view, ...asked } = route.useSearch();
  const navigate = route.useNavigate();
  const mayAdd = useMay('evidence.add');
  const { all, current } = useEngagements();
  const [adding, setAdding] = useState<readonly File[] | null>(null);
  const [newVersion, setNewVersion] = useState<File | null>(null);
  const opened = useOperation('evidence.get', { id: open ?? '' }, { enabled: open !== undefined });
  const openPiece = (id: string | undefined) => {
    setNewVersion(null);
    void navigate({ search: (s) => ({ ...s, open: id, view: undefined, page: undefined }) });
  };

  const drop = (files: File[]): void => {
    if (open === undefined || adding !== null) {
      setAdding([...(adding ?? []), ...files]);
    } else if (files.length > 1) {
      say('A piece of evidence has one newer version. Drop one file, or close the piece to add several.');
    } else if (opened.data !== undefined && opened.data.deleted !== null) {
      say('The file of this piece was deleted. Close it, and drop the file on the list or on the version before it.');
    } else if (opened.data?.supersededBy !== null) {
      say('This piece has a newer version already. Open the newest version, and drop the file there.');
    } else {
      setNewVersion(files[0] ?? null);
    }
  };

  return (
    <Page
      title="Evidence"
      lead={
        <>
          Files that show that something was done, sealed when they arrive. One piece of{' '}
          <Term id="evidence">evidence</Term> can support many controls.
          {mayAdd ? ' Drop files anywhere on this page to add them. ' : ' '}
          <Link to="/evidence/retention" className="tm-link">
            How long it is kept
          </Link>
        </>
      }
      actions={
        mayAdd ? (
          <>
            <Button
              variant="default"
              leftSection={<IconMailQuestion size={16} aria-hidden />}
              renderRoot={(props) => <Link to="/evidence/links" {...props} />}
            >
              Capture links
            </Button>
            <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={() => setAdding([])}>
              Upload evidence
            </Button>
          </>
        ) : null
      }
    >
      <Library
        asked={asked}
        opened={open}
        onOpen={openPiece}
        onAdd={mayAdd ? () => setAdding([]) : undefined}
        engagements={all}
      />
      {mayAdd ? (
        <DropAnywhere
          label={
            open === undefined || adding !== null ? 'Drop files to add them' : 'Drop the newer version of this piece'
          }
          onFiles={drop}
        />
      ) : null}
      <Side opened={adding !== null} onClose={() => setAdding(null)} size="lg" title="Upload evidence">
        <UploadFiles terms={current?.terms ?? null} dropped={adding ?? []} onDone={() => setAdding(null)} />
      </Side>
      <Side
        opened={open !== undefined && adding === null}
        onClose={() => openPiece(undefined)}
        size={view === 'large' ? '100%' : 860}
        title={opened.data === undefined ? 'Evidence' : <AsWritten text={opened.data.title} />}
      >
        {opened.error === null ? null : <ErrorNotice error={opened.error} retry={() => void opened.refetch()} />}
        {opened.data === undefined ? (
          opened.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <OnePiece
            key={`${opened.data.id} ${newVersion?.name ?? ''}`}
            evidence={opened.data}
            terms={current?.terms ?? null}
            dropped={newVersion}
            onOpen={openPiece}
          />
        )}
      </Side>
    </Page>
  );
}

/** What the address asks for beside the piece that is open. */
interface Asked {
  search?: string | undefined;
  sort?: string | undefined;
  show?: ListName | undefined;
  /** With commas between. */
  tags?: string | undefined;
  control?: string | undefined;
  engagement?: string | undefined;
  request?: string | undefined;
  content?: keyof typeof filterWords | undefined;
}

interface LibraryProps {
  asked: Asked;
  opened: string | undefined;
  onOpen: (id: string) => void;
  onAdd: (() => void) | undefined;
  engagements: readonly { id: string; title: string }[];
}

/** The list with all that narrows it down, and what can be done with what is selected. */
function Library({ asked, opened, onOpen, onAdd, engagements }: LibraryProps) {
  const { search, sort, show, control, engagement, request, content } = asked;
  const tags = useMemo(() => asked.tags?.split(',').filter(Boolean) ?? [], [asked.tags]);
  const navigate = route.useNavigate();
  const mayOrganize = useMay('evidence.organize');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const known = useOperation('evidence.tags', {});
  const quick = quickLists.find((list) => list.show === show) ?? quickLists[0];
  const input = {
    ...quick?.input,
    sort: serverSorts.find((known) => known === sort) ?? ('-capturedAt' as const),
    search,
    control,
    engagement,
    request,
    content,
    tags: tags.length === 0 ? undefined : tags,
    limit: search === undefined ? 500 : 100,
  };
  const pages = useInfiniteQuery(
    cursorQuery(['evidence.list', input], (cursor, signal) => call('evidence.list', { ...input, cursor }, { signal })),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const chosen = rows.filter(({ id }) => selected.has(id));
  const change = (part: Partial<Asked>) => {
    setSelected(new Set());
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  };
  const narrowed = [search, asked.tags, control, engagement, request, content].some((each) => each !== undefined);

  return (
    <Stack gap="sm">
      {show === 'received' ? null : <ToBeAccepted onShow={() => change({ show: 'received' })} />}
      <QuickLists show={show} onShow={(next) => change({ show: next })} />
      <Group gap="sm" align="flex-start">
        <SearchField label="Search the evidence" value={search} onChange={(value) => change({ search: value })} />
        <MultiSelect
          size="xs"
          w={260}
          aria-label="Only with these tags"
          placeholder={tags.length === 0 ? 'Only with these tags' : undefined}
          searchable
          clearable
          hidePickedOptions
          nothingFoundMessage="No such tag"
          data={[...new Set([...(known.data?.items ?? []).map(({ name }) => name), ...tags])]}
          value={tags}
          onChange={(next) => change({ tags: next.length === 0 ? undefined : next.join(',') })}
        />
        {mayOrganize && (known.data?.items.length ?? 0) > 0 ? <ManageTags /> : null}
        {control === undefined ? null : (
          <Without label={`Control ${control}`} onClick={() => change({ control: undefined })} />
        )}
        {engagement === undefined ? null : (
          <Without
            label={`For ${engagements.find(({ id }) => id === engagement)?.title ?? 'one engagement'}`}
            onClick={() => change({ engagement: undefined })}
          />
        )}
        {request === undefined ? null : <OfRequest id={request} onClick={() => change({ request: undefined })} />}
        {content === undefined ? null : (
          <Without label={filterWords[content]} onClick={() => change({ content: undefined })} />
        )}
      </Group>
      {search === undefined ? null : <Reach />}
      {chosen.length === 0 ? null : (
        <Group gap="sm" component="section" aria-label="What is selected">
          <Text size="sm" fw={600} component="output">
            {pieces(chosen.length)} selected
          </Text>
          {chosen.length > mostAtOnce ? (
            <Text size="sm">At most {mostAtOnce} are changed at once.</Text>
          ) : (
            <Organize pieces={chosen} />
          )}
          <Button variant="subtle" color="gray" size="xs" onClick={() => setSelected(new Set())}>
            Clear
          </Button>
        </Group>
      )}
      {pages.error === null ? null : <ErrorNotice error={pages.error} retry={() => void pages.refetch()} />}
      {pages.data === undefined ? (
        pages.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Evidence"
          columns={columns}
          csv={csvColumns}
          rows={rows}
          total={pages.data.pages[0]?.total}
          loadMore={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
          rowKey={({ id }) => id}
          rowName={({ title }) => title}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          opened={opened}
          onOpen={({ id }) => onOpen(id)}
          selected={mayOrganize ? selected : undefined}
          onSelect={mayOrganize ? setSelected : undefined}
          minWidth={1100}
          empty={
            <Empty
              title={narrowed ? 'No evidence matches.' : (quick?.empty ?? '')}
              action={
                narrowed ? (
                  <Button
                    variant="default"
                    onClick={() =>
                      change({
                        search: undefined,
                        tags: undefined,
                        control: undefined,
                        engagement: undefined,
                        request: undefined,
                        content: undefined,
                      })
                    }
                  >
                    Show all of this list
                  </Button>
                ) : onAdd !== undefined && show === undefined ? (
                  <Button onClick={onAdd}>Upload evidence</Button>
                ) : undefined
              }
              example={
                narrowed || show !== undefined
                  ? undefined
                  : 'For example the signed minutes of the yearly risk meeting, or a screenshot of a setting with its date.'
              }
            />
          }
        />
      )}
    </Stack>
  );
}

/** What came through capture links and nobody has looked at. */
function ToBeAccepted({ onShow }: { onShow: () => void }) {
  const { data } = useOperation('evidence.counts', {});
  if (data === undefined || data.received === 0) return null;
  return (
    <Warning>
      <Group gap="sm">
        <span>
          {data.received === 1
            ? 'A file came through a capture link'
            : `${data.received} files came through capture links`}{' '}
          and {data.received === 1 ? 'waits' : 'wait'} to be accepted.
        </span>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          Look at {data.received === 1 ? 'it' : 'them'}
        </Button>
      </Group>
    </Warning>
  );
}

/** As many as one entry of the log can seal. */
const mostAtOnce = 500;

const filterWords = {
  waiting: 'Not read yet',
  'in-part': 'Read in part',
  nothing: 'No text that can be read',
  failed: 'Could not be read',
};

/** Only what is linked to a request, and the way out of it. */
function OfRequest({ id, onClick }: { id: string; onClick: () => void }) {
  const { data } = useOperation('requests.get', { id });
  return <Without label={data === undefined ? 'Of one request' : `Of ${data.code}`} onClick={onClick} />;
}

/** A filter that has no field of its own, and the way out of it. */
function Without({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="compact-sm" variant="default" onClick={onClick} aria-label={`${label}: show others too`}>
      {label} ×
    </Button>
  );
}
