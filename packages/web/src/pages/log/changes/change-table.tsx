import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import type { LogChange } from '@tickmark/core';
import { changeNounTitles } from '@tickmark/core/change-nouns';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../../api/client.ts';
import { saveText, toCsv } from '../../../ui/csv.ts';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { count, quantity } from '../../../ui/moment.ts';
import { Empty, Note, sayError } from '../../../ui/notices.tsx';
import { Section } from '../../../ui/page.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Side } from '../../../ui/side.tsx';
import { Moment } from '../../../ui/values.tsx';
import { widths } from '../../../ui/widths.ts';
import { Receipt } from '../receipt.tsx';
import { PlaceLink } from './place-link.tsx';
import { SideOfChange } from './side-of-change.tsx';

const route = getRouteApi('/inside/log/changes');

interface Props {
  /** The first page, which counts the others. */
  first: Output<'log.changes'>;
  rows: LogChange[];
  loadMore: () => void;
  /** Every row there is, for a file. */
  all: () => Promise<LogChange[]>;
  ofEngagement: boolean;
}

/** Every entry after the point, filtered by kind and person, with what concerns nothing here counted beside it. */
export function ChangeTable({ first, rows, loadMore, all, ofEngagement }: Props) {
  const { noun, by, search, show, receipt } = route.useSearch();
  const navigate = route.useNavigate();
  const [saving, setSaving] = useState(false);
  const { counts, total } = first;
  const set = (changed: Record<string, string | undefined>) =>
    void navigate({ search: (s) => ({ ...s, ...changed }), replace: true });

  async function save(): Promise<void> {
    setSaving(true);
    try {
      saveText(`changes-since-${first.since.size}.csv`, toCsv(columns, await all()));
    } catch (error) {
      sayError(error);
    } finally {
      setSaving(false);
    }
  }

  return (
    <Section
      title={`${quantity(counts.entries, 'entry', 'entries')} since`}
      lead={ofEngagement ? elsewhereWords(counts) : 'Of the whole log, whatever engagement they concern.'}
      actions={
        ofEngagement ? (
          <SegmentedControl
            size="xs"
            aria-label="Which entries"
            value={show ?? 'engagement'}
            onChange={(value) => set({ show: value === 'engagement' ? undefined : value, noun: undefined })}
            data={[
              { value: 'engagement', label: `This engagement ${count(counts.concerning)}` },
              { value: 'elsewhere', label: `Elsewhere ${count(counts.elsewhere)}` },
              { value: 'all', label: `All ${count(counts.entries)}` },
            ]}
          />
        ) : null
      }
    >
      <Stack gap="sm">
        <Group gap="sm">
          <SearchField label="Search the changes" value={search} onChange={(value) => set({ search: value })} />
          <Select
            size="xs"
            w={240}
            aria-label="Kind of change"
            placeholder="Every kind"
            clearable
            clearButtonProps={{ 'aria-label': 'Every kind' }}
            value={noun ?? null}
            onChange={(value) => set({ noun: value ?? undefined })}
            data={counts.nouns.map(({ noun, count: n }) => ({
              value: noun,
              label: `${changeNounTitles[noun]} ${count(n)}`,
            }))}
          />
          <Select
            size="xs"
            w={220}
            aria-label="Who"
            placeholder="Everybody"
            clearable
            clearButtonProps={{ 'aria-label': 'Everybody' }}
            value={by ?? null}
            onChange={(value) => set({ by: value ?? undefined })}
            data={counts.people.flatMap(({ id, name, count: n }) =>
              id === null ? [] : [{ value: id, label: `${name ?? id} ${count(n)}` }],
            )}
          />
        </Group>
        <DataTable
          label="Changes"
          columns={columns}
          rows={rows}
          rowKey={({ index }) => String(index)}
          total={total}
          loadMore={loadMore}
          opened={receipt}
          onOpen={({ index }) => void navigate({ search: (s) => ({ ...s, receipt: String(index) }) })}
          minWidth={1060}
          empty={
            <Empty
              title={
                counts.entries === 0
                  ? 'Nothing was written since.'
                  : noun !== undefined || by !== undefined || search !== undefined
                    ? 'No change matches.'
                    : 'Nothing since concerns this engagement.'
              }
              example={
                counts.entries === 0
                  ? 'The checkpoint above shows it: the log is as long as it was.'
                  : 'Each entry of the log stands here with who wrote it, when, and what was before.'
              }
            />
          }
          tools={
            rows.length < total ? (
              <Button
                variant="subtle"
                color="gray"
                size="compact-xs"
                loading={saving}
                leftSection={<IconFileSpreadsheet size={14} aria-hidden />}
                onClick={() => void save()}
              >
                CSV of all {count(total)}
              </Button>
            ) : undefined
          }
        />
        <Note>
          These words are made from the records as they stand here. What each entry itself says, and its proof, is in
          its receipt; whether the records are still as they were sealed, the check on the page of the log finds out.
        </Note>
      </Stack>
      <Side
        opened={receipt !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, receipt: undefined }) })}
        size="lg"
        title={`Log entry ${receipt ?? ''}`}
      >
        {receipt === undefined ? null : <Receipt entry={Number(receipt)} />}
      </Side>
    </Section>
  );
}

function elsewhereWords({ entries, elsewhere }: Props['first']['counts']): string {
  if (entries === 0) return 'The log is as long as it was.';
  if (elsewhere === 0) return 'Every one of them concerns this engagement.';
  return elsewhere === 1
    ? '1 concerns nothing in this engagement: another engagement, other days, or a log of somebody else.'
    : `${count(elsewhere)} concern nothing in this engagement: another engagement, other days, or a log of somebody else.`;
}

const columns: Column<LogChange>[] = [
  {
    id: 'index',
    title: 'Entry',
    width: '70px',
    align: 'right',
    sortable: false,
    value: ({ index }) => index,
    cell: ({ index }) => (
      <Link from="/log/changes" search={(s) => ({ ...s, receipt: String(index) })} className="tm-link">
        {index}
      </Link>
    ),
  },
  {
    id: 'what',
    title: 'What',
    sortable: false,
    value: ({ text }) => text,
    cell: ({ noun, text, place }) => (
      <Stack gap={0}>
        <span style={{ overflowWrap: 'anywhere' }}>{text}</span>
        <Text size="xs" c="dimmed" component="span">
          {place === null ? changeNounTitles[noun] : <PlaceLink place={place}>{changeNounTitles[noun]}</PlaceLink>}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'before',
    title: 'Before',
    width: '19%',
    sortable: false,
    value: ({ before }) => before?.words ?? null,
    cell: ({ before }) => <SideOfChange side={before} />,
  },
  {
    id: 'now',
    title: 'After',
    width: '19%',
    sortable: false,
    value: ({ now }) => now?.words ?? null,
    cell: ({ now }) => <SideOfChange side={now} />,
  },
  {
    id: 'at',
    title: 'When',
    width: widths.moment,
    sortable: false,
    value: ({ at }) => at,
    cell: ({ at }) => <Moment at={at} />,
  },
  {
    id: 'who',
    title: 'Who',
    width: '130px',
    sortable: false,
    value: personOf,
    cell: (change) => <span style={{ overflowWrap: 'anywhere' }}>{personOf(change)}</span>,
  },
];

function personOf({ by, link }: LogChange): string {
  if (link !== null) return 'Whoever had a capture link';
  return by === null ? 'This instance itself' : (by.name ?? `Nobody known here (${by.id})`);
}
