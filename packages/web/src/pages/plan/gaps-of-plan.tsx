import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say, sayError } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { coverageWords } from '../coverage/states.ts';
import { PlanStateBadge } from './plan-state.tsx';
import { gapColumns } from '../readiness/gap-columns.tsx';

type Gap = Output<'plan.gaps'>['items'][number];

/** Gaps of the readiness assessment, and what the plan has of them. */
export function GapsOfPlan({ engagementId }: { engagementId: string }) {
  const mayManage = useMay('plan.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useOperation('plan.gaps', { engagementId });
  const make = useWrite('plan.add-from-gaps');
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const rows = data.items.filter(({ item }) => all || item === null);
  const apart = rows.filter(({ relevant, item }) => !relevant && item === null).length;
  const chosen = rows.filter(({ id, item }) => selected.has(id) && item === null);
  const begin = (gaps: string[] | undefined): void =>
    make.mutate(
      { engagementId, gaps },
      {
        onSuccess: ({ items, already }) => {
          setSelected(new Set());
          say(
            `${quantity(items.length, 'item')} made${already.length === 0 ? '' : `; ${quantity(already.length, 'gap')} had one already`}.`,
          );
        },
        onError: sayError,
      },
    );
  return (
    <Stack gap="md">
      <Group gap="sm">
        {mayManage && data.without > 0 ? (
          <Button
            loading={make.isPending}
            onClick={() => begin(chosen.length === 0 ? undefined : chosen.map(({ id }) => id))}
          >
            {chosen.length === 0
              ? `Make items of all ${data.without}`
              : `Make items of ${quantity(chosen.length, 'gap')}`}
          </Button>
        ) : null}
        <Checkbox
          label="Show gaps that have an item too"
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </Group>
      {apart === 0 ? null : (
        <Text size="sm">
          {quantity(apart, 'gap speaks', 'gaps speak')} only of criteria that are not relevant, and{' '}
          {apart === 1 ? 'gets an item only where it is' : 'get items only where they are'} chosen.
        </Text>
      )}
      {rows.length === 0 ? (
        <Empty
          title={data.total === 0 ? 'The answers tell of no gap.' : 'Every gap has an item in the plan.'}
          action={
            <Button component={Link} to="/readiness" variant="default">
              Open the readiness assessment
            </Button>
          }
          example="Questions that nobody has answered may hide further gaps."
        />
      ) : (
        <DataTable
          label="Gaps"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowName={({ gap }) => gap}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? setSelected : undefined}
          minWidth={820}
        />
      )}
    </Stack>
  );
}

const columns: Column<Gap>[] = [
  ...gapColumns,
  {
    id: 'question',
    title: 'From the answer',
    width: '130px',
    value: ({ question }) => question,
    cell: ({ question, relevant }) => (
      <Stack gap={2}>
        <Link to="/readiness" search={{ question }} className="tm-link">
          {question}
        </Link>
        {relevant ? null : <WordsBadge words={coverageWords['not-relevant']} plain />}
      </Stack>
    ),
  },
  {
    id: 'effort',
    title: 'Work',
    width: '100px',
    value: ({ effortDays }) => effortDays,
    cell: ({ effortDays }) => quantity(effortDays, 'day'),
  },
  {
    id: 'item',
    title: 'Item',
    width: '200px',
    value: ({ item }) => item?.code ?? '',
    cell: ({ item }) =>
      item === null ? (
        'None'
      ) : (
        <Group gap={6}>
          <Link to="/plan" search={{ open: item.id }} className="tm-link">
            {item.code}
          </Link>
          <PlanStateBadge state={item.state} />
        </Group>
      ),
  },
];
