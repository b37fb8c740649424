import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconLinkPlus } from '@tabler/icons-react';
import type { CaptureLink } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { stateWords } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { MakeLink } from './make-link.tsx';
import { OneLink, expiry } from './one-link.tsx';

const route = getRouteApi('/inside/evidence/links');
const serverSorts = ['createdAt', '-createdAt', 'expiresAt', '-expiresAt', 'title', '-title'] as const;
const states = ['open', 'opened', 'used', 'expired', 'withdrawn', 'lapsed'] as const;

/** The links by which files are asked for, what became of each, and the way to make one. */
export function CaptureLinksPage() {
  const { open, add, search, sort, state } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('capture-links.make');
  const seesAll = useMay('capture-links.oversee');
  const { current } = useEngagements();
  const [like, setLike] = useState<CaptureLink | null>(null);
  const list = useOperation(
    'capture-links.list',
    { limit: 500, search, state, sort: serverSorts.find((known) => known === sort) ?? '-createdAt' },
    { enabled: may },
  );
  const opened = list.data?.items.find(({ id }) => id === open);
  const make = (template: CaptureLink | null): void => {
    setLike(template);
    void navigate({ search: (s) => ({ ...s, open: undefined, add: 'link' }) });
  };
  const close = (): void => {
    void navigate({ search: (s) => ({ ...s, open: undefined, add: undefined }) });
  };

  return (
    <Page
      title="Capture links"
      lead="Ask somebody who has no account for one file: they open the link, see what is asked, and give it."
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/evidence" search={{ show: 'received' }} {...props} />}
          >
            What came
          </Button>
          {may ? (
            <Button leftSection={<IconLinkPlus size={16} aria-hidden />} onClick={() => make(null)}>
              Ask for a file
            </Button>
          ) : null}
        </>
      }
    >
      {may ? null : <Note>Owners, compliance managers and control owners make capture links.</Note>}
      {!may ? null : (
        <Stack gap="sm">
          <Group gap="sm">
            <SearchField
              label="Search the links"
              value={search}
              onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
            />
            <Select
              size="xs"
              w={200}
              aria-label="Only in this state"
              placeholder="In any state"
              clearable
              data={states.map((value) => ({ value, label: stateWords[`link-${value}`].word }))}
              value={state ?? null}
              onChange={(value) =>
                void navigate({
                  search: (s) => ({ ...s, state: states.find((known) => known === value) }),
                  replace: true,
                })
              }
            />
          </Group>
          {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
          {list.data === undefined ? (
            list.error === null ? (
              <Waiting />
            ) : null
          ) : (
            <DataTable
              label="Capture links"
              columns={columns}
              rows={list.data.items}
              rowKey={({ id }) => id}
              sort={sort}
              onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
              opened={open}
              onOpen={({ id }) => void navigate({ search: (s) => ({ ...s, open: id, add: undefined }) })}
              minWidth={980}
              empty={
                search !== undefined || state !== undefined ? (
                  <Empty title="No link matches." />
                ) : (
                  <Empty
                    title={seesAll ? 'No file has been asked for yet.' : 'You have not asked for a file yet.'}
                    action={<Button onClick={() => make(null)}>Ask for a file</Button>}
                    example="For example the visitor list from the front desk, or the newest certificate of a vendor."
                  />
                )
              }
            />
          )}
        </Stack>
      )}
      <Side opened={add !== undefined && may} onClose={close} size="lg" title="Ask for a file">
        <MakeLink key={like?.id ?? ''} terms={current?.terms ?? null} like={like} onDone={close} />
      </Side>
      <Side
        opened={open !== undefined && add === undefined && may}
        onClose={close}
        size="lg"
        title={opened === undefined ? 'Capture link' : <AsWritten text={opened.title} />}
      >
        {open === undefined ? null : <OneLink id={open} onMakeLike={make} />}
      </Side>
    </Page>
  );
}

const columns: Column<CaptureLink>[] = [
  {
    id: 'title',
    title: 'Asked for',
    value: (l) => l.title,
    cell: (l) => (
      <Stack gap={2}>
        <span>
          <AsWritten text={l.title} />
        </span>
        <Text size="xs" c="dimmed">
          For <AsWritten text={l.forWhom} />
        </Text>
      </Stack>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: '150px',
    sortable: false,
    value: (l) => stateWords[`link-${l.state}`].word,
    cell: (l) => <StateBadge state={`link-${l.state}`} />,
  },
  {
    id: 'opened',
    title: 'First opened',
    width: widths.moment,
    sortable: false,
    value: (l) => l.opened?.first ?? '',
    cell: (l) => (l.opened === null ? 'Never' : <Moment at={l.opened.first} />),
  },
  {
    id: 'expiresAt',
    title: 'Works until',
    width: widths.moment,
    value: (l) => l.expiresAt,
    cell: (l) => (
      <Stack gap={0}>
        <Moment at={l.expiresAt} />
        {expiry(l) === null ? null : (
          <Text size="xs" fw={600}>
            {expiry(l)}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'createdBy',
    title: 'Made by',
    width: '140px',
    sortable: false,
    value: (l) => l.createdBy.name ?? '',
    cell: (l) => l.createdBy.name ?? 'Nobody known here',
  },
  {
    id: 'createdAt',
    title: 'Made',
    width: widths.moment,
    value: (l) => l.createdAt,
    cell: (l) => <Moment at={l.createdAt} />,
  },
];
