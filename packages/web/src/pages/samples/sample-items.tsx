import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { stateWords } from '../../glossary/states.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { ItemOutcome } from './item-outcome.tsx';
import { originWords, type Sheet } from './words.ts';

const route = getRouteApi('/inside/samples/$id');

type Item = Sheet['items'][number];

/** Every item with its outcome; opening one records what it shows. */
export function SampleItems({ sheet }: { sheet: Sheet }) {
  const { item, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const inStrata = sheet.sample.document.method?.by === 'strata';
  const columns = useMemo(() => columnsWith(inStrata), [inStrata]);
  const opened = sheet.items.find(({ key }) => key === item);
  const close = () => void navigate({ search: (s) => ({ ...s, item: undefined }) });
  return (
    <Section title="Items">
      <DataTable
        label={`Items of the sample for ${sheet.sample.control}`}
        columns={columns}
        rows={sheet.items}
        rowKey={({ key }) => key}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={item}
        onOpen={({ key }) => void navigate({ search: (s) => ({ ...s, item: key }) })}
        minWidth={760}
        maxHeight={480}
        empty={<Empty title="No item is in the sample." />}
      />
      <Side
        opened={opened !== undefined}
        onClose={close}
        size="lg"
        title={<span className="mono">{opened?.key ?? ''}</span>}
      >
        {opened === undefined ? null : <ItemOutcome key={opened.key} sheet={sheet} item={opened} onDone={close} />}
      </Side>
    </Section>
  );
}

function columnsWith(inStrata: boolean): Column<Item>[] {
  const stratum: Column<Item> = {
    id: 'stratum',
    title: 'Stratum',
    header: <Term id="stratum" />,
    width: '140px',
    value: (i) => i.stratum,
    cell: (i) => i.stratum ?? '',
  };
  return [
    {
      id: 'key',
      title: 'Item',
      value: (i) => i.key,
      cell: (i) => <span className="mono">{i.key}</span>,
    },
    {
      id: 'origin',
      title: 'Came in as',
      width: '150px',
      value: (i) => originWords[i.origin],
      cell: (i) => (i.origin === 'targeted' ? <Term id="targeted">Targeted</Term> : originWords[i.origin]),
    },
    ...(inStrata ? [stratum] : []),
    {
      id: 'state',
      title: 'Outcome',
      width: '200px',
      value: (i) => stateWords[i.state].word,
      cell: (i) => <StateBadge state={i.state} />,
    },
    {
      id: 'note',
      title: 'Note',
      value: (i) => i.note,
      cell: (i) => (
        <span style={{ overflowWrap: 'anywhere' }}>
          {i.note ?? ''}
          {i.replacement === null ? '' : `; replaced by ${i.replacement}`}
          {i.records > 1 ? ` (recorded ${i.records} times)` : ''}
        </span>
      ),
    },
  ];
}
