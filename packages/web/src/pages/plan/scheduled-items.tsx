import { Title } from '@mantine/core';
import type { Output } from '../../api/client.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { SeverityBadge } from './plan-state.tsx';

type Roadmap = Output<'plan.roadmap'>;

/** What the drawn roadmap shows, as a table. */
export function ScheduledItems({ roadmap, onOpen }: { roadmap: Roadmap; onOpen: (id: string) => void }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        The same as a table
      </Title>
      <DataTable
        label="Roadmap"
        columns={columnsFor(roadmap)}
        rows={roadmap.items}
        rowKey={({ id }) => id}
        onOpen={({ id }) => onOpen(id)}
        minWidth={1290}
        empty={<Empty title="No item has a place." />}
      />
    </section>
  );
}

type Placed = Roadmap['items'][number];

function columnsFor({ titles }: Roadmap): Column<Placed>[] {
  const of = new Map(titles.map((each) => [each.id, each]));
  // What needs no more time holds nothing up.
  const open = titles.filter(({ state }) => state === 'open' || state === 'in-progress');
  const after = ({ id }: Placed): string =>
    open
      .filter((each) => of.get(id)?.after.includes(each.id) === true)
      .map(({ code }) => code)
      .join(', ');
  const waits = ({ waitsFor }: Placed): string => {
    const code = of.get(waitsFor.item ?? '')?.code ?? '';
    if (waitsFor.kind === 'dependency') return `${code}, on which it depends`;
    if (waitsFor.kind === 'person') return `${code}, of the same owner`;
    return waitsFor.kind === 'not-before' ? 'Its own first day' : '';
  };
  return [
    {
      id: 'code',
      title: 'Number',
      width: '92px',
      value: ({ id }) => Number(of.get(id)?.code.slice(3)),
      cell: ({ code }) => code,
    },
    {
      id: 'title',
      title: 'What',
      value: ({ id }) => of.get(id)?.title ?? '',
      cell: ({ id, critical }) => (
        <span>
          <AsWritten text={of.get(id)?.title ?? ''} />
          {critical ? <strong> (critical)</strong> : null}
        </span>
      ),
    },
    {
      id: 'severity',
      title: 'Severity',
      width: '118px',
      value: ({ id }) => of.get(id)?.severity ?? '',
      cell: ({ id }) => <SeverityBadge severity={of.get(id)?.severity ?? null} />,
    },
    {
      id: 'owner',
      title: 'Owner',
      width: '130px',
      value: ({ id }) => of.get(id)?.owner?.name ?? '',
      cell: ({ id }) => of.get(id)?.owner?.name ?? 'Nobody known here',
    },
    { id: 'start', title: 'Begins', width: '112px', value: ({ start }) => start, cell: ({ start }) => start },
    {
      id: 'finish',
      title: 'Ends',
      width: '130px',
      value: ({ finish }) => finish,
      cell: ({ finish, late }) => (late ? <strong>{finish}, too late</strong> : finish),
    },
    {
      id: 'due',
      title: 'Due',
      width: '112px',
      value: ({ id }) => of.get(id)?.dueOn ?? '',
      cell: ({ id }) => of.get(id)?.dueOn ?? '',
    },
    {
      id: 'float',
      title: 'Days to spare',
      width: '100px',
      align: 'right',
      value: ({ floatDays }) => floatDays ?? Infinity,
      cell: ({ floatDays }) => floatDays ?? 'Any',
    },
    { id: 'after', title: 'Waits for', width: '110px', value: after, cell: after },
    { id: 'waits', title: 'Begins no sooner because of', width: '170px', value: waits, cell: waits },
  ];
}
